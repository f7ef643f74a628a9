package storage

import (
	"cmp"
	"context"
	"slices"
	"time"

	"herald/news"
)

// reasonOmitted is why a delivery that was withdrawn does not come back: it
// was one of too many, and the chat was told their number.
const reasonOmitted = "left out"

// missed is an article that a subscription's lane did not get in a pause.
type missed struct {
	sub      news.Subscription
	article  news.ArticleID
	at       ms              // when the feed brought it
	delivery news.DeliveryID // that was withdrawn; 0 where there is none
	omitted  int
}

// allMissed are the articles that a subscription wants and its lane did not
// get since a pause began, oldest first: those that were withdrawn for the
// given reason, and those that came without being queued.
func allMissed(ctx context.Context, c conn, sub news.Subscription, reason string, since time.Time) ([]missed, error) {
	scan := func(r scanner) (m missed, err error) {
		m.sub = sub
		return m, r.Scan(&m.article, &m.at, &m.delivery, &m.omitted)
	}
	// The list in "IN" is that of the index deliveries_withdrawn.
	queue, err := all(ctx, c, scan, `SELECT d.article_id, COALESCE(r.at, d.created_at), d.id, d.omitted
		FROM deliveries d LEFT JOIN arrivals r ON r.feed_id = d.feed_id AND r.article_id = d.article_id
		WHERE d.chat_id = ?1 AND d.thread_id = ?2 AND d.feed_id = ?3 AND d.state = 'dropped' AND d.reason IN ('blocked', 'unsubscribed') AND d.reason = ?4 AND d.changed_at >= ?5`,
		sub.Chat, sub.Thread, sub.Feed.ID, reason, millis(since))
	if err != nil {
		return nil, err
	}
	came, err := all(ctx, c, scan, `SELECT r.article_id, r.at, 0, 0 FROM arrivals r WHERE r.feed_id = ?3 AND r.at >= ?4
		AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.article_id = r.article_id AND d.chat_id = ?1 AND d.thread_id = ?2)`,
		sub.Chat, sub.Thread, sub.Feed.ID, millis(since))
	if err != nil {
		return nil, err
	}
	passed, err := passedBy(ctx, c, sub.ID)
	if err != nil {
		return nil, err
	}
	queue = append(queue, came...)
	keep := queue[:0]
	for _, m := range queue {
		a, err := scanArticle(c.row(ctx, `SELECT `+articleColumns+` FROM articles a WHERE a.id = ?1`, m.article))
		if err != nil {
			return nil, err
		}
		if sub.Wants(a) && (m.delivery != 0 || !slices.ContainsFunc(articleKeys(a), func(k string) bool { return passed[k] })) {
			keep = append(keep, m)
		}
	}
	slices.SortFunc(keep, oldest)
	return keep, nil
}

func oldest(a, b missed) int {
	return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.article, b.article))
}

// passedBy are the keys of the entries that pass a subscription by.
func passedBy(ctx context.Context, c conn, sub news.SubscriptionID) (map[string]bool, error) {
	keys, err := all(ctx, c, func(r scanner) (k string, err error) { return k, r.Scan(&k) }, `SELECT key FROM baselines WHERE subscription_id = ?1`, sub)
	set := make(map[string]bool, len(keys))
	for _, k := range keys {
		set[k] = true
	}
	return set, err
}

// newestMissed are the newest few of allMissed after a block; the first of
// them carries how many older ones are left out, and those are given up.
func newestMissed(ctx context.Context, c conn, sub news.Subscription, since time.Time) ([]missed, error) {
	queue, err := allMissed(ctx, c, sub, reasonBlocked, since)
	if err != nil || len(queue) <= news.Newest {
		return queue, err
	}
	left := queue[:len(queue)-news.Newest]
	queue = queue[len(left):]
	for _, m := range left {
		queue[0].omitted += 1 + m.omitted
		if m.delivery == 0 {
			continue
		}
		if _, err := c.exec(ctx, `UPDATE deliveries SET reason = ?2 WHERE id = ?1`, m.delivery, reasonOmitted); err != nil {
			return nil, err
		}
	}
	return queue, nil
}

// requeue puts missed articles into their lanes, oldest first. The heads of
// the lanes must be elected after it.
func requeue(ctx context.Context, c conn, queue []missed, now ms) error {
	slices.SortStableFunc(queue, oldest)
	for _, m := range queue {
		if m.delivery == 0 {
			if err := enqueue(ctx, c, m.sub.Feed.ID, m.article, now, []recipient{{m.sub.ID, m.omitted}}); err != nil {
				return err
			}
			continue
		}
		const active = `(SELECT c.state FROM chats c WHERE c.id = deliveries.chat_id) = 'active'`
		_, err := c.exec(ctx, `UPDATE deliveries SET state = CASE WHEN `+active+` THEN 'due' ELSE 'dropped' END, reason = CASE WHEN `+active+` THEN '' ELSE 'blocked' END,
			attempts = 0, next_at = ?2, changed_at = ?2, omitted = ?3 WHERE id = ?1 AND state = 'dropped'`, m.delivery, now, m.omitted)
		if err != nil {
			return err
		}
	}
	return nil
}
