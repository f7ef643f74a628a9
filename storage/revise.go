package storage

import (
	"context"
	"database/sql"
	"errors"
	"math"
	"time"

	"herald/news"
)

// newest is the newest version of a delivery's article. Few articles have a row
// among the revisions, so asking costs next to nothing.
const newest = `COALESCE((SELECT r.version FROM revisions r WHERE r.article_id = deliveries.article_id), 1)`

// Sightings are how the entries of a feed looked whose articles it brought
// after the given time.
func (s *Store) Sightings(ctx context.Context, feed news.FeedID, since time.Time) (list []news.Sighting, err error) {
	scan := func(r scanner) (v news.Sighting, err error) {
		var updated, again ms
		err = r.Scan(&v.Article, &v.Key, &v.Words, &updated, &again, &v.Reads)
		v.Updated, v.Again = moment(updated), moment(again)
		return v, err
	}
	err = s.db.read(ctx, func(ctx context.Context, c conn) error {
		list, err = all(ctx, c, scan, `SELECT article_id, entry_key, words, updated_at, again_at, reads FROM arrivals WHERE feed_id = ?1 AND at > ?2 AND words <> '' ORDER BY at`, feed, millis(since))
		return err
	})
	return list, wrap(err, "sightings of feed %d", feed)
}

// sight stores how an entry looks.
func sight(ctx context.Context, c conn, feed news.FeedID, v news.Sighting) error {
	_, err := c.exec(ctx, `UPDATE arrivals SET entry_key = ?3, words = ?4, updated_at = ?5, again_at = ?6, reads = ?7 WHERE feed_id = ?1 AND article_id = ?2`,
		feed, v.Article, v.Key, v.Words, millis(v.Updated), millis(v.Again), v.Reads)
	return err
}

// Revise stores that a stored article, by its ID, has another title or text at
// its source now, as a new version, and gives it back. The message of each chat
// that got an older one is queued to be edited: those that still wait show the
// new version anyway, and several changes before an edit goes out are one
// edit. What the new reading left open stays. An article that reads as it did
// is given back as it is.
func (s *Store) Revise(ctx context.Context, a news.Article, now time.Time) (news.Article, error) {
	err := s.db.write(ctx, repeatable, func(ctx context.Context, c conn) (err error) {
		a, err = revise(ctx, c, a, now)
		return err
	})
	s.finish(ctx, err == nil, s.queueEdits)
	return a, wrap(err, "revise article %d", a.ID)
}

func revise(ctx context.Context, c conn, a news.Article, now time.Time) (news.Article, error) {
	old, err := scanArticle(c.row(ctx, `SELECT `+articleColumns+` FROM articles a WHERE a.id = ?1`+c.lock("a"), a.ID))
	if err != nil {
		return a, found(err)
	}
	a.URL, a.Feed = old.URL, old.Feed // its identity
	revised, err := mergeArticle(ctx, c, old, a, true)
	if err != nil || revised.Title == old.Title && revised.Lead == old.Lead && revised.Body == old.Body {
		return revised, err
	}
	_, err = c.exec(ctx, `INSERT INTO revisions (article_id, version, revised_at, chat_id, thread_id, title, lead, body) VALUES (?1, 2, ?2, ?3, 0, ?4, ?5, ?6)
		ON CONFLICT (article_id) DO UPDATE SET version = revisions.version + 1, revised_at = excluded.revised_at, queueing = 1, chat_id = excluded.chat_id, thread_id = 0`,
		a.ID, millis(now), int64(math.MinInt64), old.Title, old.Lead, old.Body)
	revised.Version, revised.Revised = old.Version+1, moment(millis(now))
	return revised, err
}

// Original is an article as it read at first. Only its title, lead and body
// may differ from the stored one.
func (s *Store) Original(ctx context.Context, id news.ArticleID) (a news.Article, err error) {
	err = s.db.read(ctx, func(ctx context.Context, c conn) error {
		if a, err = scanArticle(c.row(ctx, `SELECT `+articleColumns+` FROM articles a WHERE a.id = ?1`, id)); err != nil {
			return found(err)
		}
		err := c.row(ctx, `SELECT title, lead, body FROM revisions WHERE article_id = ?1`, id).Scan(&a.Title, &a.Lead, &a.Body)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return a, wrap(err, "original of article %d", id)
}

// edit queues that a message is edited, where it shows an older version and its
// chat can be written to. What is at the head of its lane goes before it, what
// came later behind it.
const edit = `UPDATE deliveries SET kind = 'edit', state = 'due', attempts = 0, next_at = ?2, changed_at = ?2, reason = '',
	head = CASE WHEN EXISTS (SELECT 1 FROM deliveries p WHERE p.chat_id = deliveries.chat_id AND p.thread_id = deliveries.thread_id AND p.state IN ('due', 'sending')) THEN 0 ELSE 1 END
	WHERE id = ?1 AND state = 'sent' AND message_id <> 0 AND (SELECT c.state FROM chats c WHERE c.id = deliveries.chat_id) = 'active'
		AND version < ` + newest

// queueEdits turns the next part of a revision into edits, in a transaction of
// its own; more is false where there was none.
func (s *Store) queueEdits(ctx context.Context) (more bool, err error) {
	err = s.db.read(ctx, func(ctx context.Context, c conn) error {
		more, err = some(ctx, c, `SELECT 1 FROM revisions WHERE queueing = 1 LIMIT 1`)
		return err
	})
	if err != nil || !more {
		return false, err
	}
	type shown struct{ id, chat, thread ms }
	err = s.db.write(ctx, repeatable, func(ctx context.Context, c conn) error {
		var article, chat, thread, now ms
		err := c.row(ctx, `SELECT article_id, chat_id, thread_id, revised_at FROM revisions WHERE queueing = 1 ORDER BY article_id LIMIT 1`+c.lock("revisions")).Scan(&article, &chat, &thread, &now)
		if errors.Is(err, sql.ErrNoRows) {
			return nil // somebody else was quicker
		}
		if err != nil {
			return err
		}
		list, err := all(ctx, c, func(r scanner) (v shown, err error) { return v, r.Scan(&v.id, &v.chat, &v.thread) },
			`SELECT id, chat_id, thread_id FROM deliveries WHERE article_id = ?1 AND (chat_id, thread_id) > (?2, ?3) ORDER BY chat_id, thread_id LIMIT ?4`, article, chat, thread, s.batch)
		if err != nil {
			return err
		}
		if len(list) < s.batch {
			if _, err := c.exec(ctx, `UPDATE revisions SET queueing = 0 WHERE article_id = ?1`, article); err != nil {
				return err
			}
		}
		if len(list) == 0 {
			return nil
		}
		last := list[len(list)-1]
		if _, err := c.exec(ctx, `UPDATE revisions SET chat_id = ?2, thread_id = ?3 WHERE article_id = ?1`, article, last.chat, last.thread); err != nil {
			return err
		}
		rows := make([][]any, len(list))
		for i, v := range list {
			rows[i] = []any{v.id, now}
		}
		if err := keepBetween(ctx, c, list[0].chat, last.chat); err != nil {
			return err
		}
		return c.execMany(ctx, edit, rows)
	})
	return more, err
}

// keepBetween keeps the lanes of an article's chats in one order.
func keepBetween(ctx context.Context, c conn, from, to ms) error {
	if c.lock("c") == "" {
		return nil
	}
	_, err := c.exec(ctx, `SELECT 1 FROM chats c WHERE c.id BETWEEN ?1 AND ?2 ORDER BY c.id`+c.lock("c"), from, to)
	return err
}

// Viewed remembers what a pushed message shows below the title since a person
// pressed its button, so that an edit keeps it; version is the article's, as
// the message shows it now. An edit that is on its way, or a version that came
// meanwhile, makes another one.
func (s *Store) Viewed(ctx context.Context, chat news.ChatID, message news.MessageID, v news.View, version int, now time.Time) error {
	err := s.db.write(ctx, repeatable, func(ctx context.Context, c conn) error {
		if err := keep(ctx, c, chat); err != nil {
			return err
		}
		n, err := c.exec(ctx, `UPDATE shown SET view = ?3 WHERE chat_id = ?1 AND message_id = ?2`, chat, message, v)
		if err != nil || n == 0 {
			return err
		}
		const pushed = `article_id = (SELECT s.article_id FROM shown s WHERE s.chat_id = ?1 AND s.message_id = ?2) AND chat_id = ?1 AND message_id = ?2`
		if _, err := c.exec(ctx, `UPDATE deliveries SET version = CASE WHEN state = 'sending' THEN 0 ELSE ?3 END WHERE `+pushed+` AND state IN ('sending', 'sent')`, chat, message, version); err != nil {
			return err
		}
		stale, err := all(ctx, c, id, `SELECT id FROM deliveries WHERE `+pushed+` AND state = 'sent' AND version < `+newest, chat, message)
		if err != nil {
			return err
		}
		for _, d := range stale {
			if _, err := c.exec(ctx, edit, d, millis(now)); err != nil {
				return err
			}
		}
		return nil
	})
	return wrap(err, "view of message %d in chat %d", message, chat)
}

// forgetEdits takes the edits that wait for a chat out of its lanes: their
// messages stand as they are, and may be edited when the chat is back.
func forgetEdits(ctx context.Context, c conn, chat news.ChatID, now ms) error {
	_, err := c.exec(ctx, `UPDATE deliveries SET state = 'sent', head = 0, version = 0, changed_at = ?2, reason = '' WHERE chat_id = ?1 AND `+pending+` AND kind = 'edit'`, chat, now)
	return err
}

// resumeEdits queues the edits that a chat missed while it could not be
// written to. The heads of its lanes must be elected after it.
func resumeEdits(ctx context.Context, c conn, chat news.ChatID, now time.Time) error {
	missed, err := all(ctx, c, id, `SELECT d.id FROM revisions r CROSS JOIN deliveries d
		WHERE r.revised_at > ?2 AND d.article_id = r.article_id AND d.chat_id = ?1 AND d.state = 'sent' AND d.version < r.version`, chat, millis(now.Add(-news.EditAge)))
	if err != nil {
		return err
	}
	for _, d := range missed {
		if _, err := c.exec(ctx, edit, d, millis(now)); err != nil {
			return err
		}
	}
	return nil
}
