-- Raw captures, kept so that every stage can be run again. body is zstandard-compressed.
CREATE TABLE pages (
    id          TEXT PRIMARY KEY,
    article_id  TEXT,
    name        TEXT NOT NULL,
    url         TEXT,
    seen_at     TEXT NOT NULL,
    media_type  TEXT NOT NULL,
    charset     TEXT,
    hints       TEXT NOT NULL,
    body        BLOB NOT NULL
);
CREATE INDEX pages_article ON pages (article_id);

-- One row an article, at its newest version. reading is a compressed model.Reading without its
-- vector; the columns beside it are what queries ask for.
CREATE TABLE articles (
    number       INTEGER PRIMARY KEY,      -- order of first sight; rowid of the search index
    id           TEXT NOT NULL UNIQUE,
    url          TEXT,                     -- canonical, as the page says
    page_url     TEXT,                     -- where it was fetched
    outlet       TEXT,
    language     TEXT NOT NULL,
    title        TEXT,
    seen_at      TEXT NOT NULL,
    published_at TEXT,
    version      INTEGER NOT NULL,
    page_id      TEXT NOT NULL,
    stages       TEXT NOT NULL,            -- JSON: which version of which stage made it
    reading      BLOB NOT NULL,
    vector_model TEXT,
    vector       BLOB,
    look_at      TEXT,                     -- when to look at its page again; NULL: not again
    looks        INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX articles_seen ON articles (seen_at);
CREATE INDEX articles_look ON articles (look_at) WHERE look_at IS NOT NULL;

-- Earlier versions and what changed from each to the next.
CREATE TABLE versions (
    article_id TEXT NOT NULL,
    number     INTEGER NOT NULL,           -- the version that came about by this change
    seen_at    TEXT NOT NULL,
    change     TEXT NOT NULL,              -- model.VersionChange
    before     BLOB NOT NULL,              -- the reading it replaced
    PRIMARY KEY (article_id, number)
);

CREATE TABLE derivations (
    article_id TEXT NOT NULL,
    source_id  TEXT NOT NULL,
    derivation TEXT NOT NULL,
    PRIMARY KEY (article_id, source_id)
);
CREATE INDEX derivations_source ON derivations (source_id);

CREATE TABLE stories (
    id          TEXT PRIMARY KEY,
    opened_at   TEXT NOT NULL,
    newest_at   TEXT NOT NULL,
    merged_into TEXT,
    closed      INTEGER NOT NULL DEFAULT 0,
    origins     TEXT,                      -- list of model.Origin
    sheet       TEXT,                      -- model.Sheet
    summary     TEXT,                      -- what a card on the front page shows
    moved_at    TEXT                       -- time of the newest development
);
CREATE INDEX stories_newest ON stories (newest_at) WHERE merged_into IS NULL;
CREATE INDEX stories_open ON stories (newest_at) WHERE closed = 0;

CREATE TABLE memberships (
    article_id TEXT PRIMARY KEY,
    story_id   TEXT NOT NULL REFERENCES stories (id),
    membership TEXT NOT NULL
);
CREATE INDEX memberships_story ON memberships (story_id);

CREATE TABLE story_languages (
    story_id TEXT NOT NULL,
    language TEXT NOT NULL,
    PRIMARY KEY (story_id, language)
);

CREATE TABLE developments (
    number      INTEGER PRIMARY KEY,
    story_id    TEXT NOT NULL,
    key         TEXT NOT NULL,
    at          TEXT NOT NULL,
    development TEXT NOT NULL,
    UNIQUE (story_id, key)
);

CREATE TABLE watches (
    id      TEXT PRIMARY KEY,
    watch   TEXT NOT NULL,
    stopped INTEGER NOT NULL DEFAULT 0
);

-- One notice per watch and development, by constraint. Written in the transaction that writes
-- the development, together with its delivery: the outbox.
CREATE TABLE notices (
    number          INTEGER PRIMARY KEY,
    id              TEXT NOT NULL UNIQUE,
    watch_id        TEXT NOT NULL,
    story_id        TEXT NOT NULL,
    development_key TEXT NOT NULL,
    at              TEXT NOT NULL,
    notice          TEXT NOT NULL,
    UNIQUE (watch_id, story_id, development_key)
);
CREATE TABLE deliveries (
    notice_id    TEXT NOT NULL,
    channel      TEXT NOT NULL,
    state        TEXT NOT NULL,
    attempts     INTEGER NOT NULL DEFAULT 0,
    last_error   TEXT,
    delivered_at TEXT,
    PRIMARY KEY (notice_id, channel)
);
CREATE INDEX deliveries_waiting ON deliveries (state) WHERE state = 'waiting';

CREATE TABLE sources (
    id           TEXT PRIMARY KEY,
    url          TEXT NOT NULL UNIQUE,
    next_poll_at TEXT,
    source       TEXT NOT NULL
);

-- Every article address met in a feed: read (article_id), or failed and to be tried again.
CREATE TABLE links (
    url         TEXT PRIMARY KEY,
    article_id  TEXT,
    tries       INTEGER NOT NULL,
    next_try_at TEXT                       -- NULL: not again
);

-- On how many articles of an outlet a line stands: what recurs is template, not text.
CREATE TABLE lines (
    outlet TEXT NOT NULL,
    line   TEXT NOT NULL,                  -- a stable hash of it
    pages  INTEGER NOT NULL,
    PRIMARY KEY (outlet, line)
) WITHOUT ROWID;

CREATE TABLE failures (
    number  INTEGER PRIMARY KEY,
    at      TEXT NOT NULL,
    stage   TEXT NOT NULL,
    item    TEXT NOT NULL,
    failure TEXT NOT NULL
);

-- Folded words (see store/search.py), by articles.number; names holds cross-script skeletons.
CREATE VIRTUAL TABLE search USING fts5 (
    title, body, names, tokenize = 'unicode61 remove_diacritics 0'
);
