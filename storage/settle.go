package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"herald/news"
)

// Settle stores how attempts ended, all of them in one transaction: it is
// Confirm, Postpone and Drop for those who send much. What was sent was sent,
// whatever became of the lease meanwhile; what is to be tried again, or was
// given up, changes nothing where the delivery is not being sent any more. An
// outcome of a delivery that is gone (its chat moved to one that has the
// article already) is passed over.
func (s *Store) Settle(ctx context.Context, outcomes []news.Outcome, now time.Time) error {
	if len(outcomes) == 0 {
		return nil
	}
	err := s.db.write(ctx, repeatable, func(ctx context.Context, c conn) error {
		for _, o := range outcomes {
			d, err := find(ctx, c, o.Delivery)
			if errors.Is(err, news.ErrNotFound) {
				continue
			}
			if err != nil {
				return err
			}
			if err := settleOne(ctx, c, d, o, now); err != nil {
				return err
			}
		}
		return nil
	})
	return wrap(err, "settle %d deliveries", len(outcomes))
}

func settleOne(ctx context.Context, c conn, d slot, o news.Outcome, now time.Time) error {
	switch {
	case o.State == news.Sent:
		return sent(ctx, c, d, o.Message, now)
	case o.State != news.Due && o.State != news.Dropped:
		return fmt.Errorf("delivery %d cannot end as %q", d.id, o.State)
	case d.state != news.Sending:
		return nil
	case o.State == news.Dropped:
		return finish(ctx, c, d, news.Dropped, millis(now), o.Reason)
	}
	if o.Free {
		if _, err := c.exec(ctx, `UPDATE deliveries SET attempts = attempts - 1 WHERE id = ?1 AND attempts > 0`, d.id); err != nil {
			return err
		}
	}
	return release(ctx, c, d, millis(o.Until), o.Reason)
}
