package storage

import (
	"context"
	"errors"
	"time"

	"herald/news"
)

const chatColumns = `c.id, c.kind, c.title, c.lang, c.set_length, c.set_media, c.set_no_model, c.set_silent, c.set_zone, c.set_lang, c.state, c.blocked_at, c.moved_to, c.rights_lost_at`

// chatTimes are the times of a chat as they are stored.
type chatTimes struct{ blocked, lost ms }

func (t chatTimes) put(c *news.Chat) { c.BlockedAt, c.RightsLost = moment(t.blocked), moment(t.lost) }

func chatFields(c *news.Chat, t *chatTimes) []any {
	s := &c.Settings
	return []any{&c.ID, &c.Kind, &c.Title, &c.Lang, &s.Length, &s.Media, &s.NoModel, &s.Silent, &s.Zone, &s.Lang, &c.State, &t.blocked, &c.MovedTo, &t.lost}
}

func readChat(ctx context.Context, c conn, id news.ChatID) (chat news.Chat, err error) {
	var times chatTimes
	err = c.row(ctx, `SELECT `+chatColumns+` FROM chats c WHERE c.id = ?1`, id).Scan(chatFields(&chat, &times)...)
	times.put(&chat)
	return chat, found(err)
}

// holdChat reads a chat whose lanes are about to change.
func holdChat(ctx context.Context, c conn, id news.ChatID) (news.Chat, error) {
	if err := keep(ctx, c, id); err != nil {
		return news.Chat{}, err
	}
	return readChat(ctx, c, id)
}

// Chat is a stored chat.
func (s *Store) Chat(ctx context.Context, id news.ChatID) (chat news.Chat, err error) {
	err = s.db.read(ctx, func(ctx context.Context, c conn) error {
		chat, err = readChat(ctx, c, id)
		return err
	})
	return chat, wrap(err, "chat %d", id)
}

// EnsureChat stores a chat that is new, and refreshes kind, title and language
// of one that is known as far as they are given; its settings and its state
// stay. It gives back what is stored. Where nothing is new it only reads.
func (s *Store) EnsureChat(ctx context.Context, chat news.Chat) (news.Chat, error) {
	stored, err := s.Chat(ctx, chat.ID)
	switch {
	case err == nil && refreshed(stored, chat) == stored:
		return stored, nil
	case err != nil && !errors.Is(err, news.ErrNotFound):
		return stored, err
	}
	err = s.db.write(ctx, durable, func(ctx context.Context, c conn) error {
		if chat.Kind == "" {
			chat.Kind = news.Private
		}
		_, err := c.exec(ctx, `INSERT INTO chats (id, kind, title, lang) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (id) DO UPDATE SET
			kind = excluded.kind,
			title = CASE WHEN excluded.title = '' THEN chats.title ELSE excluded.title END,
			lang = CASE WHEN excluded.lang = '' THEN chats.lang ELSE excluded.lang END`, chat.ID, chat.Kind, chat.Title, chat.Lang)
		if err != nil {
			return err
		}
		stored, err = readChat(ctx, c, chat.ID)
		return err
	})
	return stored, wrap(err, "store chat %d", chat.ID)
}

// refreshed is the stored chat with what is newly known.
func refreshed(stored, chat news.Chat) news.Chat {
	if chat.Kind != "" {
		stored.Kind = chat.Kind
	}
	if chat.Title != "" {
		stored.Title = chat.Title
	}
	if chat.Lang != "" {
		stored.Lang = chat.Lang
	}
	return stored
}

// SaveSettings stores a chat's choices.
func (s *Store) SaveSettings(ctx context.Context, id news.ChatID, set news.Settings) error {
	err := s.db.write(ctx, durable, func(ctx context.Context, c conn) error {
		n, err := c.exec(ctx, `UPDATE chats SET set_length = ?2, set_media = ?3, set_no_model = ?4, set_silent = ?5, set_zone = ?6, set_lang = ?7 WHERE id = ?1`,
			id, set.Length, set.Media, flag(set.NoModel), flag(set.Silent), set.Zone, set.Lang)
		if err == nil && n == 0 {
			return news.ErrNotFound
		}
		return err
	})
	return wrap(err, "save settings of chat %d", id)
}

// Block keeps messages from a chat that refuses them. All that it has stays;
// what waits for it, in flight or not, is dropped as "blocked", and Resume
// brings the newest of it back. Blocking a blocked chat keeps the time since
// when it is blocked.
func (s *Store) Block(ctx context.Context, id news.ChatID, now time.Time) error {
	err := s.db.write(ctx, durable, func(ctx context.Context, c conn) error {
		_, err := block(ctx, c, id, now, time.Time{})
		return err
	})
	return wrap(err, "block chat %d", id)
}

// Pause is Block for a chat in which herald is but may not write; it is tried
// again at that time (see Trials). first says that it could be written to
// before: a trial that fails is not the first.
func (s *Store) Pause(ctx context.Context, id news.ChatID, now, again time.Time) (first bool, err error) {
	err = s.db.write(ctx, durable, func(ctx context.Context, c conn) error {
		chat, err := block(ctx, c, id, now, again)
		first = err == nil && chat.State == news.Active && chat.RightsLost.IsZero()
		return err
	})
	return first, wrap(err, "pause chat %d", id)
}

// block keeps messages from a chat, for lack of rights where there is a time to
// try it again, and gives back the chat as it was.
func block(ctx context.Context, c conn, id news.ChatID, now, again time.Time) (news.Chat, error) {
	chat, err := holdChat(ctx, c, id)
	if err != nil || chat.State == news.Moved {
		return chat, err
	}
	lost := ms(0)
	if !again.IsZero() {
		if lost = millis(chat.RightsLost); lost == 0 {
			lost = millis(now)
		}
	}
	if _, err := c.exec(ctx, `UPDATE chats SET state = 'blocked', blocked_at = CASE WHEN state = 'active' THEN ?2 ELSE blocked_at END, rights_lost_at = ?3, trial_at = ?4 WHERE id = ?1`,
		id, millis(now), lost, millis(again)); err != nil {
		return chat, err
	}
	if err := forgetEdits(ctx, c, id, millis(now)); err != nil {
		return chat, err
	}
	_, err = c.exec(ctx, `UPDATE deliveries SET state = 'dropped', head = 0, changed_at = ?2, reason = CASE WHEN reason = 'unsubscribed' THEN 'unsubscribed' ELSE 'blocked' END
		WHERE chat_id = ?1 AND `+pending, id, millis(now))
	return chat, err
}

// Resume lets messages go to a chat again that was blocked. Of each feed that
// it takes, the newest news.Newest articles that it missed are queued, oldest
// first; the first says how many were left out. Resuming an active chat
// changes nothing.
func (s *Store) Resume(ctx context.Context, id news.ChatID, now time.Time) error {
	err := s.db.write(ctx, durable, func(ctx context.Context, c conn) error {
		if _, err := c.exec(ctx, `UPDATE chats SET rights_lost_at = 0 WHERE id = ?1 AND rights_lost_at <> 0`, id); err != nil {
			return err
		}
		return resume(ctx, c, id, now)
	})
	return wrap(err, "resume chat %d", id)
}

// Trials resumes up to n chats that were paused and are to be tried again, as
// Resume does: the first message that goes there shows whether herald may write
// again (Resume) or not (Pause). It says how many these are.
func (s *Store) Trials(ctx context.Context, now time.Time, n int) (int, error) {
	var due []int64
	err := s.db.read(ctx, func(ctx context.Context, c conn) (err error) {
		due, err = all(ctx, c, id, `SELECT id FROM chats WHERE trial_at <> 0 AND trial_at <= ?1 ORDER BY trial_at LIMIT ?2`, millis(now), n)
		return err
	})
	for _, chat := range due {
		if err == nil {
			err = s.db.write(ctx, repeatable, func(ctx context.Context, c conn) error { return resume(ctx, c, news.ChatID(chat), now) })
		}
	}
	return len(due), wrap(err, "try paused chats")
}

// resume is Resume within its transaction; that rights were lost stays known.
func resume(ctx context.Context, c conn, id news.ChatID, now time.Time) error {
	chat, err := holdChat(ctx, c, id)
	if err != nil || chat.State != news.Blocked {
		return err
	}
	if _, err := c.exec(ctx, `UPDATE chats SET state = 'active', blocked_at = 0, trial_at = 0 WHERE id = ?1`, id); err != nil {
		return err
	}
	subs, err := all(ctx, c, scanSubscription, selectSubscription+` WHERE s.chat_id = ?1 AND s.ended_at = 0 ORDER BY s.id`, id)
	if err != nil {
		return err
	}
	var queue []missed
	for _, sub := range subs {
		if err := wake(ctx, c, sub.Feed.ID); err != nil {
			return err
		}
		list, err := newestMissed(ctx, c, sub, chat.BlockedAt)
		if err != nil {
			return err
		}
		queue = append(queue, list...)
	}
	// What was left out is not shown later, by another door.
	if err := requeue(ctx, c, queue, millis(now)); err != nil {
		return err
	}
	if err := resumeEdits(ctx, c, id, now); err != nil {
		return err
	}
	return elect(ctx, c, id)
}

// Move gives all that a chat has to the supergroup that it became. Where both
// have the same, the supergroup's stays. Moving twice changes nothing.
func (s *Store) Move(ctx context.Context, from, to news.ChatID) error {
	err := s.db.write(ctx, durable, func(ctx context.Context, c conn) error {
		chat, err := holdChat(ctx, c, from)
		if err != nil || chat.State == news.Moved || from == to {
			return err
		}
		return moveChat(ctx, c, from, to)
	})
	return wrap(err, "move chat %d to %d", from, to)
}
