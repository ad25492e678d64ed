-- What is asked while an article is placed, a mail sent or a desk opened must not read a table that
-- grows with the archive from end to end, as merging two stories did with all stories and mails.
CREATE INDEX stories_merged ON stories (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX deliveries_story ON deliveries (story_id) WHERE story_id IS NOT NULL;
CREATE INDEX deliveries_message ON deliveries (message_id);
-- An index over two states serves no query that asks for one of them.
DROP INDEX deliveries_open;
CREATE INDEX deliveries_waiting ON deliveries (next_try_at, made_at, id) WHERE state = 'waiting';
CREATE INDEX deliveries_sending ON deliveries (id) WHERE state = 'sending';
CREATE INDEX deliveries_dead ON deliveries (id) WHERE state = 'dead';
