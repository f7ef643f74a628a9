package storage

import (
	"context"

	"herald/news"
)

// pending is what keeps a delivery in its lane. It is written exactly as in
// the index deliveries_lane, or the index would not be used.
const pending = `state IN ('due', 'sending')`

// Reasons under which a delivery is dropped and may come back.
const (
	reasonBlocked      = "blocked"
	reasonUnsubscribed = "unsubscribed"
)

// slot is a delivery as its lane sees it.
type slot struct {
	id      news.DeliveryID
	chat    news.ChatID
	thread  news.ThreadID
	article news.ArticleID
	state   news.DeliveryState
	head    bool
	changed ms
	reason  string
	version int // of the article that the message shows
	newest  int
}

const slotColumns = `id, chat_id, thread_id, article_id, state, head, changed_at, reason, version, ` + newest

func scanSlot(r scanner) (d slot, err error) {
	return d, r.Scan(&d.id, &d.chat, &d.thread, &d.article, &d.state, &d.head, &d.changed, &d.reason, &d.version, &d.newest)
}

// withdraw takes a delivery out of its lane unsent. An edit leaves its message
// as it stands, for the next change to be edited.
func withdraw(ctx context.Context, c conn, d slot, now ms, reason string) error {
	if err := conclude(ctx, c, d, news.Dropped, 0, now, reason); err != nil || d.version >= d.newest {
		return err
	}
	_, err := c.exec(ctx, edit, d.id, now) // it changed while it was on its way
	return err
}

// conclude takes a delivery out of its lane, as a message or, where that is 0,
// with the one that it has. The lane's next one becomes the head; it is ready
// from now on, and so stands behind the lanes that have been waiting: they take
// turns.
func conclude(ctx context.Context, c conn, d slot, state news.DeliveryState, message news.MessageID, now ms, reason string) error {
	_, err := c.exec(ctx, concludeQuery, d.id, state, now, reason, message)
	if err != nil || !d.head {
		return err
	}
	_, err = c.exec(ctx, nextHeadQuery, d.chat, d.thread, now)
	return err
}

const (
	concludeQuery = `UPDATE deliveries SET state = CASE WHEN ?2 = 'dropped' AND kind = 'edit' THEN 'sent' ELSE ?2 END, head = 0, message_id = CASE WHEN ?5 = 0 THEN message_id ELSE ?5 END, changed_at = ?3, reason = ?4 WHERE id = ?1`
	nextHeadQuery = `UPDATE deliveries SET head = 1, next_at = CASE WHEN next_at < ?3 THEN ?3 ELSE next_at END
		WHERE id = (SELECT MIN(id) FROM deliveries WHERE chat_id = ?1 AND thread_id = ?2 AND ` + pending + `)`
)

// release gives a delivery back that was being sent: it is due again at a
// time, and stays the head of its lane. One that nobody wants any more since it
// was claimed is dropped instead.
func release(ctx context.Context, c conn, d slot, until ms, reason string) error {
	if d.reason == reasonUnsubscribed {
		return withdraw(ctx, c, d, d.changed, reasonUnsubscribed)
	}
	_, err := c.exec(ctx, `UPDATE deliveries SET state = 'due', next_at = ?2, reason = ?3 WHERE id = ?1`, d.id, until, reason)
	return err
}

// elect chooses the heads of all lanes of a chat anew: what is being sent
// stays the head, then what was tried before (it may have arrived), then the
// oldest. It is for what puts old deliveries back into lanes.
func elect(ctx context.Context, c conn, chat news.ChatID) error {
	if _, err := c.exec(ctx, `UPDATE deliveries SET head = 0 WHERE chat_id = ?1 AND `+pending+` AND head = 1`, chat); err != nil {
		return err
	}
	_, err := c.exec(ctx, `UPDATE deliveries SET head = 1 WHERE id IN (
		SELECT COALESCE(MIN(CASE WHEN state = 'sending' THEN id END), MIN(CASE WHEN attempts > 0 THEN id END), MIN(id))
		FROM deliveries WHERE chat_id = ?1 AND `+pending+` GROUP BY thread_id)`, chat)
	if err != nil {
		return err
	}
	return c.signal(ctx, news.Signal{Kind: news.Queued})
}

// target is a subscription as the lane that it feeds.
type target struct {
	sub    news.SubscriptionID
	chat   news.ChatID
	thread news.ThreadID
	reason string // why nothing goes there any more; "" where it does
}

// targets reads the lanes of subscriptions. Those that are gone are left out.
func targets(ctx context.Context, c conn, subs []news.SubscriptionID) (map[news.SubscriptionID]target, error) {
	scan := func(r scanner) (t target, err error) {
		var ended ms
		var state news.ChatState
		err = r.Scan(&t.sub, &t.chat, &t.thread, &ended, &state)
		switch {
		case ended != 0:
			t.reason = reasonUnsubscribed
		case state != news.Active:
			t.reason = reasonBlocked
		}
		return t, err
	}
	found := make(map[news.SubscriptionID]target, len(subs))
	for len(subs) > 0 {
		n := min(len(subs), maxList)
		args := fill(subs[:n])
		subs = subs[n:]
		list, err := all(ctx, c, scan, `SELECT s.id, s.chat_id, s.thread_id, s.ended_at, c.state FROM subscriptions s JOIN chats c ON c.id = s.chat_id WHERE s.id IN (`+list(1, len(args))+`) ORDER BY c.id`+c.lock("c"), args...)
		if err != nil {
			return nil, err
		}
		for _, t := range list {
			found[t.sub] = t
		}
	}
	return found, nil
}

// enqueue puts an article into the lanes of its recipients, as their last. A
// lane that has the article already keeps it as it is, unless it was withdrawn
// there because another subscription ended. Where the subscription ended or the
// chat was blocked meanwhile, it is stored as dropped for that reason, so that
// a change of mind finds it.
//
// Of several recipients in one lane the first counts.
func enqueue(ctx context.Context, c conn, feed news.FeedID, article news.ArticleID, at ms, to []recipient) error {
	subs := make([]news.SubscriptionID, len(to))
	for i, r := range to {
		subs[i] = r.sub
	}
	lanes, err := targets(ctx, c, subs)
	if err != nil {
		return err
	}
	rows := make([][]any, 0, len(to))
	taken := make(map[lane]bool, len(to))
	for _, r := range to {
		t, ok := lanes[r.sub]
		if !ok || taken[lane{t.chat, t.thread}] {
			continue
		}
		taken[lane{t.chat, t.thread}] = true
		state := news.Due
		if t.reason != "" {
			state = news.Dropped
		}
		rows = append(rows, []any{int64(article), int64(t.chat), int64(t.thread), int64(feed), string(state), at, int64(r.omitted), t.reason})
	}
	if err := c.insertEach(ctx, newDelivery, rows); err != nil {
		return err
	}
	return c.signal(ctx, news.Signal{Kind: news.Queued})
}

// newDelivery becomes the head of a lane that has none. The subquery has a
// LIMIT so that it is a look into the index under every plan.
var newDelivery = insert{
	`INSERT INTO deliveries (article_id, chat_id, thread_id, feed_id, state, head, next_at, omitted, created_at, changed_at, reason)`,
	[]string{"article", "chat", "thread", "feed", "state", "at", "omitted", "reason"},
	`r.article, r.chat, r.thread, r.feed, r.state,
		CASE WHEN r.state = 'due' AND (SELECT p.id FROM deliveries p WHERE p.chat_id = r.chat AND p.thread_id = r.thread AND p.state IN ('due', 'sending') LIMIT 1) IS NULL THEN 1 ELSE 0 END,
		r.at, r.omitted, r.at, r.at, r.reason `,
	`ON CONFLICT (article_id, chat_id, thread_id) DO UPDATE
		SET feed_id = excluded.feed_id, state = 'due', head = excluded.head, next_at = excluded.next_at, omitted = excluded.omitted, changed_at = excluded.changed_at, reason = ''
		WHERE deliveries.state = 'dropped' AND deliveries.reason = 'unsubscribed' AND excluded.state = 'due'`,
}

// keep makes a chat's lanes this transaction's own: a head is chosen by what
// else is in the lane, and that must not change meanwhile. Whoever changes a
// lane keeps its chat first. One writer needs no more than to be the one.
func keep(ctx context.Context, c conn, chat news.ChatID) error {
	if c.lock("c") == "" {
		return nil
	}
	_, err := c.exec(ctx, `SELECT 1 FROM chats c WHERE c.id = ?1`+c.lock("c"), chat)
	return err
}

// find reads a delivery's slot, and keeps its lane.
func find(ctx context.Context, c conn, id news.DeliveryID) (slot, error) {
	const query = `SELECT ` + slotColumns + ` FROM deliveries WHERE id = ?1`
	d, err := scanSlot(c.row(ctx, query, id))
	if err != nil || c.lock("c") == "" {
		return d, found(err)
	}
	if err := keep(ctx, c, d.chat); err != nil {
		return d, err
	}
	d, err = scanSlot(c.row(ctx, query, id)) // as it is now that nobody else changes it
	return d, found(err)
}
