-- How many tokens the language model has taken, by day (since 1970-01-01, UTC).

-- +goose Up

CREATE TABLE model_days (
    day    BIGINT PRIMARY KEY,
    tokens BIGINT NOT NULL
);

-- +goose Down

DROP TABLE model_days;
