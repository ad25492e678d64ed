-- Placing an article and working out what is new in its story are two steps: `pending` is the
-- number of the article by whose arrival a member came (its own, or that of the one that merged
-- two stories), until the story's sheet takes it in; `stale` says that the sheet is behind.
ALTER TABLE memberships ADD COLUMN pending INTEGER;
ALTER TABLE stories ADD COLUMN stale INTEGER NOT NULL DEFAULT 0;
CREATE INDEX stories_stale ON stories (id) WHERE stale = 1;
