package bot

import (
	"context"

	"herald/bot/locale"
	"herald/news"
)

// cancel has nothing to do, since no command waits for a second message, and
// says so. Unaddressed in a group it is meant for another bot.
func (b *Bot) cancel(ctx context.Context, r *request) error {
	if r.chat.Kind != news.Private && !r.cmd.addressed {
		return nil
	}
	return b.say(ctx, r, r.words(locale.CancelNothing))
}
