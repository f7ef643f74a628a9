package bot

import (
	"context"

	"herald/bot/locale"
	"herald/bot/render"
	"herald/bot/telegram"
	"herald/news"
)

// Paused tells somebody who governs a chat that herald may not write there any
// more, for the outbox, which has noticed: the owner, or else the first
// administrator who has opened the bot. Where there is none, the log is all.
func (b *Bot) Paused(ctx context.Context, chat news.Chat) {
	people, err := b.telegram.Administrators(ctx, chat.ID)
	if err != nil {
		b.log.Info("nobody can be told that herald may not write in a chat", "chat", chat.ID, "error", err)
		return
	}
	for _, p := range people {
		c, err := b.store.Chat(ctx, news.ChatID(p))
		if err != nil || c.State != news.Active {
			continue
		}
		r := &request{chat: c, say: locale.For(c.Language())}
		_, err = b.telegram.Send(ctx, telegram.Target{Chat: c.ID}, render.Note(r.words(locale.RightsLost, "chat", chat.Title)))
		if err == nil {
			return
		}
		b.log.Info("an administrator could not be told", "chat", chat.ID, "error", err)
	}
	b.log.Info("no administrator of the chat has opened the bot, so nobody was told that herald may not write there", "chat", chat.ID)
}
