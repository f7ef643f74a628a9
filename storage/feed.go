package storage

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"herald/news"
)

const feedColumns = `f.id, f.url, f.kind, f.title, f.site, f.etag, f.last_modified, f.checked_at, f.next_check, f.failures, f.last_error`

func feedFields(f *news.Feed, checked, next *ms) []any {
	return []any{&f.ID, &f.URL, &f.Kind, &f.Title, &f.Site, &f.ETag, &f.LastModified, checked, next, &f.Failures, &f.LastError}
}

func scanFeed(r scanner) (f news.Feed, err error) {
	var checked, next ms
	err = r.Scan(feedFields(&f, &checked, &next)...)
	f.CheckedAt, f.NextCheck = moment(checked), moment(next)
	return f, err
}

// Feed is a stored feed by its number.
func (s *Store) Feed(ctx context.Context, id news.FeedID) (f news.Feed, err error) {
	err = s.db.read(ctx, func(ctx context.Context, c conn) error {
		f, err = scanFeed(c.row(ctx, `SELECT `+feedColumns+` FROM feeds f WHERE f.id = ?1`, id))
		return found(err)
	})
	return f, wrap(err, "feed %d", id)
}

// wanted says that a feed f has a live subscription of an active chat.
const wanted = `EXISTS (SELECT 1 FROM subscriptions s JOIN chats c ON c.id = s.chat_id WHERE s.feed_id = f.id AND s.ended_at = 0 AND c.state = 'active')`

// ClaimFeeds hands out up to n feeds that are due at now, the longest due
// first, and nobody else gets them until the lease ends or Record stores their
// look. Feeds that nobody takes are not handed out.
func (s *Store) ClaimFeeds(ctx context.Context, now time.Time, lease time.Duration, n int) (feeds []news.Feed, err error) {
	type due struct {
		feed   news.Feed
		wanted bool
	}
	scan := func(r scanner) (d due, err error) {
		var checked, next ms
		err = r.Scan(append(feedFields(&d.feed, &checked, &next), &d.wanted)...)
		d.feed.CheckedAt, d.feed.NextCheck = moment(checked), moment(next)
		return d, err
	}
	err = s.db.write(ctx, repeatable, func(ctx context.Context, c conn) error {
		feeds = nil
		for len(feeds) < n {
			list, err := all(ctx, c, scan, `SELECT `+feedColumns+`, `+wanted+` FROM feeds f WHERE f.due_at <= ?1 ORDER BY f.due_at, f.id LIMIT ?2`+c.skip("f"), millis(now), n-len(feeds))
			if err != nil || len(list) == 0 {
				return err
			}
			for _, d := range list {
				// A feed that nobody takes is put away, so that a thousand of
				// them do not stand before the first that somebody does.
				until := far
				if d.wanted {
					until = millis(now.Add(lease))
					feeds = append(feeds, d.feed)
				}
				if _, err := c.exec(ctx, `UPDATE feeds SET due_at = ?2 WHERE id = ?1`, d.feed.ID, until); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, wrap(err, "claim feeds")
	}
	return feeds, nil
}

// LeaseFeeds sets the end of the lease of feeds that are being looked at; it
// changes nothing of those whose look has been recorded.
func (s *Store) LeaseFeeds(ctx context.Context, feeds []news.FeedID, until time.Time) error {
	rows := make([][]any, len(feeds))
	for i, f := range feeds {
		rows[i] = []any{int64(f), millis(until), far}
	}
	err := s.db.write(ctx, repeatable, func(ctx context.Context, c conn) error {
		return c.execMany(ctx, `UPDATE feeds SET due_at = ?2 WHERE id = ?1 AND due_at <> next_check AND due_at <> ?3`, rows)
	})
	return wrap(err, "lease %d feeds", len(feeds))
}

// wake makes a feed that was put away due again, as it was.
func wake(ctx context.Context, c conn, feed news.FeedID) error {
	_, err := c.exec(ctx, `UPDATE feeds SET due_at = next_check WHERE id = ?1 AND due_at = ?2`, feed, far)
	return err
}

// NextFeed is when the next feed is due or its lease ends; the zero time where
// there is none.
func (s *Store) NextFeed(ctx context.Context) (t time.Time, err error) {
	err = s.db.read(ctx, func(ctx context.Context, c conn) error {
		var at ms
		switch err := c.row(ctx, `SELECT due_at FROM feeds WHERE due_at < ?1 ORDER BY due_at LIMIT 1`, far).Scan(&at); {
		case errors.Is(err, sql.ErrNoRows):
			return nil
		case err != nil:
			return err
		}
		t = moment(max(at, 1)) // a feed that was never looked at is due since ever
		return nil
	})
	return t, wrap(err, "next feed")
}
