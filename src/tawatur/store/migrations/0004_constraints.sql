-- What analysts decided about stories, in order. decision is a model.Constraint.
CREATE TABLE constraints (
    number    INTEGER PRIMARY KEY,
    id        TEXT NOT NULL UNIQUE,
    undone_at TEXT,
    decision  TEXT NOT NULL
);

-- What is remembered of sleeping stories, so that a follow-up can wake them. sleeper is a
-- compressed model.Sleeper.
CREATE TABLE sleepers (
    story_id  TEXT PRIMARY KEY,
    newest_at TEXT NOT NULL,
    sleeper   BLOB NOT NULL
);
CREATE INDEX sleepers_newest ON sleepers (newest_at);

-- Large matters that hold many stories, each by its first story, and which stories stand in them.
CREATE TABLE topics (
    id    TEXT PRIMARY KEY,
    label TEXT NOT NULL                -- JSON list of words
);
CREATE TABLE story_topics (
    story_id TEXT PRIMARY KEY,
    topic_id TEXT NOT NULL,
    score    REAL NOT NULL
);
CREATE INDEX story_topics_topic ON story_topics (topic_id);
