package storage

import (
	"context"
	"time"

	"herald/news"
)

// renewal is how old the memory of an entry may grow while it still stands in
// its feed, before it is renewed: looks come every few minutes, and writing
// each entry each time would be most of what the database does.
const renewal = 24 * time.Hour

// Unknown are the entries, of those given and in their order, that the feed
// has not shown before: none of their keys is remembered. Of entries that share
// a key the first is given. An entry without any key cannot be told from the
// next one like it and is left out.
func (s *Store) Unknown(ctx context.Context, feed news.FeedID, entries []news.Entry) (fresh []news.Entry, err error) {
	err = s.db.read(ctx, func(ctx context.Context, c conn) error {
		known, err := knownKeys(ctx, c, feed, entries)
		if err != nil {
			return err
		}
		for _, e := range entries {
			keys := e.Keys()
			if len(keys) == 0 || anyKnown(known, keys) {
				continue
			}
			for _, k := range keys {
				known[k] = 0
			}
			fresh = append(fresh, e)
		}
		return nil
	})
	return fresh, wrap(err, "unknown entries of feed %d", feed)
}

func anyKnown(known map[string]ms, keys []string) bool {
	for _, k := range keys {
		if _, ok := known[k]; ok {
			return true
		}
	}
	return false
}

// seen is an entry's key and when it was last found in its feed.
type seen struct {
	key string
	at  ms
}

func scanSeen(r scanner) (s seen, err error) { return s, r.Scan(&s.key, &s.at) }

// knownKeys are the keys of the entries that are remembered, with the time.
func knownKeys(ctx context.Context, c conn, feed news.FeedID, entries []news.Entry) (map[string]ms, error) {
	keys := make([]string, 0, 3*len(entries))
	for _, e := range entries {
		keys = append(keys, e.Keys()...)
	}
	known := make(map[string]ms, len(keys))
	for len(keys) > 0 {
		n := min(len(keys), maxList)
		args := fill(keys[:n])
		keys = keys[n:]
		rows, err := all(ctx, c, scanSeen, `SELECT key, at FROM seen WHERE feed_id = ?1 AND key IN (`+list(2, len(args))+`)`, append([]any{feed}, args...)...)
		if err != nil {
			return nil, err
		}
		for _, r := range rows {
			known[r.key] = r.at
		}
	}
	return known, nil
}

// markSeen remembers the entries, or renews the memory.
func markSeen(ctx context.Context, c conn, feed news.FeedID, entries []news.Entry, known map[string]ms, at time.Time) error {
	now := millis(at)
	for _, e := range entries {
		for _, key := range e.Keys() {
			if t, ok := known[key]; ok && t > now-renewal.Milliseconds() {
				continue
			}
			known[key] = now
			_, err := c.exec(ctx, `INSERT INTO seen (feed_id, key, at) VALUES (?1, ?2, ?3)
				ON CONFLICT (feed_id, key) DO UPDATE SET at = excluded.at WHERE seen.at < excluded.at`, feed, key, now)
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// ForgetSeen forgets the entries that left their feed before the given time,
// and says how many keys that were. What stood in the newest listing of a feed
// is kept however old it is: a feed may answer "not modified", or not at all,
// for a year. It works in small transactions.
func (s *Store) ForgetSeen(ctx context.Context, before time.Time) (int, error) {
	type row struct {
		feed int64
		key  string
	}
	forgotten := 0
	for {
		var old []row
		err := s.db.read(ctx, func(ctx context.Context, c conn) (err error) {
			old, err = all(ctx, c, func(r scanner) (o row, err error) { return o, r.Scan(&o.feed, &o.key) },
				`SELECT n.feed_id, n.key FROM feeds f JOIN seen n ON n.feed_id = f.id
				WHERE n.at < ?1 AND (n.at < f.listed_at - ?2 OR NOT EXISTS (SELECT 1 FROM subscriptions s WHERE s.feed_id = f.id AND s.ended_at = 0)) LIMIT ?3`,
				millis(before), renewal.Milliseconds(), cleanBatch)
			return err
		})
		if err != nil || len(old) == 0 {
			return forgotten, wrap(err, "forget seen entries")
		}
		err = s.db.write(ctx, repeatable, func(ctx context.Context, c conn) error {
			for _, o := range old {
				n, err := c.exec(ctx, `DELETE FROM seen WHERE feed_id = ?1 AND key = ?2 AND at < ?3`, o.feed, o.key, millis(before))
				if err != nil {
					return err
				}
				forgotten += int(n)
			}
			return nil
		})
		if err != nil || len(old) < cleanBatch {
			return forgotten, wrap(err, "forget seen entries")
		}
	}
}
