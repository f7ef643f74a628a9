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
		if err := keepLanes(ctx, c, outcomes); err != nil {
			return err
		}
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
		return withdraw(ctx, c, d, millis(now), o.Reason)
	}
	if o.Free {
		if _, err := c.exec(ctx, `UPDATE deliveries SET attempts = attempts - 1 WHERE id = ?1 AND attempts > 0`, d.id); err != nil {
			return err
		}
	}
	return release(ctx, c, d, millis(o.Until), o.Reason)
}

// keepLanes keeps the chats of all outcomes in one order, so that two copies
// of herald do not wait for each other in a circle.
func keepLanes(ctx context.Context, c conn, outcomes []news.Outcome) error {
	if c.lock("c") == "" {
		return nil
	}
	ids := make([]news.DeliveryID, len(outcomes))
	for i, o := range outcomes {
		ids[i] = o.Delivery
	}
	for len(ids) > 0 {
		n := min(len(ids), maxList)
		args := fill(ids[:n])
		ids = ids[n:]
		_, err := c.exec(ctx, `SELECT 1 FROM chats c WHERE c.id IN (SELECT d.chat_id FROM deliveries d WHERE d.id IN (`+list(1, len(args))+`)) ORDER BY c.id`+c.lock("c"), args...)
		if err != nil {
			return err
		}
	}
	return nil
}
