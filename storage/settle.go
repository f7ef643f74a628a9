package storage

import (
	"context"
	"fmt"
	"slices"
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
		slots, lanes, err := slotsOf(ctx, c, outcomes)
		if err != nil {
			return err
		}
		var arrived []arrival
		for _, o := range outcomes {
			d, ok := slots[o.Delivery]
			if !ok {
				continue
			}
			if lanes[lane{d.chat, d.thread}] > 1 {
				// What the one does to the lane the other must see.
				if d, err = scanSlot(c.row(ctx, `SELECT `+slotColumns+` FROM deliveries WHERE id = ?1`, d.id)); err != nil {
					return err
				}
			} else if o.State == news.Sent {
				arrived = append(arrived, arrival{d, o.Message, o.Also})
				continue
			}
			if err := settleOne(ctx, c, d, o, now); err != nil {
				return err
			}
		}
		return sentAll(ctx, c, arrived, now)
	})
	return wrap(err, "settle %d deliveries", len(outcomes))
}

// lane is where a delivery queues.
type lane struct {
	chat   news.ChatID
	thread news.ThreadID
}

// slotsOf reads the slots of all outcomes, as many as there still are, and
// counts the outcomes of each lane.
func slotsOf(ctx context.Context, c conn, outcomes []news.Outcome) (map[news.DeliveryID]slot, map[lane]int, error) {
	ids := make([]news.DeliveryID, len(outcomes))
	for i, o := range outcomes {
		ids[i] = o.Delivery
	}
	slots := make(map[news.DeliveryID]slot, len(ids))
	for part := range slices.Chunk(ids, maxList) {
		args := fill(part)
		read, err := all(ctx, c, scanSlot, `SELECT `+slotColumns+` FROM deliveries WHERE id IN (`+list(1, len(args))+`)`, args...)
		if err != nil {
			return nil, nil, err
		}
		for _, d := range read {
			slots[d.id] = d
		}
	}
	lanes := make(map[lane]int, len(slots))
	for _, id := range ids {
		if d, ok := slots[id]; ok {
			lanes[lane{d.chat, d.thread}]++
		}
	}
	return slots, lanes, nil
}

// arrival is a delivery that stands in its chat as a message.
type arrival struct {
	slot    slot
	message news.MessageID
	also    int // further messages, of an album
}

// messages is how many messages a delivery has made.
func messages(first news.MessageID, also int) int {
	if first == 0 {
		return 0
	}
	return 1 + also
}

// sentAll is sent for deliveries of as many lanes, in a few statements for all
// of them: what a broadcast settles, and what bounds its speed.
func sentAll(ctx context.Context, c conn, list []arrival, now time.Time) error {
	var ended, heads, shown, edits [][]any
	at := millis(now)
	for _, a := range list {
		d := a.slot
		ended = append(ended, []any{int64(d.id), string(news.Sent), at, "", int64(a.message)})
		if d.head {
			heads = append(heads, []any{int64(d.chat), int64(d.thread), at})
		}
		for i := range messages(a.message, a.also) {
			shown = append(shown, []any{int64(d.chat), int64(d.thread), int64(a.message) + int64(i), int64(d.article), at})
		}
		if d.version < d.newest { // the article changed while it was on its way
			edits = append(edits, []any{int64(d.id), at})
		}
	}
	for _, one := range []struct {
		query string
		rows  [][]any
	}{{concludeQuery, ended}, {nextHeadQuery, heads}, {rememberQuery, shown}, {edit, edits}} {
		if len(one.rows) == 0 {
			continue
		}
		if err := c.execMany(ctx, one.query, one.rows); err != nil {
			return err
		}
	}
	return nil
}

func settleOne(ctx context.Context, c conn, d slot, o news.Outcome, now time.Time) error {
	switch {
	case o.State == news.Sent:
		return sent(ctx, c, d, o.Message, o.Also, now)
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
	for part := range slices.Chunk(ids, maxList) {
		args := fill(part)
		_, err := c.exec(ctx, `SELECT 1 FROM chats c WHERE c.id IN (SELECT d.chat_id FROM deliveries d WHERE d.id IN (`+list(1, len(args))+`)) ORDER BY c.id`+c.lock("c"), args...)
		if err != nil {
			return err
		}
	}
	return nil
}
