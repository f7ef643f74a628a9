-- What several copies of herald pass to one another; a single one that is told
-- of updates by a webhook passes them to itself.

-- +goose Up

-- Updates that were taken from Telegram. One that is done keeps its number for
-- a while, so that it is not taken twice, and nothing of what people wrote.
CREATE TABLE updates (
    id       INTEGER PRIMARY KEY, -- Telegram's
    lane     INTEGER NOT NULL,    -- the chat whose order it keeps
    taken_at INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_at  INTEGER NOT NULL DEFAULT 0, -- the end of the lease while it is being handled
    done_at  INTEGER NOT NULL DEFAULT 0,
    body     BLOB    NOT NULL     -- JSON
) STRICT;
CREATE INDEX updates_waiting ON updates (lane, id) WHERE done_at = 0;
CREATE INDEX updates_done ON updates (done_at) WHERE done_at <> 0;

-- Messages to people who asked, on their way to the one copy that sends. An
-- answer is known by its update and its number within that, so an update that
-- is handled twice is answered once.
CREATE TABLE answers (
    id         INTEGER PRIMARY KEY AUTOINCREMENT,
    update_id  INTEGER NOT NULL,
    number     INTEGER NOT NULL,
    chat_id    INTEGER NOT NULL, -- maybe of a chat that is not stored
    thread_id  INTEGER NOT NULL DEFAULT 0,
    edits      INTEGER NOT NULL DEFAULT 0, -- the message to change; 0: a new one
    state      TEXT    NOT NULL DEFAULT 'due' CHECK (state IN ('due', 'sending', 'done')),
    attempts   INTEGER NOT NULL DEFAULT 0,
    next_at    INTEGER NOT NULL DEFAULT 0, -- the end of the lease while it is being sent
    created_at INTEGER NOT NULL,
    done_at    INTEGER NOT NULL DEFAULT 0,
    message_id INTEGER NOT NULL DEFAULT 0, -- of the new message
    fault      TEXT    NOT NULL DEFAULT '', -- JSON; why it was not sent
    body       BLOB    NOT NULL, -- JSON
    UNIQUE (update_id, number)
) STRICT;
CREATE INDEX answers_waiting ON answers (chat_id, id) WHERE state IN ('due', 'sending');
CREATE INDEX answers_due ON answers (next_at, id) WHERE state IN ('due', 'sending');
CREATE INDEX answers_done ON answers (done_at) WHERE done_at <> 0;

-- +goose Down

DROP TABLE answers;
DROP TABLE updates;
