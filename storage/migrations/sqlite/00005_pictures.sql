-- The further pictures of an article, for chats that like albums: absolute
-- addresses, one a line.

-- +goose Up

ALTER TABLE articles ADD COLUMN pictures TEXT NOT NULL DEFAULT '';

-- +goose Down

ALTER TABLE articles DROP COLUMN pictures;
