package storage

import (
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"

	"herald/news"
)

// recipient is who gets an article, as a fan-out keeps it.
type recipient struct {
	sub     news.SubscriptionID
	omitted int
}

// pack writes recipients as varints: the difference to the one before, and
// what was left out. A hundred thousand take 200 KB.
func pack(rs []recipient) []byte {
	b := make([]byte, 0, 3*len(rs))
	last := int64(0)
	for _, r := range rs {
		b = binary.AppendVarint(b, int64(r.sub)-last)
		b = binary.AppendUvarint(b, uint64(r.omitted))
		last = int64(r.sub)
	}
	return b
}

func unpack(b []byte) ([]recipient, error) {
	rs := make([]recipient, 0, len(b)/2)
	last := int64(0)
	for len(b) > 0 {
		diff, n := binary.Varint(b)
		if n <= 0 {
			return nil, errors.New("a fan-out is damaged")
		}
		omitted, m := binary.Uvarint(b[n:])
		if m <= 0 {
			return nil, errors.New("a fan-out is damaged")
		}
		last += diff
		rs = append(rs, recipient{news.SubscriptionID(last), int(omitted)})
		b = b[n+m:]
	}
	return rs, nil
}

// fanOut stores who gets an article, batch by batch.
func fanOut(ctx context.Context, c conn, feed news.FeedID, article news.ArticleID, at ms, rs []recipient, batch int) error {
	for len(rs) > 0 {
		n := min(len(rs), batch)
		if _, err := c.exec(ctx, `INSERT INTO fanouts (feed_id, article_id, at, recipients) VALUES (?1, ?2, ?3, ?4)`, feed, article, at, pack(rs[:n])); err != nil {
			return err
		}
		rs = rs[n:]
	}
	return nil
}

// expand turns the oldest batch of a fan-out into deliveries, in a transaction
// of its own; more is false where there was none. Batches are expanded in the
// order in which they were stored, so a lane gets its articles in that order.
func (s *Store) expand(ctx context.Context) (more bool, err error) {
	waits := false
	err = s.db.read(ctx, func(ctx context.Context, c conn) error {
		waits, err = some(ctx, c, `SELECT 1 FROM fanouts LIMIT 1`)
		return err
	})
	if err != nil || !waits {
		return false, err
	}
	err = s.db.write(ctx, repeatable, func(ctx context.Context, c conn) error {
		var id, at ms
		var feed news.FeedID
		var article news.ArticleID
		var packed []byte
		err := c.row(ctx, `SELECT id, feed_id, article_id, at, recipients FROM fanouts ORDER BY id LIMIT 1`+c.lock("fanouts")).Scan(&id, &feed, &article, &at, &packed)
		if errors.Is(err, sql.ErrNoRows) {
			more = true // somebody else was quicker; there may be another
			return nil
		}
		if err != nil {
			return err
		}
		more = true
		rs, err := unpack(packed)
		if err != nil {
			return fmt.Errorf("expand %d: %w", id, err)
		}
		if err := enqueue(ctx, c, feed, article, at, rs); err != nil {
			return err
		}
		_, err = c.exec(ctx, `DELETE FROM fanouts WHERE id = ?1`, id)
		return err
	})
	return more, err
}
