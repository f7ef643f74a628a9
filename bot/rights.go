package bot

import (
	"context"
	"errors"
	"strconv"

	"github.com/go-telegram/bot/models"

	"herald/bot/locale"
	"herald/bot/render"
	"herald/bot/telegram"
	"herald/news"
)

// listed says that a person may use the bot at all.
func (b *Bot) listed(user news.UserID) bool {
	return len(b.allowed) == 0 || b.allowed[user]
}

// mayUse says whether a message's sender may use the bot. Where a chat speaks
// as itself nobody is named: then it counts that somebody listed brought the
// bot there, which is when the chat was stored.
func (b *Bot) mayUse(ctx context.Context, m *models.Message) (bool, error) {
	if len(b.allowed) == 0 {
		return true, nil
	}
	if m.SenderChat == nil && m.From != nil {
		return b.listed(news.UserID(m.From.ID)), nil
	}
	_, err := b.store.Chat(ctx, news.ChatID(m.Chat.ID))
	if errors.Is(err, news.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// turnAway tells a person in private what to do to be listed; groups hear
// nothing.
func (b *Bot) turnAway(ctx context.Context, m *models.Message) error {
	if m.Chat.Type != models.ChatTypePrivate || m.From == nil {
		return nil
	}
	_, err := b.telegram.Send(ctx, telegram.Target{Chat: news.ChatID(m.Chat.ID), Thread: thread(m)}, render.Note(render.Plain(refusal(m.From))))
	return unsent(err)
}

func refusal(u *models.User) string {
	return locale.For(u.LanguageCode).Text(locale.NotAllowed, "id", strconv.FormatInt(u.ID, 10))
}

// governs says whether who asks may change what the chat gets: everybody in
// their private chat; elsewhere its administrators, also those who speak as
// the chat itself.
func (b *Bot) governs(ctx context.Context, r *request) (bool, error) {
	if r.chat.Kind == news.Private || r.itself {
		return true, nil
	}
	if r.user == 0 {
		return false, nil
	}
	may, err := b.telegram.Administrator(ctx, r.chat.ID, r.user)
	if errors.Is(err, telegram.ErrNoRights) { // the bot may not see who governs: then nobody does through it
		return false, nil
	}
	return may, err
}
