package storage

import (
	"context"
	"errors"
	"time"

	"herald/news"
)

// Remember keeps that a message of the bot shows an article, for replies to it
// and for presses of its buttons. A message that is known shows the article
// given last.
func (s *Store) Remember(ctx context.Context, chat news.ChatID, thread news.ThreadID, message news.MessageID, article news.ArticleID) error {
	err := s.db.write(ctx, repeatable, func(ctx context.Context, c conn) error {
		if err := exists(ctx, c, chat, article); err != nil {
			return err
		}
		return remember(ctx, c, chat, thread, message, article, time.Now())
	})
	return wrap(err, "remember message %d of chat %d", message, chat)
}

func exists(ctx context.Context, c conn, chat news.ChatID, article news.ArticleID) error {
	var one int
	return found(c.row(ctx, `SELECT 1 FROM chats c, articles a WHERE c.id = ?1 AND a.id = ?2`, chat, article).Scan(&one))
}

func remember(ctx context.Context, c conn, chat news.ChatID, thread news.ThreadID, message news.MessageID, article news.ArticleID, at time.Time) error {
	if message == 0 {
		return nil
	}
	_, err := c.exec(ctx, rememberQuery, chat, thread, message, article, millis(at))
	return err
}

const rememberQuery = `INSERT INTO shown (chat_id, thread_id, message_id, article_id, at) VALUES (?1, ?2, ?3, ?4, ?5)
	ON CONFLICT (chat_id, message_id) DO UPDATE SET thread_id = excluded.thread_id, article_id = excluded.article_id, at = excluded.at`

// Latest is the article that a chat's topic got last, pushed or on request.
func (s *Store) Latest(ctx context.Context, chat news.ChatID, thread news.ThreadID) (news.Article, error) {
	a, err := s.article(ctx, `SELECT `+articleColumns+` FROM articles a WHERE a.id = (
		SELECT article_id FROM shown WHERE chat_id = ?1 AND thread_id = ?2 ORDER BY id DESC LIMIT 1)`, chat, thread)
	return a, wrap(err, "latest article of chat %d", chat)
}

// Arriving says that a message is on its way to a chat's topic: it may stand
// there already, and nobody has confirmed it yet.
func (s *Store) Arriving(ctx context.Context, chat news.ChatID, thread news.ThreadID) (on bool, err error) {
	err = s.db.read(ctx, func(ctx context.Context, c conn) error {
		on, err = some(ctx, c, `SELECT 1 FROM deliveries WHERE chat_id = ?1 AND thread_id = ?2 AND state IN ('due', 'sending') AND state = 'sending' AND kind = 'send' LIMIT 1`, chat, thread)
		return err
	})
	return on, wrap(err, "what arrives in chat %d", chat)
}

// Shown is the article that a message of the bot shows. A person may press a
// button of a message between its arrival and Confirm: what is newer than all
// that is known of the chat is the one delivery that is in flight there. Where
// several are, in topics, nobody can tell, and the error is news.ErrNotFound.
func (s *Store) Shown(ctx context.Context, chat news.ChatID, message news.MessageID) (news.Article, error) {
	a, err := s.article(ctx, `SELECT `+articleColumns+` FROM articles a WHERE a.id = (
		SELECT article_id FROM shown WHERE chat_id = ?1 AND message_id = ?2)`, chat, message)
	if errors.Is(err, news.ErrNotFound) {
		a, err = s.article(ctx, `SELECT `+articleColumns+` FROM articles a WHERE a.id = (
			SELECT MAX(article_id) FROM deliveries WHERE chat_id = ?1 AND state IN ('due', 'sending') AND state = 'sending' AND kind = 'send'
			HAVING COUNT(*) = 1) AND NOT EXISTS (SELECT 1 FROM shown WHERE chat_id = ?1 AND message_id >= ?2)`, chat, message)
	}
	if errors.Is(err, news.ErrNotFound) { // or it was confirmed between the two
		a, err = s.article(ctx, `SELECT `+articleColumns+` FROM articles a WHERE a.id = (
			SELECT article_id FROM shown WHERE chat_id = ?1 AND message_id = ?2)`, chat, message)
	}
	return a, wrap(err, "article of message %d in chat %d", message, chat)
}
