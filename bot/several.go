package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/go-telegram/bot/models"

	"herald/bot/locale"
	"herald/bot/render"
	"herald/bot/telegram"
	"herald/news"
)

// atOnce is how many articles one summary is made over in a chat: more than
// that is no story but a reading list.
const atOnce = 5

// several answers with one summary over the articles at several addresses.
// What cannot be read is said in the same answer; where a single article is
// left, it is shown as any.
func (b *Bot) several(ctx context.Context, r *request, links []string) error {
	var notes []render.Text
	if len(links) > atOnce {
		notes = append(notes, render.Plain(r.say.Count(locale.TooManyAddresses, atOnce)))
		links = links[:atOnce]
	}
	articles, faults := b.readAll(ctx, r, links)
	if len(articles) == 0 {
		return b.orSubscribe(ctx, r, links[0], faults[0])
	}
	for _, fault := range faults {
		sentence, expected := sorry(r.say, fault)
		if !expected {
			b.log.Error("one of several articles could not be read", "chat", r.chat.ID, "error", fault)
		}
		if !slices.ContainsFunc(notes, func(n render.Text) bool { return n.String() == sentence.String() }) {
			notes = append(notes, sentence)
		}
	}
	if len(articles) == 1 {
		return b.show(ctx, r, articles[0], render.Summarized, func(m *telegram.Message) {
			for _, n := range notes {
				*m = render.Noted(*m, n)
			}
		})
	}
	p := b.page(r, articles[0])
	form := func(s news.Summary) telegram.Message { return render.Several(p, articles, s, notes) }
	s, err := b.summarize(ctx, p.Chat, articles, b.drafting(ctx, r), form)
	if err != nil {
		return err
	}
	m := form(s)
	if r.press != "" { // it stands below, not in the place of what was there
		m.ReplyTo = news.MessageID(r.message.ID)
	}
	return b.shown(ctx, r, articles[0], m)
}

// readAll reads the articles at several addresses side by side. Both lists
// keep the order of the addresses; an article that stands under two of them is
// there once.
func (b *Bot) readAll(ctx context.Context, r *request, links []string) (articles []news.Article, faults []error) {
	read := make([]news.Article, len(links))
	failed := make([]error, len(links))
	var reading sync.WaitGroup
	for i, link := range links {
		reading.Go(func() { read[i], failed[i] = b.read(ctx, r, link) })
	}
	reading.Wait()
	for i := range links {
		switch {
		case failed[i] != nil:
			faults = append(faults, failed[i])
		case !slices.ContainsFunc(articles, func(a news.Article) bool { return a.ID == read[i].ID }):
			articles = append(articles, read[i])
		}
	}
	return articles, faults
}

// offer adds to an answer about the first of a message's links a button for
// all of them together. The answer is then a reply to that message: by it a
// press knows which links are meant.
func (b *Bot) offer(r *request, of *models.Message) func(*telegram.Message) {
	if of == nil || r.chat.Kind == news.Channel || len(leads(of)) < 2 {
		return func(*telegram.Message) {}
	}
	return func(m *telegram.Message) {
		m.ReplyTo = news.MessageID(of.ID)
		m.Keyboard = append(m.Keyboard, []telegram.Button{{Text: r.say.Text(locale.ButtonAll), Data: render.AllData + ":"}})
	}
}

// together answers a press of that button.
func (b *Bot) together(ctx context.Context, r *request, data string) error {
	of := r.message.ReplyToMessage
	if of == nil || r.chat.Kind == news.Channel {
		return b.stale(ctx, r)
	}
	links := leads(of)
	if len(links) < 2 {
		return b.stale(ctx, r)
	}
	asked := answer{r.chat.ID, r.message.ID, data}
	if !b.answered.first(asked, b.now()) {
		return b.answer(ctx, r, r.say.Text(locale.JustAnswered))
	}
	err := b.bounded(ctx, r, func(ctx context.Context, r *request) error {
		b.ack(ctx, r)
		return b.several(ctx, r, links)
	})
	if err != nil && !errors.Is(err, errUnsent) {
		b.answered.undo(asked)
	}
	if err != nil {
		return fmt.Errorf("several articles: %w", err)
	}
	return nil
}
