package bot

import (
	"context"

	"herald/bot/locale"
	"herald/news"
)

// help says what the bot can do where it is asked.
func (b *Bot) help(ctx context.Context, r *request) error {
	if r.chat.Kind == news.Private {
		return b.say(ctx, r, r.words(locale.HelpPrivate))
	}
	return b.say(ctx, r, r.words(locale.HelpGroup))
}

// unknown answers a command that the bot does not have: in private, and in
// groups where it carries the bot's name.
func (b *Bot) unknown(ctx context.Context, r *request) error {
	return b.say(ctx, r, r.words(locale.UnknownCommand, "command", r.cmd.slash()))
}
