-- An address met in a feed waits here until its page is placed: entry is what the feed said of it
-- (model of fetch.feeds.FeedEntry, compressed), so that a killed process fetches it again although
-- the feed itself answers 304. etag, last_modified and body_hash are of the page's last answer.
ALTER TABLE links ADD COLUMN source_id TEXT;
ALTER TABLE links ADD COLUMN found_at TEXT;
ALTER TABLE links ADD COLUMN claimed_at TEXT;
ALTER TABLE links ADD COLUMN entry BLOB;
ALTER TABLE links ADD COLUMN entry_hash TEXT;
ALTER TABLE links ADD COLUMN etag TEXT;
ALTER TABLE links ADD COLUMN last_modified TEXT;
ALTER TABLE links ADD COLUMN body_hash TEXT;
CREATE INDEX links_waiting ON links (next_try_at) WHERE next_try_at IS NOT NULL;
CREATE INDEX links_article ON links (article_id) WHERE article_id IS NOT NULL;

-- Pages that were not there at the last look; told says whether the desk was told that it is gone.
CREATE TABLE absences (
    article_id TEXT PRIMARY KEY,
    first_at   TEXT NOT NULL,
    told       INTEGER NOT NULL DEFAULT 0
);

-- Everything that was fetched, in order. The same answer again (304, or the same bytes) raises
-- last_at and times of its row. answer is JSON: what of it matters; body is kept once per hash.
CREATE TABLE fetches (
    number    INTEGER PRIMARY KEY,
    url       TEXT NOT NULL,
    at        TEXT NOT NULL,
    last_at   TEXT NOT NULL,
    times     INTEGER NOT NULL DEFAULT 1,
    status    INTEGER NOT NULL,            -- 0: no answer; the answer says why
    body_hash TEXT,
    answer    TEXT NOT NULL
);
CREATE INDEX fetches_url ON fetches (url, number);
CREATE INDEX fetches_last ON fetches (last_at);
CREATE TABLE fetched_bodies (
    hash TEXT PRIMARY KEY,
    body BLOB NOT NULL
) WITHOUT ROWID;

-- When the desk polled: what a replay does again.
CREATE TABLE rounds (
    at TEXT PRIMARY KEY
) WITHOUT ROWID;

-- WebSub: what was asked of hubs, and what they delivered and is not read yet.
CREATE TABLE subscriptions (
    source_id    TEXT PRIMARY KEY,
    token        TEXT NOT NULL UNIQUE,     -- the callback's address ends in it
    secret       TEXT NOT NULL,            -- for the signature of deliveries
    hub          TEXT NOT NULL,
    topic        TEXT NOT NULL,
    state        TEXT NOT NULL,            -- asked, on, refused
    requested_at TEXT NOT NULL,
    lease_until  TEXT
);
CREATE TABLE pushed (
    number    INTEGER PRIMARY KEY,
    source_id TEXT NOT NULL,
    at        TEXT NOT NULL,
    media_type TEXT NOT NULL,
    body      BLOB NOT NULL
);
