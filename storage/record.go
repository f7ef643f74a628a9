package storage

import (
	"context"
	"errors"
	"fmt"

	"herald/news"
)

// Record stores what one look at a feed brought, in one transaction: the
// feed's state, the entries as seen, the articles and who gets them, and those
// that have changed (see Revise). After it, the feed's lease has ended and it is due at Feed.NextCheck.
//
// An arrival whose entry the feed has shown before is left out, so a harvest
// that is recorded twice changes nothing the second time. An article whose URL
// is stored already is that article. A recipient gets nothing that stood in
// the feed when it subscribed. A Feed.URL that differs from the stored one
// renames the feed; where the new name is another feed's, both become that one.
//
// A large number of recipients is stored with the article and expanded after
// the commit in batches, between which others write. If the context ends or
// the process dies meanwhile, Claim expands the rest.
func (s *Store) Record(ctx context.Context, h news.Harvest) error {
	fanned := false
	err := s.db.write(ctx, repeatable, func(ctx context.Context, c conn) (err error) {
		fanned, err = s.record(ctx, c, h)
		return err
	})
	if err != nil {
		return wrap(err, "record feed %d", h.Feed.ID)
	}
	s.finish(ctx, fanned, s.expand)
	s.finish(ctx, len(h.Revised) > 0, s.queueEdits)
	return nil
}

// finish goes on with what a transaction has left to be done in batches. Where
// that fails it is stored, and Claim does the rest: stored means enqueued.
func (s *Store) finish(ctx context.Context, more bool, batch func(context.Context) (bool, error)) {
	for more {
		var err error
		if more, err = batch(ctx); err != nil {
			return
		}
	}
}

func (s *Store) record(ctx context.Context, c conn, h news.Harvest) (fanned bool, err error) {
	at := orNow(h.At)
	feed, err := keepFeed(ctx, c, h.Feed)
	if err != nil {
		return false, err
	}
	listed := ms(0)
	if len(h.Seen) > 0 {
		listed = millis(at)
	}
	_, err = c.exec(ctx, `UPDATE feeds SET kind = ?2, title = CASE WHEN ?3 = '' THEN title ELSE ?3 END, site = CASE WHEN ?4 = '' THEN site ELSE ?4 END,
		etag = ?5, last_modified = ?6, checked_at = ?7, next_check = ?8, due_at = ?8, failures = ?9, last_error = ?10,
		listed_at = CASE WHEN ?11 > listed_at THEN ?11 ELSE listed_at END WHERE id = ?1`,
		feed, h.Feed.Kind, h.Feed.Title, h.Feed.Site, h.Feed.ETag, h.Feed.LastModified, millis(h.Feed.CheckedAt), millis(h.Feed.NextCheck), h.Feed.Failures, h.Feed.LastError, listed)
	if err != nil {
		return false, err
	}

	entries := append([]news.Entry(nil), h.Seen...)
	recipients := 0
	for _, a := range h.Arrivals {
		entries = append(entries, a.Entry)
		recipients += len(a.To)
	}
	known, err := knownKeys(ctx, c, feed, entries)
	if err != nil {
		return false, err
	}
	// What overtakes a fan-out of the same feed would reach its chats first.
	waits, err := some(ctx, c, `SELECT 1 FROM fanouts WHERE feed_id = ?1 LIMIT 1`, feed)
	if err != nil {
		return false, err
	}
	fanned = waits || recipients > s.batch

	for _, a := range h.Arrivals {
		keys := a.Entry.Keys()
		if anyKnown(known, keys) {
			continue
		}
		a.Article.Feed, a.Article.RecordedAt = feed, at
		article, err := putArticle(ctx, c, a.Article, false)
		if err != nil {
			return false, err
		}
		if _, err := c.exec(ctx, `INSERT INTO arrivals (feed_id, article_id, at) VALUES (?1, ?2, ?3) ON CONFLICT (feed_id, article_id) DO NOTHING`, feed, article.ID, millis(at)); err != nil {
			return false, err
		}
		if err := sight(ctx, c, feed, news.Sight(article.ID, a.Entry)); err != nil {
			return false, err
		}
		rs, err := takers(ctx, c, a.To, append(keys, articleKeys(article)...))
		if err != nil {
			return false, err
		}
		if fanned {
			if err := fanOut(ctx, c, feed, article.ID, millis(at), rs, s.batch); err != nil {
				return false, err
			}
			continue
		}
		if err := enqueue(ctx, c, feed, article.ID, millis(at), rs); err != nil {
			return false, err
		}
	}
	for _, a := range h.Revised {
		if _, err := revise(ctx, c, a, at); err != nil && !errors.Is(err, news.ErrNotFound) {
			return false, err
		}
	}
	for _, v := range h.Sighted {
		if err := sight(ctx, c, feed, v); err != nil {
			return false, err
		}
	}
	return fanned, markSeen(ctx, c, feed, entries, known, at)
}

// takers are the recipients without those who found the article in the feed
// when they subscribed.
func takers(ctx context.Context, c conn, to []news.Recipient, keys []string) ([]recipient, error) {
	without := map[news.SubscriptionID]bool{}
	if len(to) > 0 && len(keys) > 0 {
		args := fill(keys)
		ids, err := all(ctx, c, id, `SELECT DISTINCT subscription_id FROM baselines WHERE key IN (`+list(1, len(args))+`)`, args...)
		if err != nil {
			return nil, err
		}
		for _, id := range ids {
			without[news.SubscriptionID(id)] = true
		}
	}
	rs := make([]recipient, 0, len(to))
	for _, r := range to {
		if r.Subscription == 0 {
			return nil, fmt.Errorf("a recipient in chat %d has no subscription", r.Chat)
		}
		if !without[r.Subscription] {
			rs = append(rs, recipient{r.Subscription, r.Omitted})
		}
	}
	return rs, nil
}

// articleKeys are the keys under which an entry that announces the article
// would be known, as far as the article tells.
func articleKeys(a news.Article) []string {
	return news.Entry{GUID: a.GUID, URL: a.URL}.Keys()
}

// keepFeed finds the row of a feed that was looked at, renamed where it has
// moved for good.
func keepFeed(ctx context.Context, c conn, f news.Feed) (news.FeedID, error) {
	var stored string
	if err := c.row(ctx, `SELECT url FROM feeds f WHERE id = ?1`+c.lock("f"), f.ID).Scan(&stored); err != nil {
		return 0, found(err)
	}
	url := news.Canonical(f.URL)
	if url == "" || url == stored {
		return f.ID, nil
	}
	others, err := all(ctx, c, id, `SELECT id FROM feeds WHERE url = ?1`, url)
	if err != nil {
		return 0, err
	}
	if len(others) == 0 {
		_, err := c.exec(ctx, `UPDATE feeds SET url = ?2 WHERE id = ?1`, f.ID, url)
		return f.ID, err
	}
	to := news.FeedID(others[0])
	return to, mergeFeeds(ctx, c, f.ID, to)
}

// mergeFeeds gives all that a feed has to another one. A lane that has taken
// both keeps one subscription, a live one where there is one.
func mergeFeeds(ctx context.Context, c conn, from, to news.FeedID) error {
	for _, query := range []string{
		`DELETE FROM subscriptions WHERE feed_id = ?2 AND ended_at <> 0 AND EXISTS (SELECT 1 FROM subscriptions o
			WHERE o.feed_id = ?1 AND o.ended_at = 0 AND o.chat_id = subscriptions.chat_id AND o.thread_id = subscriptions.thread_id)`,
		`DELETE FROM subscriptions WHERE feed_id = ?1 AND EXISTS (SELECT 1 FROM subscriptions o
			WHERE o.feed_id = ?2 AND o.chat_id = subscriptions.chat_id AND o.thread_id = subscriptions.thread_id)`,
		`UPDATE subscriptions SET feed_id = ?2 WHERE feed_id = ?1`,
		`UPDATE articles SET feed_id = ?2 WHERE feed_id = ?1`,
		`INSERT INTO arrivals (feed_id, article_id, at, entry_key, words, updated_at, again_at, reads) SELECT ?2, article_id, at, entry_key, words, updated_at, again_at, reads FROM arrivals WHERE feed_id = ?1 ON CONFLICT (feed_id, article_id) DO NOTHING`,
		`INSERT INTO seen (feed_id, key, at) SELECT ?2, key, at FROM seen WHERE feed_id = ?1 ON CONFLICT (feed_id, key) DO NOTHING`,
		`UPDATE deliveries SET feed_id = ?2 WHERE feed_id = ?1`,
		`UPDATE fanouts SET feed_id = ?2 WHERE feed_id = ?1`,
		`DELETE FROM feeds WHERE id = ?1 AND id <> ?2`,
	} {
		if _, err := c.exec(ctx, query, from, to); err != nil {
			return err
		}
	}
	return nil
}
