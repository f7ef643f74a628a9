package storage

import (
	"context"
	"time"

	"herald/news"
)

// TakeUpdates stores updates that Telegram has given, once each however often
// it gives them. When it returns they are on the disk, and Telegram may forget
// them.
func (s *Store) TakeUpdates(ctx context.Context, updates []news.Update) error {
	now := millis(time.Now())
	rows := make([][]any, len(updates))
	for i, u := range updates {
		rows[i] = []any{u.ID, u.Lane, u.Body, now}
	}
	err := s.db.write(ctx, durable, func(ctx context.Context, c conn) error {
		if err := c.execMany(ctx, `INSERT INTO updates (id, lane, body, taken_at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO NOTHING`, rows); err != nil {
			return err
		}
		return c.signal(ctx, news.Signal{Kind: news.Updated})
	})
	return wrap(err, "take %d updates", len(updates))
}

// ClaimUpdates hands out up to n updates: the oldest of as many lanes that
// have none in work, with the attempt counted. Until its lease ends, or FinishUpdate is called, an update
// is handed out to nobody else, and nothing else of its lane is.
func (s *Store) ClaimUpdates(ctx context.Context, now time.Time, lease time.Duration, n int) (updates []news.Update, err error) {
	scan := func(r scanner) (u news.Update, err error) { return u, r.Scan(&u.ID, &u.Lane, &u.Body, &u.Attempts) }
	waits := false
	err = s.db.read(ctx, func(ctx context.Context, c conn) error { // mostly nothing does
		waits, err = some(ctx, c, `SELECT 1 FROM updates WHERE done_at = 0 AND next_at <= ?1 LIMIT 1`, millis(now))
		return err
	})
	if err != nil || !waits {
		return nil, wrap(err, "claim updates")
	}
	err = s.db.write(ctx, repeatable, func(ctx context.Context, c conn) error {
		updates, err = all(ctx, c, scan, `SELECT u.id, u.lane, u.body, u.attempts + 1 FROM updates u WHERE u.done_at = 0 AND u.next_at <= ?1
			AND NOT EXISTS (SELECT 1 FROM updates p WHERE p.done_at = 0 AND p.lane = u.lane AND p.id < u.id)
			ORDER BY u.id LIMIT ?2`+c.skip("u"), millis(now), n)
		if err != nil {
			return err
		}
		return c.execMany(ctx, `UPDATE updates SET attempts = attempts + 1, next_at = ?2 WHERE id = ?1`, leases(updates, now.Add(lease)))
	})
	return updates, wrap(err, "claim updates")
}

const leaseUpdate = `UPDATE updates SET next_at = ?2 WHERE id = ?1 AND done_at = 0`

func leases(updates []news.Update, until time.Time) [][]any {
	rows := make([][]any, len(updates))
	for i, u := range updates {
		rows[i] = []any{u.ID, millis(until)}
	}
	return rows
}

// LeaseUpdates sets the end of the lease of updates that are in the caller's
// hands: later while it works on them; now where it gives them back.
func (s *Store) LeaseUpdates(ctx context.Context, updates []news.Update, until time.Time) error {
	err := s.db.write(ctx, repeatable, func(ctx context.Context, c conn) error {
		return c.execMany(ctx, leaseUpdate, leases(updates, until))
	})
	return wrap(err, "lease %d updates", len(updates))
}

// FinishUpdate says that an update is done. Its number is kept, so that it is
// not taken again, and what it held is forgotten.
func (s *Store) FinishUpdate(ctx context.Context, id int64, now time.Time) error {
	err := s.db.write(ctx, repeatable, func(ctx context.Context, c conn) error {
		_, err := c.exec(ctx, `UPDATE updates SET done_at = ?2, body = ?3 WHERE id = ?1`, id, millis(now), []byte{})
		return err
	})
	return wrap(err, "finish update %d", id)
}

// ForgetUpdates forgets the numbers of updates, and the answers to them, that
// were done before that time, and says how many. Telegram gives an update for
// a day, so it must be longer ago; after a week of silence it counts anew, so
// it must not be that long.
func (s *Store) ForgetUpdates(ctx context.Context, before time.Time) (n int, err error) {
	for _, query := range []string{
		`DELETE FROM updates WHERE id IN (SELECT id FROM updates WHERE done_at <> 0 AND done_at < ?1 LIMIT ?2)`,
		`DELETE FROM answers WHERE id IN (SELECT id FROM answers WHERE done_at <> 0 AND done_at < ?1 LIMIT ?2)`,
	} {
		for gone := int64(cleanBatch); gone == cleanBatch; n += int(gone) {
			err := s.db.write(ctx, repeatable, func(ctx context.Context, c conn) error {
				gone, err = c.exec(ctx, query, millis(before), cleanBatch)
				return err
			})
			if err != nil {
				return n, wrap(err, "forget updates")
			}
		}
	}
	return n, nil
}
