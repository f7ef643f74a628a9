-- How many tokens the language model has taken, by day (since 1970-01-01, UTC).

-- +goose Up

CREATE TABLE model_days (
    day    INTEGER PRIMARY KEY,
    tokens INTEGER NOT NULL
) STRICT;

-- +goose Down

DROP TABLE model_days;
