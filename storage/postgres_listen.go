package storage

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"herald/news"
)

// channel is where the copies of herald in one schema hear one another.
const channel = `'herald_' || current_schema()`

// signal is delivered with the commit of the transaction, and not at all
// without one.
func (c postgresConn) signal(ctx context.Context, s news.Signal) error {
	said, err := json.Marshal(s)
	if err != nil {
		return err
	}
	_, err = c.db.ExecContext(ctx, `SELECT pg_notify(`+channel+`, $1)`, string(said))
	return err
}

// silence is after how long a connection that only listens is tried: one that
// has died without a word would otherwise be listened to for ever.
const silence = 10 * time.Second

func (e *postgres) listen(ctx context.Context, heard func(news.Signal)) error {
	c, err := e.own(ctx, 0)
	if err != nil {
		return err
	}
	defer hangUp(ctx, c)
	var name string
	if err := c.QueryRow(ctx, `SELECT `+channel).Scan(&name); err != nil {
		return endOf(ctx, err)
	}
	if _, err := c.Exec(ctx, `LISTEN `+pgx.Identifier{name}.Sanitize()); err != nil {
		return endOf(ctx, err)
	}
	heard(news.Signal{Kind: news.Missed})
	for {
		waiting, cancel := context.WithTimeout(ctx, silence)
		n, err := c.WaitForNotification(waiting)
		quiet := waiting.Err() != nil
		cancel()
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil && quiet && pgconn.Timeout(err):
			if err := alive(ctx, c, beatPatience); err != nil {
				return endOf(ctx, err)
			}
		case err != nil:
			return err
		default:
			var s news.Signal
			if json.Unmarshal([]byte(n.Payload), &s) == nil { // else it is no word of ours
				heard(s)
			}
		}
	}
}

// alive asks the server for a word.
func alive(ctx context.Context, c *pgx.Conn, within time.Duration) error {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	_, err := c.Exec(ctx, `SELECT 1`)
	return err
}

// endOf is nil where a failure is only the end of ctx.
func endOf(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		err = nil
	}
	return err
}

// hangUp closes a connection, politely if that is quick.
func hangUp(ctx context.Context, c *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	_ = c.Close(ctx) // what holds the server up holds nobody else
}
