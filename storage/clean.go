package storage

import (
	"context"
	"time"
)

// cleanBatch is how many rows are removed in one transaction.
const cleanBatch = 500

// cleaner is one sort of row that grows old: candidates gives ids from the
// oldest on with the times that decide, and remove removes one for good.
type cleaner struct {
	candidates string // id, made, changed, free: ordered by id; made rises with id
	remove     string // ?1 the id, ?2 the time
}

var cleaners = [...]cleaner{
	{
		`SELECT id, created_at, changed_at, CASE WHEN state IN ('sent', 'dropped') THEN 1 ELSE 0 END FROM deliveries WHERE id > ?1 ORDER BY id LIMIT 1000`,
		`DELETE FROM deliveries WHERE id = ?1 AND changed_at < ?2 AND state IN ('sent', 'dropped')`,
	},
	{
		`SELECT id, at, at, 1 FROM shown WHERE id > ?1 ORDER BY id LIMIT 1000`,
		`DELETE FROM shown WHERE id = ?1 AND at < ?2`,
	},
	{
		`SELECT id, created_at, ended_at, 1 FROM subscriptions WHERE id > ?1 AND ended_at <> 0 ORDER BY id LIMIT 1000`,
		`DELETE FROM subscriptions WHERE id = ?1 AND ended_at <> 0 AND ended_at < ?2`,
	},
	{
		`SELECT id, recorded_at, recorded_at, 1 FROM articles WHERE id > ?1 ORDER BY id LIMIT 1000`,
		`DELETE FROM articles WHERE id = ?1 AND recorded_at < ?2
			AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.article_id = articles.id)
			AND NOT EXISTS (SELECT 1 FROM shown s WHERE s.article_id = articles.id)
			AND NOT EXISTS (SELECT 1 FROM fanouts f WHERE f.article_id = articles.id)`,
	},
}

// Clean removes up to n rows that nothing needs any more, in small
// transactions, and says how many it removed: deliveries that were sent or
// dropped before the given time, the memory of which message showed what,
// subscriptions that ended, baselines, what a model took, and articles that nothing refers to.
// Fewer than n means that nothing old is left. The space is used again, so the
// file stops growing.
func (s *Store) Clean(ctx context.Context, before time.Time, n int) (int, error) {
	removed := 0
	for _, cl := range cleaners {
		if removed >= n {
			break
		}
		k, err := s.cleanOut(ctx, cl, millis(before), n-removed)
		removed += k
		if err != nil {
			return removed, wrap(err, "clean")
		}
	}
	if removed < n {
		err := s.db.write(ctx, repeatable, func(ctx context.Context, c conn) error {
			k, err := c.exec(ctx, `DELETE FROM baselines WHERE at < ?1`, millis(before))
			removed += int(k)
			if err != nil {
				return err
			}
			k, err = c.exec(ctx, `DELETE FROM model_days WHERE day < ?1`, before.Unix()/(24*3600))
			removed += int(k)
			return err
		})
		if err != nil {
			return removed, wrap(err, "clean")
		}
	}
	return removed, nil
}

// cleanOut removes up to n rows of one sort. It reads the table from its old
// end and stops at the first row that was made too late, so it needs no index
// by time, which each delivery would have to pay for.
func (s *Store) cleanOut(ctx context.Context, cl cleaner, before ms, n int) (removed int, err error) {
	type row struct{ id, made, changed, free ms }
	last := ms(0)
	for removed < n {
		var page []row
		err := s.db.read(ctx, func(ctx context.Context, c conn) (err error) {
			page, err = all(ctx, c, func(r scanner) (v row, err error) { return v, r.Scan(&v.id, &v.made, &v.changed, &v.free) }, cl.candidates, last)
			return err
		})
		if err != nil {
			return removed, err
		}
		var old []ms
		end := len(page) == 0
		for _, r := range page {
			if r.made >= before {
				end = true
				break
			}
			last = r.id
			if r.free == 1 && r.changed < before && removed+len(old) < n {
				old = append(old, r.id)
			}
		}
		for len(old) > 0 {
			k := min(len(old), cleanBatch)
			err := s.db.write(ctx, repeatable, func(ctx context.Context, c conn) error {
				for _, id := range old[:k] {
					gone, err := c.exec(ctx, cl.remove, id, before)
					if err != nil {
						return err
					}
					removed += int(gone)
				}
				return nil
			})
			if err != nil {
				return removed, err
			}
			old = old[k:]
		}
		if end {
			return removed, nil
		}
	}
	return removed, nil
}
