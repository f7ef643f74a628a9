package storage

import (
	"context"
	"errors"
	"time"

	"herald/news"
)

const selectSubscription = `SELECT s.id, s.chat_id, s.thread_id, s.muted, s.created_at, s.ended_at, ` + feedColumns + ` FROM subscriptions s JOIN feeds f ON f.id = s.feed_id`

func scanSubscription(r scanner) (s news.Subscription, err error) {
	var created, ended, checked, next ms
	err = r.Scan(append([]any{&s.ID, &s.Chat, &s.Thread, &s.Muted, &created, &ended}, feedFields(&s.Feed, &checked, &next)...)...)
	s.CreatedAt, s.EndedAt, s.Feed.CheckedAt, s.Feed.NextCheck = moment(created), moment(ended), moment(checked), moment(next)
	return s, err
}

// Subscription is a subscription by its number, live or ended.
func (s *Store) Subscription(ctx context.Context, id news.SubscriptionID) (sub news.Subscription, err error) {
	err = s.db.read(ctx, func(ctx context.Context, c conn) error {
		sub, err = scanSubscription(c.row(ctx, selectSubscription+` WHERE s.id = ?1`, id))
		return found(err)
	})
	return sub, wrap(err, "subscription %d", id)
}

// Subscriptions are the live subscriptions of a chat's topic, oldest first.
func (s *Store) Subscriptions(ctx context.Context, chat news.ChatID, thread news.ThreadID) (subs []news.Subscription, err error) {
	err = s.db.read(ctx, func(ctx context.Context, c conn) error {
		subs, err = all(ctx, c, scanSubscription, selectSubscription+` WHERE s.chat_id = ?1 AND s.thread_id = ?2 AND s.ended_at = 0 ORDER BY s.created_at, s.id`, chat, thread)
		return err
	})
	return subs, wrap(err, "subscriptions of chat %d", chat)
}

// Subscribers are up to n live subscriptions of a feed whose chats are active, in
// the order in which they were made, after the given one (0: from the first
// on). A hundred thousand at once would take thirty megabytes.
func (s *Store) Subscribers(ctx context.Context, feed news.FeedID, after news.SubscriptionID, n int) (subs []news.Subscription, err error) {
	err = s.db.read(ctx, func(ctx context.Context, c conn) error {
		f, err := scanFeed(c.row(ctx, `SELECT `+feedColumns+` FROM feeds f WHERE f.id = ?1`, feed))
		if err != nil {
			return found(err)
		}
		scan := func(r scanner) (sub news.Subscription, err error) {
			var created ms
			err = r.Scan(&sub.ID, &sub.Chat, &sub.Thread, &sub.Muted, &created)
			sub.Feed, sub.CreatedAt = f, moment(created)
			return sub, err
		}
		subs, err = all(ctx, c, scan, `SELECT s.id, s.chat_id, s.thread_id, s.muted, s.created_at FROM subscriptions s JOIN chats c ON c.id = s.chat_id
			WHERE s.feed_id = ?1 AND s.ended_at = 0 AND s.id > ?2 AND c.state = 'active' ORDER BY s.id LIMIT ?3`, feed, after, n)
		return err
	})
	return subs, wrap(err, "subscribers of feed %d", feed)
}

// Subscribe gives a chat's topic what a feed will bring, and nothing that
// stands in it already. The chat must be stored. created is false where the
// topic has the feed already.
//
// The entries of a feed that nobody takes yet are marked as seen. Where others
// take it, its entries that herald has not read yet are still to come for them;
// they are the new subscription's baseline and pass it by.
func (s *Store) Subscribe(ctx context.Context, chat news.ChatID, thread news.ThreadID, look news.Look) (sub news.Subscription, created bool, err error) {
	at := orNow(look.Feed.CheckedAt)
	err = s.db.write(ctx, durable, func(ctx context.Context, c conn) error {
		created = false
		if _, err := readChat(ctx, c, chat); err != nil {
			return err
		}
		feed, taken, err := ensureFeed(ctx, c, look, at)
		if err != nil {
			return err
		}
		sub, err = scanSubscription(c.row(ctx, selectSubscription+` WHERE s.chat_id = ?1 AND s.thread_id = ?2 AND s.feed_id = ?3`, chat, thread, feed))
		switch err = found(err); {
		case err == nil && sub.EndedAt.IsZero():
			return nil
		case err != nil && !errors.Is(err, news.ErrNotFound):
			return err
		}
		created = true
		var subID news.SubscriptionID
		err = c.row(ctx, `INSERT INTO subscriptions (chat_id, thread_id, feed_id, created_at) VALUES (?1, ?2, ?3, ?4)
			ON CONFLICT (chat_id, thread_id, feed_id) DO UPDATE SET ended_at = 0, muted = 0, created_at = excluded.created_at RETURNING id`,
			chat, thread, feed, millis(at)).Scan(&subID)
		if err != nil {
			return err
		}
		if err := baseline(ctx, c, subID, feed, taken, look.Entries, at); err != nil {
			return err
		}
		if err := wake(ctx, c, feed); err != nil {
			return err
		}
		sub, err = scanSubscription(c.row(ctx, selectSubscription+` WHERE s.id = ?1`, subID))
		return err
	})
	return sub, created, wrap(err, "subscribe chat %d", chat)
}

// ensureFeed finds or stores the feed of a look; taken says whether an active
// chat takes it. A feed that nobody takes starts again from the look.
func ensureFeed(ctx context.Context, c conn, look news.Look, at time.Time) (feed news.FeedID, taken bool, err error) {
	f := look.Feed
	if look.MovedTo != "" {
		f.URL = look.MovedTo
	}
	url := news.Canonical(f.URL)
	if url == "" {
		return 0, false, news.ErrBadURL
	}
	type row struct {
		id    news.FeedID
		taken bool
	}
	rows, err := all(ctx, c, func(r scanner) (v row, err error) { return v, r.Scan(&v.id, &v.taken) }, `SELECT f.id, `+wanted+` FROM feeds f WHERE f.url = ?1`, url)
	if err != nil {
		return 0, false, err
	}
	if len(rows) == 1 && rows[0].taken {
		return rows[0].id, true, nil
	}
	err = c.row(ctx, `INSERT INTO feeds (url, kind, title, site, etag, last_modified, checked_at, listed_at, next_check, due_at)
		VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?7, ?8, ?8) ON CONFLICT (url) DO UPDATE SET
			kind = CASE WHEN excluded.kind = '' THEN feeds.kind ELSE excluded.kind END,
			title = CASE WHEN excluded.title = '' THEN feeds.title ELSE excluded.title END,
			site = CASE WHEN excluded.site = '' THEN feeds.site ELSE excluded.site END,
			etag = excluded.etag, last_modified = excluded.last_modified, checked_at = excluded.checked_at, listed_at = excluded.listed_at,
			next_check = excluded.next_check, due_at = excluded.due_at, failures = 0, last_error = ''
		RETURNING id`,
		url, f.Kind, f.Title, f.Site, f.ETag, f.LastModified, millis(at), millis(f.NextCheck)).Scan(&feed)
	return feed, false, err
}

// baseline keeps from a new subscription what stands in its feed.
func baseline(ctx context.Context, c conn, sub news.SubscriptionID, feed news.FeedID, taken bool, entries []news.Entry, at time.Time) error {
	if _, err := c.exec(ctx, `DELETE FROM baselines WHERE subscription_id = ?1`, sub); err != nil {
		return err
	}
	known, err := knownKeys(ctx, c, feed, entries)
	if err != nil {
		return err
	}
	if !taken {
		return markSeen(ctx, c, feed, entries, known, at)
	}
	for _, e := range entries {
		keys := e.Keys()
		if anyKnown(known, keys) {
			continue
		}
		for _, key := range keys {
			if _, err := c.exec(ctx, `INSERT INTO baselines (key, subscription_id, at) VALUES (?1, ?2, ?3) ON CONFLICT (key, subscription_id) DO NOTHING`, key, sub, millis(at)); err != nil {
				return err
			}
		}
	}
	return nil
}

// Unsubscribe ends a subscription. What the feed has queued for the topic is
// dropped as "unsubscribed", but for articles that another live subscription
// there has brought too, and for corrections of messages that stand there. A message that is being sent is let go, and not tried
// again. Ending what has ended changes nothing.
func (s *Store) Unsubscribe(ctx context.Context, id news.SubscriptionID, now time.Time) error {
	err := s.db.write(ctx, durable, func(ctx context.Context, c conn) error {
		sub, err := scanSubscription(c.row(ctx, selectSubscription+` WHERE s.id = ?1`, id))
		if err != nil || !sub.EndedAt.IsZero() {
			return found(err)
		}
		if err := keep(ctx, c, sub.Chat); err != nil {
			return err
		}
		if _, err := c.exec(ctx, `UPDATE subscriptions SET ended_at = ?2 WHERE id = ?1`, id, millis(now)); err != nil {
			return err
		}
		// Another live subscription that brought the article takes it over.
		const other = `SELECT MIN(o.feed_id) FROM subscriptions o JOIN arrivals r ON r.feed_id = o.feed_id AND r.article_id = deliveries.article_id
			WHERE o.chat_id = ?1 AND o.thread_id = ?2 AND o.feed_id <> ?3 AND o.ended_at = 0 AND o.muted = 0`
		if _, err := c.exec(ctx, `UPDATE deliveries SET feed_id = (`+other+`) WHERE chat_id = ?1 AND thread_id = ?2 AND feed_id = ?3 AND `+pending+` AND (`+other+`) IS NOT NULL`, sub.Chat, sub.Thread, sub.Feed.ID); err != nil {
			return err
		}
		if _, err := c.exec(ctx, `UPDATE deliveries SET reason = 'unsubscribed' WHERE chat_id = ?1 AND thread_id = ?2 AND feed_id = ?3 AND `+pending+` AND state = 'sending' AND kind = 'send'`, sub.Chat, sub.Thread, sub.Feed.ID); err != nil {
			return err
		}
		if _, err := c.exec(ctx, `UPDATE deliveries SET state = 'dropped', head = 0, changed_at = ?4, reason = 'unsubscribed'
			WHERE chat_id = ?1 AND thread_id = ?2 AND feed_id = ?3 AND `+pending+` AND state = 'due' AND kind = 'send'`, sub.Chat, sub.Thread, sub.Feed.ID, millis(now)); err != nil {
			return err
		}
		return elect(ctx, c, sub.Chat)
	})
	return wrap(err, "end subscription %d", id)
}

// Restore undoes Unsubscribe, as though the subscription had never ended: what
// was dropped is due again, and what the feed brought in between is queued.
// Restoring a live subscription changes nothing.
func (s *Store) Restore(ctx context.Context, id news.SubscriptionID, now time.Time) error {
	err := s.db.write(ctx, durable, func(ctx context.Context, c conn) error {
		sub, err := scanSubscription(c.row(ctx, selectSubscription+` WHERE s.id = ?1`, id))
		if err != nil || sub.EndedAt.IsZero() {
			return found(err)
		}
		if err := keep(ctx, c, sub.Chat); err != nil {
			return err
		}
		if _, err := c.exec(ctx, `UPDATE subscriptions SET ended_at = 0 WHERE id = ?1`, id); err != nil {
			return err
		}
		if err := wake(ctx, c, sub.Feed.ID); err != nil {
			return err
		}
		if _, err := c.exec(ctx, `UPDATE deliveries SET reason = '' WHERE chat_id = ?1 AND thread_id = ?2 AND feed_id = ?3 AND `+pending+` AND reason = 'unsubscribed'`, sub.Chat, sub.Thread, sub.Feed.ID); err != nil {
			return err
		}
		since := sub.EndedAt
		sub.EndedAt = time.Time{}
		queue, err := allMissed(ctx, c, sub, reasonUnsubscribed, since)
		if err != nil {
			return err
		}
		if err := requeue(ctx, c, queue, millis(now)); err != nil {
			return err
		}
		return elect(ctx, c, sub.Chat)
	})
	return wrap(err, "restore subscription %d", id)
}
