-- The first schema. Times are unix milliseconds UTC and 0 where not known,
-- yes and no are 1 and 0, texts are never NULL.

-- +goose Up

CREATE TABLE feeds (
    id            INTEGER PRIMARY KEY AUTOINCREMENT,
    url           TEXT    NOT NULL UNIQUE,
    kind          TEXT    NOT NULL DEFAULT '',
    title         TEXT    NOT NULL DEFAULT '',
    site          TEXT    NOT NULL DEFAULT '',
    etag          TEXT    NOT NULL DEFAULT '',
    last_modified TEXT    NOT NULL DEFAULT '',
    checked_at    INTEGER NOT NULL DEFAULT 0,
    listed_at     INTEGER NOT NULL DEFAULT 0, -- the last look that listed its entries
    next_check    INTEGER NOT NULL DEFAULT 0,
    due_at        INTEGER NOT NULL DEFAULT 0, -- next_check, or the end of a lease, or far away while nobody takes the feed
    failures      INTEGER NOT NULL DEFAULT 0,
    last_error    TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX feeds_due ON feeds (due_at, id);

-- What was in a feed. listed_at of the feed keeps the newest listing alive.
CREATE TABLE seen (
    feed_id INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    key     TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    PRIMARY KEY (feed_id, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE chats (
    id           INTEGER PRIMARY KEY, -- Telegram's
    kind         TEXT    NOT NULL,
    title        TEXT    NOT NULL DEFAULT '',
    lang         TEXT    NOT NULL DEFAULT '',
    set_length   TEXT    NOT NULL DEFAULT '',
    set_media    TEXT    NOT NULL DEFAULT '',
    set_no_model INTEGER NOT NULL DEFAULT 0,
    set_silent   INTEGER NOT NULL DEFAULT 0,
    set_zone     TEXT    NOT NULL DEFAULT '',
    set_lang     TEXT    NOT NULL DEFAULT '',
    state        TEXT    NOT NULL DEFAULT 'active' CHECK (state IN ('active', 'blocked', 'moved')),
    blocked_at   INTEGER NOT NULL DEFAULT 0,
    moved_to     INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE subscriptions (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id    INTEGER NOT NULL REFERENCES chats (id),
    thread_id  INTEGER NOT NULL DEFAULT 0,
    feed_id    INTEGER NOT NULL REFERENCES feeds (id),
    muted      INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    ended_at   INTEGER NOT NULL DEFAULT 0,
    UNIQUE (chat_id, thread_id, feed_id)
) STRICT;
CREATE INDEX subscriptions_feed ON subscriptions (feed_id, id) WHERE ended_at = 0;
CREATE INDEX subscriptions_ended ON subscriptions (ended_at) WHERE ended_at <> 0;

-- What stood in a feed when a chat subscribed to it and herald had not read
-- yet: not for that chat.
CREATE TABLE baselines (
    key             TEXT    NOT NULL,
    subscription_id INTEGER NOT NULL REFERENCES subscriptions (id) ON DELETE CASCADE,
    at              INTEGER NOT NULL,
    PRIMARY KEY (key, subscription_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX baselines_subscription ON baselines (subscription_id);

-- The long text stands last, so that a look at the others does not read it.
CREATE TABLE articles (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    feed_id     INTEGER REFERENCES feeds (id) ON DELETE SET NULL,
    key         TEXT    NOT NULL UNIQUE,
    recorded_at INTEGER NOT NULL,
    published   INTEGER NOT NULL DEFAULT 0,
    url         TEXT    NOT NULL DEFAULT '',
    guid        TEXT    NOT NULL DEFAULT '',
    title       TEXT    NOT NULL DEFAULT '',
    byline      TEXT    NOT NULL DEFAULT '',
    site        TEXT    NOT NULL DEFAULT '',
    lang        TEXT    NOT NULL DEFAULT '',
    image       TEXT    NOT NULL DEFAULT '',
    lead        TEXT    NOT NULL DEFAULT '',
    body        TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE UNIQUE INDEX articles_url ON articles (url) WHERE url <> '';
CREATE INDEX articles_feed ON articles (feed_id) WHERE feed_id IS NOT NULL;

-- Which feed brought which article, and when: one article may come from
-- several.
CREATE TABLE arrivals (
    feed_id    INTEGER NOT NULL REFERENCES feeds (id) ON DELETE CASCADE,
    article_id INTEGER NOT NULL REFERENCES articles (id) ON DELETE CASCADE,
    at         INTEGER NOT NULL,
    PRIMARY KEY (feed_id, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX arrivals_at ON arrivals (feed_id, at);
CREATE INDEX arrivals_article ON arrivals (article_id);

-- The outbox. A lane is a chat's topic; the head of a lane is the one row of
-- it that may be claimed, from next_at on.
CREATE TABLE deliveries (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id INTEGER NOT NULL REFERENCES articles (id),
    chat_id    INTEGER NOT NULL REFERENCES chats (id),
    thread_id  INTEGER NOT NULL DEFAULT 0,
    feed_id    INTEGER NOT NULL,
    kind       TEXT    NOT NULL DEFAULT 'send' CHECK (kind IN ('send', 'edit')),
    state      TEXT    NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'sending', 'sent', 'dropped')),
    head       INTEGER NOT NULL DEFAULT 0,
    attempts   INTEGER NOT NULL DEFAULT 0,
    next_at    INTEGER NOT NULL DEFAULT 0, -- the end of the lease while it is being sent
    message_id INTEGER NOT NULL DEFAULT 0,
    omitted    INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,           -- when it was last queued, claimed, sent or dropped
    reason     TEXT    NOT NULL DEFAULT '',
    UNIQUE (article_id, chat_id, thread_id)
) STRICT;
CREATE INDEX deliveries_lane ON deliveries (chat_id, thread_id, id) WHERE state IN ('due', 'sending');
CREATE INDEX deliveries_head ON deliveries (next_at, id) WHERE head = 1;
CREATE INDEX deliveries_withdrawn ON deliveries (chat_id, thread_id, feed_id) WHERE state = 'dropped' AND reason IN ('blocked', 'unsubscribed');

-- Recipients of an article that have no delivery yet: a large fan-out is
-- stored with its article and expanded in batches, a row each.
CREATE TABLE fanouts (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    feed_id    INTEGER NOT NULL REFERENCES feeds (id),
    article_id INTEGER NOT NULL REFERENCES articles (id),
    at         INTEGER NOT NULL,
    recipients BLOB    NOT NULL
) STRICT;

-- Which message of the bot shows which article.
CREATE TABLE shown (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    chat_id    INTEGER NOT NULL REFERENCES chats (id),
    thread_id  INTEGER NOT NULL DEFAULT 0,
    message_id INTEGER NOT NULL,
    article_id INTEGER NOT NULL REFERENCES articles (id),
    at         INTEGER NOT NULL,
    UNIQUE (chat_id, message_id)
) STRICT;
CREATE INDEX shown_latest ON shown (chat_id, thread_id, id);
CREATE INDEX shown_article ON shown (article_id);

-- +goose Down

DROP TABLE shown;
DROP TABLE fanouts;
DROP TABLE deliveries;
DROP TABLE arrivals;
DROP TABLE articles;
DROP TABLE baselines;
DROP TABLE subscriptions;
DROP TABLE chats;
DROP TABLE seen;
DROP TABLE feeds;
