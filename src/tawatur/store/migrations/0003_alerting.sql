-- What the watches look for is in their JSON; a number that grows with every change lets a desk
-- know that its index of them is old.
CREATE TABLE watch_changes (number INTEGER NOT NULL);
INSERT INTO watch_changes VALUES (1);
ALTER TABLE watches ADD COLUMN subscriber_id TEXT;
CREATE INDEX watches_subscriber ON watches (subscriber_id);

-- Vectors of topics in the reader's words, so that a restart need not make them again.
CREATE TABLE topic_vectors (
    words    TEXT NOT NULL,
    language TEXT NOT NULL,
    model    TEXT NOT NULL,
    vector   BLOB NOT NULL,
    PRIMARY KEY (words, language, model)
);

-- How fast a story was confirmed at its fastest: independent origins first seen within one hour.
CREATE TABLE growth (
    story_id        TEXT PRIMARY KEY,
    newest_at       TEXT NOT NULL,
    origins_an_hour INTEGER NOT NULL
);
CREATE INDEX growth_newest ON growth (newest_at);

-- One notice per watch and development, by constraint: the same development, and (content) the
-- same after stories were merged. Written in the transaction that writes the development: the
-- outbox. It waits until look_at (NULL: look at once), then a delivery takes it.
CREATE TABLE notices_new (
    number          INTEGER PRIMARY KEY,
    id              TEXT NOT NULL UNIQUE,
    watch_id        TEXT NOT NULL,
    story_id        TEXT NOT NULL,
    development_key TEXT NOT NULL,
    content         TEXT NOT NULL,
    article_id      TEXT NOT NULL,
    at              TEXT NOT NULL,
    notice          TEXT NOT NULL,
    state           TEXT NOT NULL,          -- waiting, taken, told (by feed only)
    look_at         TEXT,
    held            TEXT,                   -- why it waits: digest, gathering, quiet, cap
    delivery_id     TEXT,
    UNIQUE (watch_id, development_key),
    UNIQUE (watch_id, story_id, content)
);
INSERT INTO notices_new (number, id, watch_id, story_id, development_key, content, article_id, at,
                         notice, state, delivery_id)
SELECT n.number, n.id, n.watch_id, n.story_id, n.development_key, n.development_key,
       json_extract(n.notice, '$.article_id'), n.at, n.notice,
       CASE WHEN d.state = 'waiting' THEN 'waiting' ELSE 'taken' END,
       CASE WHEN d.state = 'waiting' THEN NULL ELSE n.id END
FROM notices n LEFT JOIN deliveries d ON d.notice_id = n.id;

CREATE TABLE deliveries_new (
    id           TEXT PRIMARY KEY,
    message_id   TEXT NOT NULL,
    kind         TEXT NOT NULL,             -- notices, digest, confirmation
    channel      TEXT NOT NULL,             -- email, webhook, apprise, feed
    address      TEXT NOT NULL,
    state        TEXT NOT NULL,             -- waiting, sending, delivered, dead
    made_at      TEXT NOT NULL,
    watch_id     TEXT,
    story_id     TEXT,
    attempts     INTEGER NOT NULL DEFAULT 0,
    next_try_at  TEXT,
    lease_until  TEXT,                      -- by the wall clock: a lease is about processes
    holder       TEXT,
    last_error   TEXT,
    delivered_at TEXT
);
INSERT INTO deliveries_new (id, message_id, kind, channel, address, state, made_at, watch_id,
                            story_id, attempts, last_error, delivered_at)
SELECT n.id, json_extract(n.notice, '$.message_id'), 'notices', 'email',
       json_extract(w.watch, '$.address'), d.state, n.at, n.watch_id, n.story_id, d.attempts,
       d.last_error, d.delivered_at
FROM deliveries d JOIN notices n ON n.id = d.notice_id JOIN watches w ON w.id = n.watch_id
WHERE d.state <> 'waiting';

DROP TABLE deliveries;
DROP TABLE notices;
ALTER TABLE notices_new RENAME TO notices;
ALTER TABLE deliveries_new RENAME TO deliveries;
CREATE INDEX notices_waiting ON notices (look_at) WHERE state = 'waiting';
CREATE INDEX notices_story ON notices (story_id, watch_id);
CREATE INDEX notices_article ON notices (article_id);
CREATE INDEX notices_delivery ON notices (delivery_id);
CREATE INDEX deliveries_open ON deliveries (state, next_try_at) WHERE state IN ('waiting', 'sending');
CREATE INDEX deliveries_watch ON deliveries (watch_id, story_id, delivered_at);

-- Developments as they were when somebody was told: a mail can be written even after a merge.
CREATE TABLE told_developments (
    key         TEXT PRIMARY KEY,
    development TEXT NOT NULL
);

-- A server that does not answer is left alone for a while, whatever waits for it.
CREATE TABLE channels (
    name        TEXT PRIMARY KEY,
    failures    INTEGER NOT NULL,
    next_try_at TEXT NOT NULL,
    last_error  TEXT NOT NULL
);

-- E-mail addresses that watches send to: the operator's, and those that confirmed.
CREATE TABLE subscribers (
    id           TEXT PRIMARY KEY,
    address      TEXT NOT NULL,
    address_key  TEXT NOT NULL UNIQUE,      -- case folded
    subscriber   TEXT NOT NULL
);

-- Sign-ups that wait for their confirmation. Nothing of the watch exists until then. The token is
-- made when the mail is written and only its hash is kept; a mail repeated after a crash has
-- another token, and both lead here.
CREATE TABLE sign_ups (
    id           TEXT PRIMARY KEY,
    address      TEXT NOT NULL,
    watch        TEXT NOT NULL,
    made_at      TEXT NOT NULL,
    expires_at   TEXT NOT NULL,
    confirmed_at TEXT
);
CREATE INDEX sign_ups_expire ON sign_ups (expires_at);
CREATE TABLE tokens (
    hash       TEXT PRIMARY KEY,
    sign_up_id TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX tokens_sign_up ON tokens (sign_up_id);

-- Who asked how often, as keyed hashes; rows older than a day are dropped.
CREATE TABLE knocks (
    number INTEGER PRIMARY KEY,
    at     TEXT NOT NULL,
    who    TEXT NOT NULL
);
CREATE INDEX knocks_who ON knocks (who, at);

-- Addresses nothing is sent to, as keyed hashes: this outlives the erasure of everything else.
CREATE TABLE holds (
    who    TEXT PRIMARY KEY,
    reason TEXT NOT NULL,                   -- bounced, complained
    at     TEXT NOT NULL,
    detail TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE bounces (
    number      INTEGER PRIMARY KEY,
    who         TEXT NOT NULL,
    at          TEXT NOT NULL,
    kind        TEXT NOT NULL,              -- hard, soft, complaint
    status      TEXT,
    delivery_id TEXT,
    detail      TEXT NOT NULL,
    UNIQUE (who, delivery_id, kind)
);

-- Keys made by ourselves, where the operator gives none.
CREATE TABLE keys (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID;
