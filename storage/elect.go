package storage

import (
	"context"
	"errors"

	"herald/news"
)

// Elect waits until this copy of herald is the only one with a role, and calls
// serve; it returns when serve has returned. serve's context ends with ctx, and
// before another copy can be elected: when the database does not answer for
// some seconds. Then the error, and the cause of
// serve's end, is news.ErrDeposed, and Elect may be called again;
// it is nil only where ctx has ended, and serve's own where that failed.
//
// A copy that dies gives its roles up at once; one that falls silent (its
// network is cut, it is stopped) has them taken by the server within eight
// seconds. On SQLite there is one copy, which has every role.
func (s *Store) Elect(ctx context.Context, role string, serve func(context.Context) error) error {
	return wrap(s.db.elect(ctx, role, serve), "role %q", role)
}

// VoidSending hands out again what the sender before had in its hands:
// deliveries and answers. It is for the one who was elected to send.
func (s *Store) VoidSending(ctx context.Context) error {
	err := s.db.write(ctx, repeatable, voidSending)
	return wrap(err, "void the leases of the sender before")
}

func voidSending(ctx context.Context, c conn) error {
	lost, err := all(ctx, c, scanSlot, `SELECT `+slotColumns+` FROM deliveries WHERE head = 1 AND state = 'sending' ORDER BY chat_id, id`)
	if err != nil {
		return err
	}
	for _, d := range lost {
		d, err := find(ctx, c, d.id)
		if errors.Is(err, news.ErrNotFound) || err == nil && d.state != news.Sending {
			continue
		}
		if err != nil {
			return err
		}
		if err := release(ctx, c, d, d.changed, ""); err != nil {
			return err
		}
	}
	_, err = c.exec(ctx, `UPDATE answers SET state = 'due', next_at = 0 WHERE state IN ('due', 'sending') AND state = 'sending'`)
	return err
}
