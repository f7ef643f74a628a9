package bot

import (
	"context"
	"errors"
	"fmt"

	"herald/bot/render"
	"herald/bot/telegram"
	"herald/news"
	"herald/quotes"
	"herald/summarize"
	"herald/text"
)

// keyQuotes is how many quotes a chat sees; the article has the others.
const keyQuotes = 5

// summary answers with what the article says that is meant.
func (b *Bot) summary(ctx context.Context, r *request) error {
	return b.tell(ctx, r, render.Summarized)
}

// quotes answers with who said what in the article that is meant.
func (b *Bot) quotes(ctx context.Context, r *request) error { return b.tell(ctx, r, render.Quoted) }

func (b *Bot) tell(ctx context.Context, r *request, v render.View) error {
	a, err := b.meant(ctx, r)
	var nothing nothingError
	if errors.As(err, &nothing) {
		return b.say(ctx, r, r.words(nothing.key, "command", r.cmd.slash()))
	}
	if err != nil {
		return b.orSubscribe(ctx, r, append(r.cmd.links, "")[0], err)
	}
	return b.show(ctx, r, a, v)
}

// show answers with an article, unfolded.
func (b *Bot) show(ctx context.Context, r *request, a news.Article, v render.View) error {
	m, err := b.unfold(ctx, b.page(r, a), v)
	if err != nil {
		return err
	}
	return b.shown(ctx, r, a, m)
}

// shown answers with a message that shows an article, and remembers that it
// does.
func (b *Bot) shown(ctx context.Context, r *request, a news.Article, m telegram.Message) error {
	id, err := b.reply(ctx, r, m)
	if err != nil {
		return err
	}
	if err := b.store.Remember(ctx, r.chat.ID, r.to.Thread, id, a.ID); err != nil {
		return fmt.Errorf("remember message %d: %w", id, err)
	}
	return nil
}

// unfold is the article's message in one of its views.
func (b *Bot) unfold(ctx context.Context, p render.Page, v render.View) (telegram.Message, error) {
	switch v {
	case render.Summarized:
		s, err := b.summarize(ctx, p)
		return render.Summary(p, s), err
	case render.Quoted:
		shown, all := said(p.Article)
		return render.Quotes(p, shown, all), nil
	case render.Changed:
		first, err := b.store.Original(ctx, p.Article.ID)
		return render.Changes(p, first), err
	}
	return render.Article(p), nil
}

// aside is one view of an article alone, for a reply under it.
func (b *Bot) aside(ctx context.Context, p render.Page, v render.View) (telegram.Message, error) {
	switch v {
	case render.Summarized:
		s, err := b.summarize(ctx, p)
		return render.SummaryReply(p, s), err
	case render.Changed:
		first, err := b.store.Original(ctx, p.Article.ID)
		return render.ChangesReply(p, first), err
	}
	shown, all := said(p.Article)
	return render.QuotesReply(p, shown, all), nil
}

// summarize sums up an article as long as the chat likes it, by a model only
// where the chat allows one. A model writes in the language that the chat has
// chosen, and where nobody chose in the article's: Telegram's language is that
// of a person's telephone, and many read more than it.
func (b *Bot) summarize(ctx context.Context, p render.Page) (news.Summary, error) {
	a, set := p.Article, p.Chat.Settings
	s, err := b.summaries.Summarize(ctx, summarize.Request{
		Title: a.Title, Text: a.Body, Lang: a.Lang, Into: set.Lang,
		Budget: summarize.Budget{Sentences: set.Length.Sentences()},
		Model:  b.model && !set.NoModel,
	})
	if err != nil {
		return s, fmt.Errorf("summarize article %d: %w", a.ID, err)
	}
	return s, nil
}

// said are the quotes of an article that matter, each with the address of its
// words, and how many there are in all.
func said(a news.Article) (shown []render.Quote, all int) {
	doc := text.New(a.Title, a.Body, a.Lang)
	found := quotes.Find(doc)
	for _, q := range quotes.Key(doc, found, keyQuotes) {
		one := render.Quote{Quote: q}
		for _, part := range q.Parts {
			one.Said = append(one.Said, doc.Text[part.Start:part.End])
		}
		if a.URL != "" {
			one.Link = quotes.Link(a.URL, doc, q)
		}
		shown = append(shown, one)
	}
	return shown, len(found)
}
