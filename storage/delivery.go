package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"herald/news"
)

const deliveryColumns = `d.id, d.kind, d.chat_id, d.thread_id, d.article_id, d.feed_id, d.state, d.attempts, d.next_at, d.message_id, d.version, d.omitted, d.reason, d.created_at`

func deliveryFields(d *news.Delivery, next, created *ms) []any {
	return []any{&d.ID, &d.Kind, &d.Chat, &d.Thread, &d.Article, &d.Feed, &d.State, &d.Attempts, next, &d.Message, &d.Version, &d.Omitted, &d.Reason, created}
}

// Delivery is a delivery as it stands.
func (s *Store) Delivery(ctx context.Context, id news.DeliveryID) (d news.Delivery, err error) {
	err = s.db.read(ctx, func(ctx context.Context, c conn) error {
		var next, created ms
		err := c.row(ctx, `SELECT `+deliveryColumns+` FROM deliveries d WHERE d.id = ?1`, id).Scan(deliveryFields(&d, &next, &created)...)
		d.Next, d.Created = moment(next), moment(created)
		return found(err)
	})
	return d, wrap(err, "delivery %d", id)
}

// Claim hands out up to n deliveries that are due at now: the heads of as many
// lanes, those that have been ready longest first. Each has its attempt
// counted and its lease set when Claim returns; until the lease ends, or
// Confirm, Postpone or Drop is called, nothing else of its lane is handed out.
// Jobs of one call share the text of an article that goes to many.
func (s *Store) Claim(ctx context.Context, now time.Time, lease time.Duration, n int) ([]news.Job, error) {
	jobs, err := s.claim(ctx, now, lease, n)
	if err != nil || len(jobs) > 0 {
		return jobs, wrap(err, "claim deliveries")
	}
	// Nothing is due. If a fan-out was cut off, its next batch is now; then
	// edits are queued.
	more, err := s.expand(ctx)
	if err == nil && !more {
		more, err = s.queueEdits(ctx)
	}
	if err != nil || !more {
		return nil, wrap(err, "claim deliveries")
	}
	jobs, err = s.claim(ctx, now, lease, n)
	return jobs, wrap(err, "claim deliveries")
}

func (s *Store) claim(ctx context.Context, now time.Time, lease time.Duration, n int) (jobs []news.Job, err error) {
	scan := func(r scanner) (j news.Job, err error) {
		var next, created ms
		var times chatTimes
		err = r.Scan(append(deliveryFields(&j.Delivery, &next, &created), chatFields(&j.Chat, &times)...)...)
		j.Delivery.Created = moment(created)
		times.put(&j.Chat)
		return j, err
	}
	until := now.Add(lease)
	err = s.db.write(ctx, repeatable, func(ctx context.Context, c conn) error {
		ready, err := all(ctx, c, scan, `SELECT `+deliveryColumns+`, `+chatColumns+` FROM deliveries d JOIN chats c ON c.id = d.chat_id
			WHERE d.head = 1 AND d.next_at <= ?1 ORDER BY d.next_at, d.id LIMIT ?2`+c.skip("d"), millis(now), n)
		if err != nil {
			return err
		}
		jobs = ready[:0]
		var claimed [][]any
		for _, j := range ready {
			d := &j.Delivery
			if d.State == news.Sending && d.Reason == reasonUnsubscribed {
				// Its lease ended, and nobody wants it any more.
				err := withdraw(ctx, c, slot{id: d.ID, chat: d.Chat, thread: d.Thread, head: true}, millis(now), d.Reason)
				if err != nil {
					return err
				}
				continue
			}
			claimed = append(claimed, []any{int64(d.ID), millis(until), millis(now)})
			d.State, d.Attempts, d.Next, d.Reason = news.Sending, d.Attempts+1, moment(millis(until)), ""
			jobs = append(jobs, j)
		}
		if err := c.execMany(ctx, `UPDATE deliveries SET state = 'sending', attempts = attempts + 1, next_at = ?2, changed_at = ?3, reason = '', version = `+newest+` WHERE id = ?1`, claimed); err != nil {
			return err
		}
		return complete(ctx, c, jobs)
	})
	if err != nil {
		return nil, err
	}
	return jobs, nil
}

// complete gives the jobs their articles and feeds, each read once.
func complete(ctx context.Context, c conn, jobs []news.Job) error {
	articles := make(map[news.ArticleID]news.Article, 1)
	feeds := make(map[news.FeedID]news.Feed, 1)
	for i := range jobs {
		j := &jobs[i]
		a, ok := articles[j.Delivery.Article]
		if !ok {
			var err error
			if a, err = scanArticle(c.row(ctx, `SELECT `+articleColumns+` FROM articles a WHERE a.id = ?1`, j.Delivery.Article)); err != nil {
				return err
			}
			articles[a.ID] = a
		}
		f, ok := feeds[j.Delivery.Feed]
		if !ok {
			var err error
			f, err = scanFeed(c.row(ctx, `SELECT `+feedColumns+` FROM feeds f WHERE f.id = ?1`, j.Delivery.Feed))
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return err
			}
			feeds[j.Delivery.Feed] = f
		}
		j.Article, j.Feed = a, f
		j.Delivery.Version = a.Version
		if j.Delivery.Kind != news.Edit {
			continue
		}
		err := c.row(ctx, `SELECT view FROM shown WHERE chat_id = ?1 AND message_id = ?2`, j.Delivery.Chat, j.Delivery.Message).Scan(&j.View)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
	}
	return nil
}

// Confirm says that a delivery stands in the chat as a message, and remembers
// which article the message shows. It holds whatever became of the lease
// meanwhile: what was sent was sent. message is 0 for an edit, which keeps the
// one that it has.
func (s *Store) Confirm(ctx context.Context, id news.DeliveryID, message news.MessageID, now time.Time) error {
	return s.settle(ctx, "confirm", id, func(ctx context.Context, c conn, d slot) error {
		return sent(ctx, c, d, message, 0, now)
	})
}

func sent(ctx context.Context, c conn, d slot, message news.MessageID, also int, now time.Time) error {
	if err := conclude(ctx, c, d, news.Sent, message, millis(now), ""); err != nil {
		return err
	}
	for i := range messages(message, also) {
		if err := remember(ctx, c, d.chat, d.thread, message+news.MessageID(i), d.article, now); err != nil {
			return err
		}
	}
	if d.version >= d.newest {
		return nil
	}
	_, err := c.exec(ctx, edit, d.id, millis(now)) // it changed while it was on its way
	return err
}

// Postpone gives a claimed delivery back, to be claimed again from until on;
// its lane waits for it. Where it is not claimed any more (its chat was
// blocked, it was confirmed) nothing changes. The reason holds no secrets.
func (s *Store) Postpone(ctx context.Context, id news.DeliveryID, until time.Time, reason string) error {
	return s.settle(ctx, "postpone", id, func(ctx context.Context, c conn, d slot) error {
		if d.state != news.Sending {
			return nil
		}
		return release(ctx, c, d, millis(until), reason)
	})
}

// Drop gives a delivery up for a reason, and its lane goes on. What was sent
// stays sent. When a chat refuses the bot, call Block instead: it drops what
// waits for the chat so that it can come back.
func (s *Store) Drop(ctx context.Context, id news.DeliveryID, reason string) error {
	return s.settle(ctx, "drop", id, func(ctx context.Context, c conn, d slot) error {
		if d.state != news.Sending && d.state != news.Due {
			return nil
		}
		return withdraw(ctx, c, d, d.changed, reason)
	})
}

func (s *Store) settle(ctx context.Context, what string, id news.DeliveryID, f func(context.Context, conn, slot) error) error {
	err := s.db.write(ctx, repeatable, func(ctx context.Context, c conn) error {
		d, err := find(ctx, c, id)
		if err != nil {
			return err
		}
		return f(ctx, c, d)
	})
	return wrap(err, "%s delivery %d", what, id)
}

// NextDue is when Claim will have something: not after now where it has it at
// once, the zero time where nothing waits. It looks at heads alone, so it is
// quick however much is queued.
func (s *Store) NextDue(ctx context.Context, now time.Time) (t time.Time, err error) {
	err = s.db.read(ctx, func(ctx context.Context, c conn) error {
		var at ms
		err := c.row(ctx, `SELECT next_at FROM deliveries WHERE head = 1 ORDER BY next_at LIMIT 1`).Scan(&at)
		switch {
		case err == nil:
			t = moment(max(at, 1))
		case !errors.Is(err, sql.ErrNoRows):
			return err
		}
		if err == nil && at <= millis(now) {
			return nil
		}
		cut, err := some(ctx, c, `SELECT 1 FROM fanouts LIMIT 1`)
		if err == nil && !cut {
			cut, err = some(ctx, c, `SELECT 1 FROM revisions WHERE queueing = 1 LIMIT 1`)
		}
		if cut {
			t = now
		}
		return err
	})
	return t, wrap(err, "next delivery")
}

// Queue says how many deliveries stand in each state, for those who watch the
// bot. It counts what waits, and estimates nothing.
func (s *Store) Queue(ctx context.Context) (waiting int, err error) {
	err = s.db.read(ctx, func(ctx context.Context, c conn) error {
		return c.row(ctx, `SELECT COUNT(*) FROM deliveries WHERE `+pending).Scan(&waiting)
	})
	if err != nil {
		return 0, fmt.Errorf("count deliveries: %w", err)
	}
	return waiting, nil
}
