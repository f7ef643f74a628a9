-- Articles that change at their source, and the edits of their messages.

-- +goose Up

-- An article that has another version than its first: how it read at first,
-- and how far the edits of its messages are queued (all up to a lane, where
-- queueing is 1).
CREATE TABLE revisions (
    article_id BIGINT PRIMARY KEY REFERENCES articles (id) ON DELETE CASCADE,
    version    BIGINT NOT NULL,
    revised_at BIGINT NOT NULL,
    queueing   BIGINT NOT NULL DEFAULT 1,
    chat_id    BIGINT NOT NULL,
    thread_id  BIGINT NOT NULL,
    title      TEXT    NOT NULL,
    lead       TEXT    NOT NULL,
    body       TEXT    NOT NULL
);
CREATE INDEX revisions_queueing ON revisions (article_id) WHERE queueing = 1;
CREATE INDEX revisions_at ON revisions (revised_at);

-- The version that a message shows; 0: an older one, nobody knows which.
ALTER TABLE deliveries ADD COLUMN version BIGINT NOT NULL DEFAULT 1;

-- How the entry looked when its article was read last (news.Sighting).
ALTER TABLE arrivals ADD COLUMN entry_key TEXT NOT NULL DEFAULT '';
ALTER TABLE arrivals ADD COLUMN words TEXT NOT NULL DEFAULT '';
ALTER TABLE arrivals ADD COLUMN updated_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE arrivals ADD COLUMN again_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE arrivals ADD COLUMN reads BIGINT NOT NULL DEFAULT 0;

-- What the message shows below the title: '' its lead.
ALTER TABLE shown ADD COLUMN view TEXT NOT NULL DEFAULT '';

-- +goose Down

ALTER TABLE shown DROP COLUMN view;
ALTER TABLE arrivals DROP COLUMN reads;
ALTER TABLE arrivals DROP COLUMN again_at;
ALTER TABLE arrivals DROP COLUMN updated_at;
ALTER TABLE arrivals DROP COLUMN words;
ALTER TABLE arrivals DROP COLUMN entry_key;
ALTER TABLE deliveries DROP COLUMN version;
DROP TABLE revisions;
