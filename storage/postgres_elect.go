package storage

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"herald/news"
)

// How a role changes hands. The lock is the session's, on a connection of its
// own that says a word every beat. A holder that gets no answer for
// beatPatience stops serving; the server ends a session that was silent for
// silentFor, whoever or whatever silenced it, and with it the lock. The former
// is over well before the latter, so there are never two.
const (
	beat         = time.Second
	beatPatience = 3 * time.Second
	silentFor    = 7 * time.Second
	candidacy    = 500 * time.Millisecond // between two tries to get the lock
)

// lockKey is the number of a role's lock. Locks are the database's, so the
// schema is part of it.
const lockKey = `hashtextextended('herald/' || current_schema() || '/' || $1::text, 0)`

func (e *postgres) elect(ctx context.Context, role string, serve func(context.Context) error) error {
	c, err := e.own(ctx, silentFor)
	if err != nil {
		return err
	}
	defer hangUp(ctx, c)
	for {
		held, err := tryLock(ctx, c, role)
		if err != nil {
			return endOf(ctx, err)
		}
		if held {
			return hold(ctx, c, serve)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(candidacy):
		}
	}
}

func tryLock(ctx context.Context, c *pgx.Conn, role string) (held bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, beatPatience)
	defer cancel()
	err = c.QueryRow(ctx, `SELECT pg_try_advisory_lock(`+lockKey+`)`, role).Scan(&held)
	return held, err
}

// hold serves while the connection lives.
func hold(ctx context.Context, c *pgx.Conn, serve func(context.Context) error) error {
	serving, depose := context.WithCancelCause(ctx)
	defer depose(nil)
	ended := make(chan error, 1)
	go func() { ended <- serve(serving) }()
	ticker := time.NewTicker(beat)
	defer ticker.Stop()
	for {
		select {
		case err := <-ended:
			return err
		case <-ticker.C:
		}
		// Without ctx: whoever ends in good order keeps the role to the end.
		if err := alive(context.WithoutCancel(ctx), c, beatPatience); err != nil {
			depose(news.ErrDeposed)
			if err := <-ended; err != nil && !errors.Is(err, context.Canceled) {
				return err
			}
			return news.ErrDeposed
		}
	}
}

// own opens a connection outside the pool. A server that hears nothing from it
// for so long ends its session; 0: never.
func (e *postgres) own(ctx context.Context, idle time.Duration) (*pgx.Conn, error) {
	config := e.config.Copy()
	if idle > 0 {
		config.RuntimeParams["idle_session_timeout"] = strconv.FormatInt(idle.Milliseconds(), 10)
	}
	c, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("connect: %w", ctx.Err())
		}
		return nil, explainPostgres(config, err)
	}
	return c, nil
}
