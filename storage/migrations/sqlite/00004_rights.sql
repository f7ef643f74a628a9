-- Chats in which herald has lost the right to write.

-- +goose Up

ALTER TABLE chats ADD COLUMN rights_lost_at INTEGER NOT NULL DEFAULT 0; -- 0: it may write, as far as it knows
ALTER TABLE chats ADD COLUMN trial_at INTEGER NOT NULL DEFAULT 0; -- of a chat that is blocked for it: when it is tried again; 0: never
CREATE INDEX chats_trial ON chats (trial_at) WHERE trial_at <> 0;

-- +goose Down

DROP INDEX chats_trial;
ALTER TABLE chats DROP COLUMN trial_at;
ALTER TABLE chats DROP COLUMN rights_lost_at;
