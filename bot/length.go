package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/go-telegram/bot/models"

	"herald/bot/locale"
	"herald/bot/render"
	"herald/bot/telegram"
	"herald/news"
)

// resizedAlone gives the summary that stands alone in the message another
// length, in its place. The chat's own choice stays.
func (b *Bot) resizedAlone(ctx context.Context, r *request, data string) error {
	return b.resized(ctx, r, data, func(ctx context.Context, p render.Page) (telegram.Message, error) {
		return b.aside(ctx, p, render.Summarized)
	})
}

// resizedAll does so with the one summary of several articles. Which these are,
// the message says: the storage knows the first, and the others are the links
// in its list of sources. The press of a button must not name articles, since
// with other people's numbers it would show what they have read.
func (b *Bot) resizedAll(ctx context.Context, r *request, data string) error {
	return b.resized(ctx, r, data, func(ctx context.Context, p render.Page) (telegram.Message, error) {
		written, entities := content(r.message)
		articles := []news.Article{p.Article}
		for _, e := range entities {
			if e.Type != models.MessageEntityTypeTextLink || len(articles) == atOnce {
				continue
			}
			a, err := b.store.ArticleByURL(ctx, e.URL)
			if errors.Is(err, news.ErrNotFound) {
				a, err = b.read(ctx, r, e.URL)
			}
			if err != nil {
				return telegram.Message{}, err
			}
			if !slices.ContainsFunc(articles, func(known news.Article) bool { return known.ID == a.ID }) {
				articles = append(articles, a)
			}
		}
		s, err := b.summarize(ctx, p.Chat, articles, nil, nil)
		return render.Several(p, articles, s, render.SeveralNotes(written)), err
	})
}

// resized puts what form makes, at the length that stands in the data behind
// the colon, in the place of the message.
func (b *Bot) resized(ctx context.Context, r *request, data string, form func(context.Context, render.Page) (telegram.Message, error)) error {
	_, length, _ := strings.Cut(data, ":")
	l := news.Length(length)
	if r.chat.Kind == news.Channel || !slices.Contains(news.Lengths(), l) {
		return b.stale(ctx, r)
	}
	if !offered(r, data) {
		return b.answer(ctx, r, "")
	}
	a, err := b.store.Shown(ctx, r.chat.ID, news.MessageID(r.message.ID))
	if errors.Is(err, news.ErrNotFound) {
		return b.stale(ctx, r)
	}
	if err != nil {
		return err
	}
	return b.effort(r, render.Summarized)(ctx, r, func(ctx context.Context, r *request) error {
		b.ack(ctx, r)
		p := b.page(r, a)
		p.Chat.Settings.Length = l
		m, err := form(ctx, p)
		if err != nil {
			return err
		}
		return b.edit(ctx, r, m)
	})
}

// offered says that the message still has the button with the data, as a
// message of a group must before one press changes it for all: where two press
// at the same time, the second finds it changed already. Such a message stays
// in the language that it has, whoever presses. In a private chat nobody else
// sees it.
func offered(r *request, data string) bool {
	if r.chat.Kind == news.Private {
		return true
	}
	if r.message.ReplyMarkup == nil {
		return false
	}
	for _, row := range r.message.ReplyMarkup.InlineKeyboard {
		for _, button := range row {
			if button.CallbackData != data {
				continue
			}
			for _, lang := range locale.Languages() {
				if say := locale.For(lang); button.Text == say.Text(locale.ButtonShorter) || button.Text == say.Text(locale.ButtonLonger) {
					r.lang = lang
					r.speak()
				}
			}
			return true
		}
	}
	return false
}
