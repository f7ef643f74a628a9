package bot

import (
	"context"
	"errors"

	"github.com/go-telegram/bot/models"

	"herald/bot/locale"
	"herald/bot/render"
	"herald/news"
)

// overhear answers what is no command in a private chat: a link, several of
// them, a forwarded post, a long text or a document is summed up; for anything
// else there is a hint.
func (b *Bot) overhear(ctx context.Context, r *request) error {
	m := r.message
	written, _ := content(m)
	address, body := gist(m)
	long := pastedText
	if m.ForwardOrigin != nil {
		long = longText
	}
	switch {
	case m.Document != nil, address != "", runes(body) >= long:
		r.cmd.name = "summary"
		return b.bounded(ctx, r, b.sumUp)
	case written == "" && (m.MediaGroupID != "" || service(m)):
		return nil // a further picture of an album, or Telegram's own note
	}
	return b.say(ctx, r, r.words(locale.Hint))
}

// sumUp answers with the summary of what a message holds or leads to.
func (b *Bot) sumUp(ctx context.Context, r *request) error {
	links := leads(r.message)
	if written, entities := content(r.message); len(links) > 1 && without(written, entities) == "" {
		return b.several(ctx, r, links)
	}
	a, err := b.within(ctx, r, r.message)
	if err != nil {
		address, _ := gist(r.message)
		return b.orSubscribe(ctx, r, address, err)
	}
	return b.show(ctx, r, a, render.Summarized, b.offer(r, r.message))
}

// orSubscribe tells of a failure to read an article; where a link leads to
// none, it may be meant for /subscribe, which the answer then names. Groups
// are not told: most who ask there may not subscribe.
func (b *Bot) orSubscribe(ctx context.Context, r *request, address string, err error) error {
	if address == "" || r.chat.Kind != news.Private || !errors.Is(err, news.ErrNoArticle) && !errors.Is(err, news.ErrNotReadable) {
		return err
	}
	told, _ := sorry(r.say, err)
	told.Add(" ")
	told.Append(r.words(locale.OrSubscribe, "url", address))
	return b.say(ctx, r, told)
}

// service says that a message holds nothing that a person sent to be read.
func service(m *models.Message) bool {
	return m.PinnedMessage != nil || m.MessageAutoDeleteTimerChanged != nil || m.ForumTopicCreated != nil || m.ForumTopicEdited != nil ||
		m.ForumTopicClosed != nil || m.ForumTopicReopened != nil || m.WriteAccessAllowed != nil || m.ChatBackgroundSet != nil || m.ConnectedWebsite != "" ||
		m.UsersShared != nil || m.ChatShared != nil
}
