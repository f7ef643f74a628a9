package bot

import (
	"context"
	"errors"

	"herald/bot/locale"
	"herald/bot/render"
	"herald/news"
)

// start greets, or opens the article that a deep link under a channel's post
// names by its unguessable key.
func (b *Bot) start(ctx context.Context, r *request) error {
	if r.chat.Kind != news.Private {
		return b.help(ctx, r)
	}
	if r.cmd.args == "" {
		return b.say(ctx, r, r.words(locale.StartPrivate))
	}
	view, key, ok := render.OfDeepLink(r.cmd.args)
	if !ok {
		return b.say(ctx, r, r.words(locale.StartPrivate))
	}
	a, err := b.store.ArticleByKey(ctx, key)
	if errors.Is(err, news.ErrNotFound) {
		return b.say(ctx, r, r.words(locale.StartUnknown))
	}
	if err != nil {
		return err
	}
	return b.bounded(ctx, r, func(ctx context.Context, r *request) error { return b.show(ctx, r, a, view) })
}
