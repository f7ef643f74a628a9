package bot

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"github.com/go-telegram/bot/models"

	"herald/bot/locale"
	"herald/bot/telegram"
	"herald/news"
	"herald/reader"
	"herald/text/changes"
)

// articleStore keeps the articles that were pushed or read on request, and
// knows which message shows which.
type articleStore interface {
	ArticleByKey(ctx context.Context, key string) (news.Article, error)
	ArticleByURL(ctx context.Context, url string) (news.Article, error)
	SaveArticle(ctx context.Context, a news.Article) (news.Article, error)
	Revise(ctx context.Context, a news.Article, now time.Time) (news.Article, error)
	Original(ctx context.Context, id news.ArticleID) (news.Article, error)
	Latest(ctx context.Context, chat news.ChatID, thread news.ThreadID) (news.Article, error)
	Arriving(ctx context.Context, chat news.ChatID, thread news.ThreadID) (bool, error)
	Remember(ctx context.Context, chat news.ChatID, thread news.ThreadID, message news.MessageID, article news.ArticleID) error
	Shown(ctx context.Context, chat news.ChatID, message news.MessageID) (news.Article, error)
	Viewed(ctx context.Context, chat news.ChatID, message news.MessageID, v news.View, version int, now time.Time) error
}

// Lengths that tell a text from a note about a link, in characters: longText
// of a forwarded post is worth a summary, and so is pastedText that somebody
// wrote or pasted; aboveLink beside an address means the text itself.
const (
	longText   = 200
	pastedText = 400
	aboveLink  = 500
)

// maxDocument is the largest document that is read: a book as PDF. Telegram
// itself gives a bot no more than 20 MB
// (https://core.telegram.org/bots/api#getfile).
const maxDocument = 10 << 20

// A stored article is taken as it is while it is fresh and whole; a body below
// teaser characters may be only what its feed gave.
const (
	fresh  = 6 * time.Hour
	teaser = 600
)

// confirming is how long the answer about a chat's latest article waits for one
// that is on its way there.
const confirming = time.Second

// nothingError says that neither the command nor what it answers names an
// article; the sentence says what to do.
type nothingError struct{ key locale.Key }

func (e nothingError) Error() string { return "no article meant: " + string(e.key) }

// meant finds the article that a command is about: its own text or address,
// the document that it stands under, the message that it answers, or the
// chat's latest.
func (b *Bot) meant(ctx context.Context, r *request) (news.Article, error) {
	m := r.message
	switch text := r.cmd.args; {
	case len(r.cmd.links) > 0 && runes(without(text, nil)) < aboveLink:
		return b.read(ctx, r, r.cmd.links[0])
	case text != "" && len(strings.Fields(text)) == 1 && len(r.cmd.links) == 0:
		address, ok := typed(text)
		if !ok {
			return news.Article{}, &sourcedError{text, news.ErrBadURL}
		}
		return b.read(ctx, r, address)
	case text != "":
		return b.keep(ctx, reader.Text("", text))
	case m.Document != nil:
		return b.document(ctx, r, m.Document)
	case m.Quote != nil && m.Quote.IsManual && runes(m.Quote.Text) >= longText:
		return b.keep(ctx, reader.Text("", m.Quote.Text))
	case m.ReplyToMessage != nil && m.ReplyToMessage.ForumTopicCreated == nil:
		return b.repliedTo(ctx, r, m.ReplyToMessage)
	case m.ExternalReply != nil && m.ExternalReply.Document != nil:
		return b.document(ctx, r, m.ExternalReply.Document)
	case m.ExternalReply != nil && m.ExternalReply.LinkPreviewOptions != nil && m.ExternalReply.LinkPreviewOptions.URL != nil:
		return b.read(ctx, r, *m.ExternalReply.LinkPreviewOptions.URL)
	}
	if err := b.arrived(ctx, r); err != nil {
		return news.Article{}, err
	}
	a, err := b.store.Latest(ctx, r.chat.ID, r.to.Thread)
	if errors.Is(err, news.ErrNotFound) {
		err = nothingError{locale.NothingYet}
	}
	return a, err
}

// arrived waits a moment for a message that is on its way to the chat: whoever
// is quick asks about it before herald knows that it is there.
func (b *Bot) arrived(ctx context.Context, r *request) error {
	look := time.NewTicker(confirming / 40)
	defer look.Stop()
	for range 40 {
		on, err := b.store.Arriving(ctx, r.chat.ID, r.to.Thread)
		if err != nil || !on {
			return err
		}
		select {
		case <-look.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// repliedTo is the article in the message that a command answers.
func (b *Bot) repliedTo(ctx context.Context, r *request, m *models.Message) (news.Article, error) {
	a, err := b.store.Shown(ctx, r.chat.ID, news.MessageID(m.ID))
	if !errors.Is(err, news.ErrNotFound) {
		return a, err
	}
	return b.within(ctx, r, m)
}

// within is the article that a message holds or leads to. Where its link
// cannot be read, a text of some length stands for it.
func (b *Bot) within(ctx context.Context, r *request, m *models.Message) (news.Article, error) {
	if m.Document != nil {
		return b.document(ctx, r, m.Document)
	}
	address, text := gist(m)
	if address != "" {
		a, err := b.read(ctx, r, address)
		if err == nil || runes(text) < longText || ctx.Err() != nil {
			return a, err
		}
	}
	if text == "" {
		return news.Article{}, nothingError{locale.NothingInReply}
	}
	return b.keep(ctx, reader.Text("", text))
}

// gist is what a message offers to read: its own text, and an address where
// that says more than the text beside it; both are "" where there is nothing.
func gist(m *models.Message) (address, text string) {
	text, entities := content(m)
	beside := runes(without(text, entities))
	inside := leads(m)
	switch {
	case len(inside) > 0 && beside < aboveLink:
		return inside[0], without(text, entities)
	case beside == 0:
		if links := addresses(text, entities, 0); len(links) > 0 {
			return links[0], ""
		}
		return "", ""
	}
	return "", text
}

// leads are the addresses in a message that lead out of Telegram.
func leads(m *models.Message) []string {
	text, entities := content(m)
	return outside(addresses(text, entities, 0))
}

// outside are the addresses that do not lead into Telegram: those stand in the
// footers of channels' posts.
func outside(links []string) []string {
	var list []string
	for _, link := range links {
		if !telegrams(link) {
			list = append(list, link)
		}
	}
	return list
}

// read is the article at an address: the stored one while it is fresh, else
// read again, and the stored one after all where that fails.
func (b *Bot) read(ctx context.Context, r *request, address string) (news.Article, error) {
	stored, err := b.store.ArticleByURL(ctx, news.Canonical(address))
	if err != nil && !errors.Is(err, news.ErrNotFound) {
		return stored, err
	}
	known := err == nil && strings.TrimSpace(stored.Body) != ""
	if known && b.now().Sub(stored.RecordedAt) < fresh && runes(stored.Body) >= teaser {
		return stored, nil
	}
	var a news.Article
	if err = b.heavy.visit(r.chat.ID); err == nil {
		a, err = b.reader.Article(ctx, address)
		if other, ok := plainly(r.message, address); ok && errors.Is(err, news.ErrUnreachable) {
			if open, failed := b.reader.Article(ctx, other); !errors.Is(failed, news.ErrUnreachable) {
				a, err = open, failed
			}
		}
	}
	if err != nil {
		if known {
			return stored, nil
		}
		return a, withSource(address, err)
	}
	if known && stored.Feed != 0 && corrected(stored, a) { // it was pushed, and somebody found the change before its feed showed it
		a.ID = stored.ID
		return b.store.Revise(ctx, a, b.now())
	}
	return b.keep(ctx, a)
}

// corrected says that a page of which we knew the article tells it otherwise
// now. A reading that lost most of it is no correction.
func corrected(stored, now news.Article) bool {
	return strings.TrimSpace(now.Body) != "" && changes.Kept(stored.Body, now.Body) > 0.5 && !changes.Same(stored.Title+"\n"+stored.Body, now.Title+"\n"+now.Body)
}

// document is the article in a file that somebody sent.
func (b *Bot) document(ctx context.Context, r *request, d *models.Document) (news.Article, error) {
	name := cmp.Or(d.FileName, "document")
	if d.FileSize > maxDocument {
		return news.Article{}, &sourcedError{name, telegram.ErrFileTooLarge}
	}
	if err := b.heavy.visit(r.chat.ID); err != nil {
		return news.Article{}, err
	}
	data, err := b.telegram.Download(ctx, d.FileID, maxDocument)
	if err != nil {
		return news.Article{}, &sourcedError{name, err}
	}
	a, err := b.reader.Document(ctx, name, bytes.NewReader(data))
	if errors.Is(err, news.ErrTooLarge) { // unpacked
		err = telegram.ErrFileTooLarge
	}
	if errors.Is(err, news.ErrNoArticle) || err == nil && strings.TrimSpace(a.Title+a.Body) == "" {
		err = errNoText
	}
	if err != nil {
		return a, &sourcedError{name, err}
	}
	return b.keep(ctx, a)
}

// keep stores an article that was read on request.
func (b *Bot) keep(ctx context.Context, a news.Article) (news.Article, error) {
	if strings.TrimSpace(a.Body) == "" && strings.TrimSpace(a.Title) == "" {
		return a, withSource(a.URL, news.ErrNoArticle)
	}
	return b.store.SaveArticle(ctx, a)
}

// withSource notes the address with a failure that does not name it itself.
func withSource(address string, err error) error {
	var named *news.SourceError
	if errors.As(err, &named) {
		return err
	}
	return &sourcedError{address, err}
}
