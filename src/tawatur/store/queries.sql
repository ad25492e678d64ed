-- Every query of the store, by name. Parameters are named; %s never appears here.

-- :name save_page
INSERT INTO pages (id, article_id, name, url, seen_at, media_type, charset, hints, body)
VALUES (:id, :article_id, :name, :url, :seen_at, :media_type, :charset, :hints, :body)
ON CONFLICT (id) DO NOTHING;

-- :name page
SELECT name, url, seen_at, media_type, charset, hints, body FROM pages WHERE id = :id;

-- :name page_of
SELECT page_id FROM articles WHERE id = :id;

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
-- In this order, which CROSS JOIN fixes: the open stories are few, the articles of an archive not.
SELECT a.number, a.reading, a.vector_model, a.vector, m.membership
FROM stories s CROSS JOIN memberships m CROSS JOIN articles a
WHERE s.closed = 0 AND s.merged_into IS NULL AND m.story_id = s.id AND a.id = m.article_id
ORDER BY a.number;

-- :name articles_to_look_at
SELECT a.id, a.page_url, a.looks, p.hints, l.etag, l.last_modified, l.body_hash, b.first_at
FROM articles a JOIN pages p ON p.id = a.page_id
LEFT JOIN links l ON l.url = a.page_url
LEFT JOIN absences b ON b.article_id = a.id
WHERE a.look_at IS NOT NULL AND a.look_at <= :now
ORDER BY a.look_at, a.number LIMIT :limit;

-- :name looked_at
UPDATE articles SET look_at = :look_at, looks = looks + 1 WHERE id = :id;

-- :name look_soon
UPDATE articles SET look_at = :now WHERE id = :id AND (look_at IS NULL OR look_at > :now);

-- :name note_absence
INSERT INTO absences (article_id, first_at, told) VALUES (:id, :first_at, :told)
ON CONFLICT (article_id) DO UPDATE SET told = excluded.told;

-- :name forget_absence
DELETE FROM absences WHERE article_id = :id;

-- :name link
SELECT url, article_id, tries, next_try_at, source_id, entry, entry_hash, etag, last_modified, body_hash
FROM links WHERE url = :url;

-- :name add_link
INSERT INTO links (url, article_id, tries, next_try_at, source_id, found_at, claimed_at, entry, entry_hash)
VALUES (:url, NULL, 0, :found_at, :source_id, :found_at, :claimed_at, :entry, :entry_hash)
ON CONFLICT (url) DO NOTHING;

-- :name save_link_entry
UPDATE links SET entry = :entry, entry_hash = :entry_hash WHERE url = :url;

-- :name save_link
INSERT INTO links (url, article_id, tries, next_try_at)
VALUES (:url, :article_id, :tries, :next_try_at)
ON CONFLICT (url) DO UPDATE SET article_id = coalesce(excluded.article_id, links.article_id),
    tries = excluded.tries, next_try_at = excluded.next_try_at;

-- :name save_link_body
UPDATE links SET body_hash = :body_hash, etag = :etag, last_modified = :last_modified
WHERE url = :url;

-- :name links_waiting
SELECT url, article_id, tries, next_try_at, source_id, entry, entry_hash, etag, last_modified, body_hash
FROM links
WHERE next_try_at IS NOT NULL AND next_try_at <= :now AND article_id IS NULL AND source_id IS NOT NULL
ORDER BY claimed_at, url LIMIT :limit;

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
       (SELECT count(*) FROM notices WHERE state = 'waiting')
           + (SELECT count(*) FROM deliveries WHERE state = 'waiting')
           + (SELECT count(*) FROM deliveries WHERE state = 'sending') AS deliveries_waiting,
       (SELECT count(*) FROM deliveries WHERE state = 'dead') AS deliveries_dead,
       (SELECT count(*) FROM failures) AS failures,
       (SELECT count(*) FROM sources) AS sources,
       (SELECT count(*) FROM pages) AS pages,
       (SELECT count(*) FROM versions) AS versions;

-- :name lines
SELECT line, pages FROM lines
WHERE outlet = :outlet AND line IN (SELECT value FROM json_each(:lines));

-- :name note_lines
INSERT INTO lines (outlet, line, pages) SELECT :outlet, value, 1 FROM json_each(:lines) WHERE true
ON CONFLICT (outlet, line) DO UPDATE SET pages = pages + 1;

-- :name add_watch
INSERT INTO watches (id, watch, subscriber_id) VALUES (:id, :watch, :subscriber_id)
ON CONFLICT (id) DO UPDATE SET watch = excluded.watch, stopped = 0,
    subscriber_id = excluded.subscriber_id;

-- :name stop_watch
UPDATE watches SET stopped = 1 WHERE id = :id AND stopped = 0 RETURNING id;

-- :name watches
SELECT watch FROM watches WHERE stopped = 0 ORDER BY id;

-- :name watch
SELECT watch, stopped FROM watches WHERE id = :id;

-- :name watches_by_ids
SELECT watch FROM watches WHERE stopped = 0 AND id IN (SELECT value FROM json_each(:ids));

-- :name watches_of_subscriber
SELECT watch FROM watches WHERE subscriber_id = :subscriber_id AND stopped = 0 ORDER BY id;

-- :name watches_changed
UPDATE watch_changes SET number = number + 1;

-- :name watch_changes
SELECT number FROM watch_changes;

-- :name save_topic_vector
INSERT INTO topic_vectors (words, language, model, vector) VALUES (:words, :language, :model, :vector)
ON CONFLICT (words, language, model) DO NOTHING;

-- :name topic_vectors
SELECT words, language, vector FROM topic_vectors WHERE model = :model;

-- :name save_growth
INSERT INTO growth (story_id, newest_at, origins_an_hour) VALUES (:story_id, :newest_at, :origins_an_hour)
ON CONFLICT (story_id) DO UPDATE SET newest_at = excluded.newest_at,
    origins_an_hour = excluded.origins_an_hour;

-- :name usual_growth
SELECT avg(origins_an_hour) AS usual, count(*) AS stories FROM growth
WHERE newest_at > :since AND newest_at <= :until AND story_id <> :but AND origins_an_hour > 0;

-- :name save_notice
INSERT INTO notices (id, watch_id, story_id, development_key, content, article_id, at, notice, state)
VALUES (:id, :watch_id, :story_id, :development_key, :content, :article_id, :at, :notice, :state)
ON CONFLICT DO NOTHING
RETURNING number;

-- :name save_told_development
INSERT INTO told_developments (key, development) VALUES (:key, :development)
ON CONFLICT (key) DO NOTHING;

-- :name told_development
SELECT development FROM told_developments WHERE key = :key;

-- :name told_watches
SELECT DISTINCT watch_id FROM notices WHERE story_id = :story_id;

-- :name told_elsewhere
SELECT watch_id, content, article_id FROM notices
WHERE article_id IN (SELECT value FROM json_each(:article_ids)) AND story_id <> :story_id;

-- :name move_notices
UPDATE OR IGNORE notices SET story_id = :story_id WHERE story_id = :gone_id;

-- :name move_deliveries
UPDATE deliveries SET story_id = :story_id WHERE story_id = :gone_id;

-- :name notices
SELECT n.notice, n.story_id, coalesce(d.message_id, '') AS message_id
FROM notices n LEFT JOIN deliveries d ON d.id = n.delivery_id
ORDER BY n.number DESC LIMIT :limit;

-- :name notices_of_watch
SELECT n.notice, n.story_id, coalesce(d.message_id, '') AS message_id
FROM notices n LEFT JOIN deliveries d ON d.id = n.delivery_id
WHERE n.watch_id = :watch_id ORDER BY n.number DESC LIMIT :limit;

-- :name notices_of_delivery
SELECT notice, story_id, '' AS message_id FROM notices WHERE delivery_id = :delivery_id ORDER BY number;

-- :name watches_with_due_notices
SELECT DISTINCT watch_id FROM notices
WHERE state = 'waiting' AND (look_at IS NULL OR look_at <= :now) AND watch_id > :after
ORDER BY watch_id LIMIT :limit;

-- :name waiting_notices
SELECT n.number, n.notice, n.story_id, n.look_at, n.held, '' AS message_id FROM notices n
WHERE n.state = 'waiting' AND n.watch_id IN (SELECT value FROM json_each(:watch_ids))
ORDER BY n.watch_id, n.number;

-- :name hold_notice
UPDATE notices SET look_at = :look_at, held = :held WHERE number = :number;

-- :name look_again
UPDATE notices SET look_at = NULL WHERE watch_id = :watch_id AND state = 'waiting';

-- :name take_notice
UPDATE notices SET state = 'taken', delivery_id = :delivery_id WHERE number = :number;

-- :name drop_waiting_notices
DELETE FROM notices WHERE watch_id = :watch_id AND state = 'waiting';

-- :name add_delivery
INSERT INTO deliveries (id, message_id, kind, channel, address, state, made_at, watch_id, story_id,
                        next_try_at, lease_until, holder)
VALUES (:id, :message_id, :kind, :channel, :address, :state, :made_at, :watch_id, :story_id,
        :next_try_at, :lease_until, :holder)
ON CONFLICT (id) DO NOTHING;

-- :name lease_delivery
UPDATE deliveries SET state = 'sending', lease_until = :lease_until, holder = :holder
WHERE id = :id AND state IN ('waiting', 'sending') RETURNING id;

-- :name delivery_outcome
UPDATE deliveries SET state = :state, attempts = :attempts, next_try_at = :next_try_at,
    last_error = :last_error, delivered_at = :delivered_at, lease_until = NULL, holder = NULL
WHERE id = :id;

-- :name deliveries_due
SELECT * FROM deliveries WHERE state = 'waiting' AND (next_try_at IS NULL OR next_try_at <= :now)
ORDER BY next_try_at, made_at, id LIMIT :limit;

-- :name deliveries_leased
SELECT id, lease_until, holder FROM deliveries WHERE state = 'sending';

-- :name release_delivery
UPDATE deliveries SET state = 'waiting', next_try_at = NULL, lease_until = NULL, holder = NULL
WHERE id = :id AND state = 'sending';

-- :name delivery
SELECT * FROM deliveries WHERE id = :id;

-- :name delivery_by_message_id
SELECT * FROM deliveries WHERE message_id = :message_id;

-- :name deliveries
SELECT * FROM deliveries WHERE (:state IS NULL OR state = :state)
ORDER BY made_at DESC, id LIMIT :limit;

-- :name revive_delivery
UPDATE deliveries SET state = 'waiting', next_try_at = NULL, attempts = 0
WHERE state = 'dead' AND (:id IS NULL OR id = :id) RETURNING id;

-- :name sent_of_story
SELECT watch_id, message_id, delivered_at FROM deliveries
WHERE story_id = :story_id AND state = 'delivered' AND kind = 'notices'
  AND watch_id IN (SELECT value FROM json_each(:watch_ids))
ORDER BY delivered_at, id;

-- :name sent_since
SELECT count(*) AS sent FROM deliveries
WHERE watch_id = :watch_id AND state = 'delivered' AND delivered_at >= :since;

-- :name channel
SELECT failures, next_try_at, last_error FROM channels WHERE name = :name;

-- :name channels
SELECT name, failures, next_try_at, last_error FROM channels ORDER BY name;

-- :name channel_failed
INSERT INTO channels (name, failures, next_try_at, last_error)
VALUES (:name, :failures, :next_try_at, :last_error)
ON CONFLICT (name) DO UPDATE SET failures = excluded.failures,
    next_try_at = excluded.next_try_at, last_error = excluded.last_error;

-- :name channel_answered
DELETE FROM channels WHERE name = :name;

-- :name save_subscriber
INSERT INTO subscribers (id, address, address_key, subscriber)
VALUES (:id, :address, :address_key, :subscriber)
ON CONFLICT (id) DO UPDATE SET subscriber = excluded.subscriber;

-- :name subscriber
SELECT subscriber FROM subscribers WHERE id = :id;

-- :name subscriber_by_address
SELECT subscriber FROM subscribers WHERE address_key = :address_key;

-- :name subscribers
SELECT subscriber FROM subscribers ORDER BY address_key LIMIT :limit;

-- :name add_sign_up
INSERT INTO sign_ups (id, address, watch, made_at, expires_at)
VALUES (:id, :address, :watch, :made_at, :expires_at);

-- :name sign_up
SELECT id, address, watch, made_at, expires_at, confirmed_at FROM sign_ups WHERE id = :id;

-- :name sign_up_by_token
SELECT t.hash, s.id, s.address, s.watch, s.made_at, s.expires_at, s.confirmed_at
FROM tokens t JOIN sign_ups s ON s.id = t.sign_up_id WHERE t.hash = :hash;

-- :name add_token
INSERT INTO tokens (hash, sign_up_id) VALUES (:hash, :sign_up_id) ON CONFLICT (hash) DO NOTHING;

-- :name confirm_sign_up
UPDATE sign_ups SET confirmed_at = coalesce(confirmed_at, :at) WHERE id = :id;

-- :name expire_tokens
DELETE FROM tokens WHERE sign_up_id IN (SELECT id FROM sign_ups WHERE expires_at <= :now);

-- :name expire_confirmations
DELETE FROM deliveries WHERE kind = 'confirmation'
  AND id IN (SELECT id FROM sign_ups WHERE expires_at <= :now);

-- :name expire_sign_ups
DELETE FROM sign_ups WHERE expires_at <= :now;

-- :name add_knock
INSERT INTO knocks (at, who) VALUES (:at, :who);

-- :name knocks
SELECT count(*) AS knocks FROM knocks WHERE who = :who AND at > :since;

-- :name expire_knocks
DELETE FROM knocks WHERE at <= :since;

-- :name hold
SELECT reason, at, detail FROM holds WHERE who = :who;

-- :name add_hold
INSERT INTO holds (who, reason, at, detail) VALUES (:who, :reason, :at, :detail)
ON CONFLICT (who) DO UPDATE SET reason = CASE WHEN holds.reason = 'complained' THEN holds.reason
    ELSE excluded.reason END, at = excluded.at, detail = excluded.detail;

-- :name lift_hold
DELETE FROM holds WHERE who = :who RETURNING who;

-- :name add_bounce
INSERT INTO bounces (who, at, kind, status, delivery_id, detail)
VALUES (:who, :at, :kind, :status, :delivery_id, :detail)
ON CONFLICT DO NOTHING RETURNING number;

-- :name bounces
SELECT at, kind, status, delivery_id, detail FROM bounces WHERE who = :who ORDER BY at, number;

-- :name forget_bounces
DELETE FROM bounces WHERE who = :who;

-- :name key
SELECT value FROM keys WHERE name = :name;

-- :name add_key
INSERT INTO keys (name, value) VALUES (:name, :value) ON CONFLICT (name) DO NOTHING;

-- :name deliveries_to
SELECT * FROM deliveries WHERE lower(address) = :address_key AND channel = 'email'
ORDER BY made_at, id;

-- :name sign_ups_of
SELECT watch, made_at, expires_at, confirmed_at FROM sign_ups WHERE lower(address) = :address_key
ORDER BY made_at, id;

-- :name erase_tokens
DELETE FROM tokens WHERE sign_up_id IN
    (SELECT id FROM sign_ups WHERE lower(address) = :address_key);

-- :name erase_sign_ups
DELETE FROM sign_ups WHERE lower(address) = :address_key;

-- :name erase_deliveries
DELETE FROM deliveries WHERE lower(address) = :address_key AND channel = 'email';

-- :name erase_notices
DELETE FROM notices WHERE watch_id IN (SELECT id FROM watches WHERE subscriber_id = :subscriber_id);

-- :name erase_watches
DELETE FROM watches WHERE subscriber_id = :subscriber_id;

-- :name erase_subscriber
DELETE FROM subscribers WHERE id = :subscriber_id;

-- :name save_constraint
INSERT INTO constraints (id, undone_at, decision) VALUES (:id, :undone_at, :decision)
ON CONFLICT (id) DO UPDATE SET undone_at = excluded.undone_at, decision = excluded.decision;

-- :name constraints
SELECT decision FROM constraints WHERE undone_at IS NULL OR :undone_too = 1 ORDER BY number;

-- :name constraint
SELECT decision FROM constraints WHERE id = :id;

-- :name constraints_stamp
SELECT count(*) AS made, count(undone_at) AS undone FROM constraints;

-- :name unmerge_story
UPDATE stories SET merged_into = NULL, closed = 0, stale = 1 WHERE id = :id;

-- :name move_developments_of_article
UPDATE OR IGNORE developments SET story_id = :story_id
WHERE story_id = :gone_id AND json_extract(development, '$.article_id') = :article_id;

-- :name save_sleeper
INSERT INTO sleepers (story_id, newest_at, sleeper) VALUES (:story_id, :newest_at, :sleeper)
ON CONFLICT (story_id) DO UPDATE SET newest_at = excluded.newest_at, sleeper = excluded.sleeper;

-- :name sleepers
SELECT p.sleeper FROM sleepers p JOIN stories s ON s.id = p.story_id
WHERE s.closed = 1 AND s.merged_into IS NULL AND p.newest_at >= :since
ORDER BY p.newest_at, p.story_id;

-- :name forget_sleeper
DELETE FROM sleepers WHERE story_id = :story_id;

-- :name save_topic
INSERT INTO topics (id, label) VALUES (:id, :label)
ON CONFLICT (id) DO UPDATE SET label = excluded.label;

-- :name save_story_topic
INSERT INTO story_topics (story_id, topic_id, score) VALUES (:story_id, :topic_id, :score)
ON CONFLICT (story_id) DO UPDATE SET topic_id = excluded.topic_id, score = excluded.score;

-- :name topic_of_story
SELECT topic_id FROM story_topics WHERE story_id = :story_id;

-- :name open_story_topics
SELECT t.story_id, t.topic_id FROM stories s CROSS JOIN story_topics t
WHERE s.closed = 0 AND s.merged_into IS NULL AND t.story_id = s.id ORDER BY t.story_id;

-- :name topic
SELECT id, label FROM topics WHERE id = :id;

-- :name stories_of_topic
SELECT t.story_id FROM story_topics t JOIN stories s ON s.id = t.story_id
WHERE t.topic_id = :topic_id AND s.merged_into IS NULL ORDER BY s.opened_at, s.id;

-- :name topics_newest
SELECT t.topic_id, max(s.newest_at) AS newest_at, count(*) AS stories
FROM story_topics t JOIN stories s ON s.id = t.story_id
WHERE s.merged_into IS NULL
GROUP BY t.topic_id ORDER BY newest_at DESC, t.topic_id LIMIT :limit;

-- :name stories_merged_into
SELECT id FROM stories WHERE merged_into = :story_id ORDER BY id;

-- :name source
SELECT source FROM sources WHERE id = :id;

-- :name remove_source
DELETE FROM sources WHERE id = :id;

-- :name save_subscription
INSERT INTO subscriptions (source_id, token, secret, hub, topic, state, requested_at, lease_until)
VALUES (:source_id, :token, :secret, :hub, :topic, :state, :requested_at, :lease_until)
ON CONFLICT (source_id) DO UPDATE SET token = excluded.token, secret = excluded.secret,
    hub = excluded.hub, topic = excluded.topic, state = excluded.state,
    requested_at = excluded.requested_at, lease_until = excluded.lease_until;

-- :name subscription
SELECT source_id, token, secret, hub, topic, state, requested_at, lease_until
FROM subscriptions WHERE source_id = :source_id;

-- :name subscription_by_token
SELECT source_id, token, secret, hub, topic, state, requested_at, lease_until
FROM subscriptions WHERE token = :token;

-- :name forget_subscription
DELETE FROM subscriptions WHERE source_id = :source_id;

-- :name save_pushed
INSERT INTO pushed (source_id, at, media_type, body) VALUES (:source_id, :at, :media_type, :body);

-- :name pushed
SELECT number, source_id, at, body FROM pushed ORDER BY number;

-- :name forget_pushed
DELETE FROM pushed WHERE number = :number;

-- :name save_round
INSERT INTO rounds (at) VALUES (:at) ON CONFLICT (at) DO NOTHING;

-- :name rounds
SELECT at FROM rounds ORDER BY at;

-- :name last_round
SELECT at FROM rounds ORDER BY at DESC LIMIT 1;

-- :name last_fetch
SELECT number, url, at, last_at, times, status, body_hash, answer FROM fetches
WHERE url = :url AND (:status IS NULL OR status = :status) ORDER BY number DESC LIMIT 1;

-- :name fetch_at
SELECT number, url, at, last_at, times, status, body_hash, answer FROM fetches
WHERE url = :url AND at <= :at ORDER BY at DESC, number DESC LIMIT 1;

-- :name first_fetch
SELECT number, url, at, last_at, times, status, body_hash, answer FROM fetches
WHERE url = :url ORDER BY number LIMIT 1;

-- :name add_fetch
INSERT INTO fetches (url, at, last_at, times, status, body_hash, answer)
VALUES (:url, :at, :last_at, :times, :status, :body_hash, :answer);

-- :name save_fetched_body
INSERT INTO fetched_bodies (hash, body) VALUES (:hash, :body) ON CONFLICT (hash) DO NOTHING;

-- :name fetched_again
UPDATE fetches SET last_at = :at, times = times + 1 WHERE number = :number;

-- :name fetched_body
SELECT body FROM fetched_bodies WHERE hash = :hash;

-- :name fetches
SELECT number, url, at, last_at, times, status, body_hash, answer FROM fetches
WHERE number > :after ORDER BY number LIMIT :limit;

-- :name forget_fetches
DELETE FROM fetches WHERE last_at < :before;

-- :name forget_fetched_bodies
DELETE FROM fetched_bodies WHERE hash NOT IN (
    SELECT body_hash FROM fetches WHERE body_hash IS NOT NULL);

-- :name forget_rounds
DELETE FROM rounds WHERE at < :before;

-- :name pages_not_fetched
SELECT name, body, media_type, seen_at, url, charset, hints FROM pages p
WHERE url IS NULL OR NOT EXISTS (SELECT 1 FROM links l WHERE l.url = p.url AND l.source_id IS NOT NULL)
ORDER BY seen_at, p.rowid;

-- :name gone_of_story
SELECT b.article_id, b.first_at FROM absences b JOIN memberships m ON m.article_id = b.article_id
WHERE m.story_id = :story_id AND b.told = 1 ORDER BY b.first_at, b.article_id;

-- :name story_summary
SELECT summary FROM stories WHERE id = :id AND summary IS NOT NULL;

-- :name save_prints
INSERT INTO copy_prints (print, number)
SELECT p.value, a.number FROM json_each(:prints) p, articles a
WHERE a.id = :article_id
  AND (SELECT count(*) FROM copy_prints c WHERE c.print = p.value) < :most
ON CONFLICT (print, number) DO NOTHING;

-- :name articles_with_prints
SELECT print, number FROM copy_prints
WHERE print IN (SELECT value FROM json_each(:prints)) ORDER BY print, number;

-- :name articles_numbered
SELECT number, id FROM articles WHERE number IN (SELECT value FROM json_each(:numbers));
