package storage

import (
	"context"
	"time"

	"herald/news"
)

// moveChat is Move within its transaction.
func moveChat(ctx context.Context, c conn, from, to news.ChatID) error {
	// The supergroup counts its messages anew: those of the group cannot be
	// edited any more.
	if err := forgetEdits(ctx, c, from, millis(time.Now())); err != nil {
		return err
	}
	if _, err := c.exec(ctx, `UPDATE deliveries SET message_id = 0 WHERE chat_id = ?1 AND state = 'sent'`, from); err != nil {
		return err
	}
	for _, query := range []string{
		// The supergroup, with the group's settings where it has none of its own.
		`INSERT INTO chats (id, kind, title, lang, set_length, set_media, set_no_model, set_silent, set_zone, set_lang, state, blocked_at, rights_lost_at, trial_at)
			SELECT ?2, 'supergroup', title, lang, set_length, set_media, set_no_model, set_silent, set_zone, set_lang, state, blocked_at, rights_lost_at, trial_at FROM chats WHERE id = ?1
			ON CONFLICT (id) DO UPDATE SET set_length = excluded.set_length, set_media = excluded.set_media, set_no_model = excluded.set_no_model,
				set_silent = excluded.set_silent, set_zone = excluded.set_zone, set_lang = excluded.set_lang
			WHERE chats.set_length = '' AND chats.set_media = '' AND chats.set_no_model = 0 AND chats.set_silent = 0 AND chats.set_zone = '' AND chats.set_lang = ''`,
		// A group that could be written to is a supergroup that can.
		`UPDATE chats SET state = 'active', blocked_at = 0, rights_lost_at = 0, trial_at = 0 WHERE id = ?2 AND state = 'blocked' AND EXISTS (SELECT 1 FROM chats o WHERE o.id = ?1 AND o.state = 'active')`,
		// Subscriptions: a live one wins over one that was given up.
		`DELETE FROM subscriptions WHERE chat_id = ?2 AND ended_at <> 0 AND EXISTS (SELECT 1 FROM subscriptions o
			WHERE o.chat_id = ?1 AND o.ended_at = 0 AND o.thread_id = subscriptions.thread_id AND o.feed_id = subscriptions.feed_id)`,
		`DELETE FROM subscriptions WHERE chat_id = ?1 AND EXISTS (SELECT 1 FROM subscriptions o
			WHERE o.chat_id = ?2 AND o.thread_id = subscriptions.thread_id AND o.feed_id = subscriptions.feed_id)`,
		`UPDATE subscriptions SET chat_id = ?2 WHERE chat_id = ?1`,
		// Deliveries: what waits or was sent wins over what was dropped.
		`DELETE FROM deliveries WHERE chat_id = ?2 AND state = 'dropped' AND EXISTS (SELECT 1 FROM deliveries o
			WHERE o.article_id = deliveries.article_id AND o.chat_id = ?1 AND o.thread_id = deliveries.thread_id AND o.state <> 'dropped')`,
		`DELETE FROM deliveries WHERE chat_id = ?1 AND EXISTS (SELECT 1 FROM deliveries o
			WHERE o.article_id = deliveries.article_id AND o.chat_id = ?2 AND o.thread_id = deliveries.thread_id)`,
		`UPDATE deliveries SET chat_id = ?2 WHERE chat_id = ?1`,
		`DELETE FROM shown WHERE chat_id = ?1 AND EXISTS (SELECT 1 FROM shown o WHERE o.chat_id = ?2 AND o.message_id = shown.message_id)`,
		`UPDATE shown SET chat_id = ?2 WHERE chat_id = ?1`,
		`UPDATE chats SET state = 'moved', moved_to = ?2, blocked_at = 0, trial_at = 0 WHERE id = ?1`,
	} {
		if _, err := c.exec(ctx, query, from, to); err != nil {
			return err
		}
	}
	return elect(ctx, c, to)
}
