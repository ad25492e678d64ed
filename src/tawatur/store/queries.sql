-- Every query of the store, by name. Parameters are named; %s never appears here.

-- :name save_page
INSERT INTO pages (id, article_id, name, url, seen_at, media_type, charset, hints, body)
VALUES (:id, :article_id, :name, :url, :seen_at, :media_type, :charset, :hints, :body)
ON CONFLICT (id) DO NOTHING;

-- :name page
SELECT name, url, seen_at, media_type, charset, hints, body FROM pages WHERE id = :id;

-- :name pages_of_article
SELECT id, seen_at FROM pages WHERE article_id = :article_id ORDER BY seen_at, id;

-- :name add_article
INSERT INTO articles (id, url, page_url, outlet, language, title, seen_at, published_at, version, page_id,
                      stages, reading, vector_model, vector, look_at)
VALUES (:id, :url, :page_url, :outlet, :language, :title, :seen_at, :published_at, :version, :page_id,
        :stages, :reading, :vector_model, :vector, :look_at)
RETURNING number;

-- :name replace_article
UPDATE articles
SET url = :url, page_url = :page_url, outlet = :outlet, language = :language, title = :title, seen_at = :seen_at,
    published_at = :published_at, version = :version, page_id = :page_id, stages = :stages,
    reading = :reading, vector_model = :vector_model, vector = :vector
WHERE id = :id
RETURNING number;

-- :name article
SELECT number, reading, vector_model, vector FROM articles WHERE id = :id;

-- :name all_articles
SELECT id FROM articles ORDER BY number LIMIT :limit OFFSET :offset;

-- :name open_articles
SELECT a.number, a.reading, a.vector_model, a.vector, m.membership
FROM articles a JOIN memberships m ON m.article_id = a.id JOIN stories s ON s.id = m.story_id
WHERE s.closed = 0 AND s.merged_into IS NULL
ORDER BY a.number;

-- :name articles_to_look_at
SELECT a.id, a.page_url, a.looks, p.hints
FROM articles a JOIN pages p ON p.id = a.page_id
WHERE a.look_at IS NOT NULL AND a.look_at <= :now
ORDER BY a.look_at, a.number LIMIT :limit;

-- :name looked_at
UPDATE articles SET look_at = :look_at, looks = looks + 1 WHERE id = :id;

-- :name link
SELECT article_id, tries, next_try_at FROM links WHERE url = :url;

-- :name save_link
INSERT INTO links (url, article_id, tries, next_try_at)
VALUES (:url, :article_id, :tries, :next_try_at)
ON CONFLICT (url) DO UPDATE SET article_id = coalesce(excluded.article_id, links.article_id),
    tries = excluded.tries, next_try_at = excluded.next_try_at;

-- :name save_version
INSERT INTO versions (article_id, number, seen_at, change, before)
VALUES (:article_id, :number, :seen_at, :change, :before)
ON CONFLICT (article_id, number) DO NOTHING;

-- :name versions_of_article
SELECT change FROM versions WHERE article_id = :article_id ORDER BY number;

-- :name version_before
SELECT before FROM versions WHERE article_id = :article_id AND number = :number;

-- :name save_derivation
INSERT INTO derivations (article_id, source_id, derivation)
VALUES (:article_id, :source_id, :derivation)
ON CONFLICT (article_id, source_id) DO UPDATE SET derivation = excluded.derivation;

-- :name forget_derivations
DELETE FROM derivations WHERE article_id = :article_id;

-- :name derivations_of_article
SELECT derivation FROM derivations WHERE article_id = :article_id ORDER BY source_id;

-- :name derivations_of_story
SELECT d.derivation FROM derivations d JOIN memberships m ON m.article_id = d.article_id
WHERE m.story_id = :story_id ORDER BY d.article_id, d.source_id;

-- :name open_story
INSERT INTO stories (id, opened_at, newest_at) VALUES (:id, :opened_at, :newest_at)
ON CONFLICT (id) DO NOTHING;

-- :name story
SELECT id, opened_at, newest_at, merged_into, origins, sheet FROM stories WHERE id = :id;

-- :name touch_story
UPDATE stories SET newest_at = max(newest_at, :newest_at), closed = 0, stale = 1 WHERE id = :id;

-- :name merge_story
UPDATE stories SET merged_into = :story_id, closed = 1, stale = 0 WHERE id = :gone_id;

-- :name redirect_merged
UPDATE stories SET merged_into = :story_id WHERE merged_into = :gone_id;

-- :name move_members
SELECT membership FROM memberships WHERE story_id = :gone_id ORDER BY article_id;

-- :name close_story
UPDATE stories SET closed = 1 WHERE id = :id;

-- :name save_membership
INSERT INTO memberships (article_id, story_id, membership, pending)
VALUES (:article_id, :story_id, :membership, (SELECT max(number) FROM articles))
ON CONFLICT (article_id) DO UPDATE
SET story_id = excluded.story_id, membership = excluded.membership, pending = excluded.pending;

-- :name unsettle_story_of
UPDATE stories SET stale = 1
WHERE id = (SELECT story_id FROM memberships WHERE article_id = :article_id);

-- :name first_member
SELECT article_id FROM memberships WHERE story_id = :story_id LIMIT 1;

-- :name pending_members
SELECT article_id, pending FROM memberships WHERE story_id = :story_id AND pending IS NOT NULL;

-- :name settle_members
UPDATE memberships SET pending = NULL WHERE story_id = :story_id AND pending IS NOT NULL;

-- :name stale_stories
SELECT id FROM stories WHERE stale = 1 ORDER BY opened_at, id;

-- :name is_stale
SELECT 1 FROM stories WHERE id = :story_id AND stale = 1;

-- :name story_of
SELECT story_id FROM memberships WHERE article_id = :article_id;

-- :name members
SELECT a.reading, a.vector_model, a.vector, m.membership
FROM memberships m JOIN articles a ON a.id = m.article_id
WHERE m.story_id = :story_id ORDER BY a.number;

-- :name save_sheet
UPDATE stories SET origins = :origins, sheet = :sheet, summary = :summary, moved_at = :moved_at,
    stale = 0
WHERE id = :id;

-- :name add_story_language
INSERT INTO story_languages (story_id, language) VALUES (:story_id, :language)
ON CONFLICT (story_id, language) DO NOTHING;

-- :name stories_newest
SELECT summary FROM stories s
WHERE merged_into IS NULL AND summary IS NOT NULL
  AND (:language IS NULL OR EXISTS (
      SELECT 1 FROM story_languages l WHERE l.story_id = s.id AND l.language = :language))
ORDER BY moved_at DESC, id LIMIT :limit OFFSET :offset;

-- :name stories_opened
SELECT summary FROM stories s
WHERE merged_into IS NULL AND summary IS NOT NULL
  AND (:language IS NULL OR EXISTS (
      SELECT 1 FROM story_languages l WHERE l.story_id = s.id AND l.language = :language))
ORDER BY opened_at DESC, id LIMIT :limit OFFSET :offset;

-- :name stories_origins
SELECT summary FROM stories s
WHERE merged_into IS NULL AND summary IS NOT NULL
  AND (:language IS NULL OR EXISTS (
      SELECT 1 FROM story_languages l WHERE l.story_id = s.id AND l.language = :language))
ORDER BY json_extract(summary, '$.independent_origins') DESC, moved_at DESC, id
LIMIT :limit OFFSET :offset;

-- :name all_stories
SELECT id FROM stories WHERE merged_into IS NULL ORDER BY opened_at, id;

-- :name save_development
INSERT INTO developments (story_id, key, at, development)
VALUES (:story_id, :key, :at, :development)
ON CONFLICT (story_id, key) DO NOTHING
RETURNING number;

-- :name developments_of_story
SELECT development FROM developments WHERE story_id = :story_id ORDER BY number;

-- :name move_developments
UPDATE OR IGNORE developments SET story_id = :story_id WHERE story_id = :gone_id;

-- :name add_watch
INSERT INTO watches (id, watch) VALUES (:id, :watch)
ON CONFLICT (id) DO UPDATE SET watch = excluded.watch, stopped = 0;

-- :name stop_watch
UPDATE watches SET stopped = 1 WHERE id = :id AND stopped = 0 RETURNING id;

-- :name watches
SELECT watch FROM watches WHERE stopped = 0 ORDER BY id;

-- :name watch
SELECT watch FROM watches WHERE id = :id;

-- :name save_notice
INSERT INTO notices (id, watch_id, story_id, development_key, at, notice)
VALUES (:id, :watch_id, :story_id, :development_key, :at, :notice)
ON CONFLICT (watch_id, story_id, development_key) DO NOTHING
RETURNING number;

-- :name notices
SELECT notice FROM notices ORDER BY number DESC LIMIT :limit;

-- :name save_delivery
INSERT INTO deliveries (notice_id, channel, state, attempts, last_error, delivered_at)
VALUES (:notice_id, :channel, :state, :attempts, :last_error, :delivered_at)
ON CONFLICT (notice_id, channel) DO UPDATE SET state = excluded.state, attempts = excluded.attempts,
    last_error = excluded.last_error, delivered_at = excluded.delivered_at;

-- :name waiting_deliveries
SELECT n.notice, d.channel, d.attempts FROM deliveries d JOIN notices n ON n.id = d.notice_id
WHERE d.state = 'waiting' ORDER BY n.number LIMIT :limit;

-- :name save_source
INSERT INTO sources (id, url, next_poll_at, source) VALUES (:id, :url, :next_poll_at, :source)
ON CONFLICT (id) DO UPDATE SET next_poll_at = excluded.next_poll_at, source = excluded.source;

-- :name sources
SELECT source FROM sources ORDER BY url;

-- :name sources_due
SELECT source FROM sources WHERE next_poll_at IS NULL OR next_poll_at <= :now ORDER BY next_poll_at, url;

-- :name save_failure
INSERT INTO failures (at, stage, item, failure) VALUES (:at, :stage, :item, :failure);

-- :name failures
SELECT failure FROM failures ORDER BY number DESC LIMIT :limit;

-- :name index_article
INSERT INTO search (rowid, title, body, names) VALUES (:number, :title, :body, :names);

-- :name unindex_article
DELETE FROM search WHERE rowid = :number;

-- :name search
SELECT a.id, a.title, a.outlet, a.language, a.seen_at, a.reading, m.story_id,
       bm25(search, 4.0, 1.0, 2.0) AS rank
FROM search JOIN articles a ON a.number = search.rowid
LEFT JOIN memberships m ON m.article_id = a.id
WHERE search MATCH :match AND (:language IS NULL OR a.language = :language)
ORDER BY rank, a.number LIMIT :limit;

-- :name counts
SELECT (SELECT count(*) FROM articles) AS articles,
       (SELECT count(*) FROM stories WHERE merged_into IS NULL) AS stories,
       (SELECT count(*) FROM developments) AS developments,
       (SELECT count(*) FROM notices) AS notices,
       (SELECT count(*) FROM deliveries WHERE state = 'waiting') AS deliveries_waiting,
       (SELECT count(*) FROM deliveries WHERE state = 'dead') AS deliveries_dead,
       (SELECT count(*) FROM failures) AS failures,
       (SELECT count(*) FROM sources) AS sources,
       (SELECT count(*) FROM pages) AS pages,
       (SELECT count(*) FROM versions) AS versions;

-- :name line
SELECT pages FROM lines WHERE outlet = :outlet AND line = :line;

-- :name note_line
INSERT INTO lines (outlet, line, pages) VALUES (:outlet, :line, 1)
ON CONFLICT (outlet, line) DO UPDATE SET pages = pages + 1;
