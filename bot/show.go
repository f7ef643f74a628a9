package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

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
	if links := outside(r.cmd.links); v == render.Summarized && len(links) > 1 && runes(without(r.cmd.args, nil)) < aboveLink {
		return b.several(ctx, r, links)
	}
	a, err := b.meant(ctx, r)
	var nothing nothingError
	if errors.As(err, &nothing) {
		return b.say(ctx, r, r.words(nothing.key, "command", r.cmd.slash()))
	}
	if err != nil {
		return b.orSubscribe(ctx, r, append(r.cmd.links, "")[0], err)
	}
	if reply := r.message.ReplyToMessage; v == render.Summarized && r.cmd.args == "" && reply != nil {
		return b.show(ctx, r, a, v, b.offer(r, reply))
	}
	return b.show(ctx, r, a, v)
}

// show answers with an article, unfolded, and what else the message offers.
func (b *Bot) show(ctx context.Context, r *request, a news.Article, v render.View, more ...func(*telegram.Message)) error {
	m, err := b.unfold(ctx, b.page(r, a), v, b.drafting(ctx, r))
	if err != nil {
		return err
	}
	for _, add := range more {
		add(&m)
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

// unfold is the article's message in one of its views. hear is shown it while
// a model writes it; nil where nobody waits for it.
func (b *Bot) unfold(ctx context.Context, p render.Page, v render.View, hear func(telegram.Message)) (telegram.Message, error) {
	v, length := v.Parts()
	if length != "" {
		p.Chat.Settings.Length = length
	}
	switch v {
	case render.Summarized:
		s, err := b.summarize(ctx, p.Chat, []news.Article{p.Article}, hear, func(s news.Summary) telegram.Message { return render.Summary(p, s) })
		return render.Summary(p, s), err
	case render.Quoted:
		shown, all := b.said(ctx, p)
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
		s, err := b.summarize(ctx, p.Chat, []news.Article{p.Article}, nil, nil)
		return render.SummaryReply(p, s), err
	case render.Changed:
		first, err := b.store.Original(ctx, p.Article.ID)
		return render.ChangesReply(p, first), err
	}
	shown, all := b.said(ctx, p)
	return render.QuotesReply(p, shown, all), nil
}

// summarize sums up an article, or several on one story, as long as the chat
// likes it, by a model only where the chat allows one. A model writes in the
// language that the chat has chosen, and where nobody chose in the article's:
// Telegram's language is that of a person's telephone, and many read more than
// it. hear is shown what form makes of a summary that is being written.
func (b *Bot) summarize(ctx context.Context, chat news.Chat, articles []news.Article, hear func(telegram.Message), form func(news.Summary) telegram.Message) (news.Summary, error) {
	a, set := articles[0], chat.Settings
	r := summarize.Request{
		Title: a.Title, Text: a.Body, Lang: a.Lang, Published: a.Published, Into: set.Lang,
		Budget: summarize.Budget{Sentences: set.Length.Sentences()},
		Model:  b.mayAsk(chat),
	}
	for _, other := range articles[1:] {
		r.Others = append(r.Others, summarize.Article{Title: other.Title, Text: other.Body, Lang: other.Lang, Published: other.Published})
	}
	if hear != nil {
		r.Draft = func(soFar []news.Sentence) { hear(form(news.Summary{Method: news.Model, Sentences: soFar})) }
	}
	s, err := b.summaries.Summarize(ctx, r)
	if err != nil {
		return s, fmt.Errorf("summarize article %d: %w", a.ID, err)
	}
	return s, nil
}

// mayAsk says that the operator has a language model and the chat allows it.
func (b *Bot) mayAsk(chat news.Chat) bool { return b.model && !chat.Settings.NoModel }

// naming is how long an answer waits for a model to name speakers.
const naming = 12 * time.Second

// said are the quotes of an article that matter, each with the address of its
// words, and how many there are in all. Where the chat allows a model, it is
// asked for the speakers that are missing; what it says counts only where it
// stands in the article.
func (b *Bot) said(ctx context.Context, p render.Page) (shown []render.Quote, all int) {
	a := p.Article
	doc := text.New(a.Title, a.Body, a.Lang)
	found := quotes.Find(doc)
	key := quotes.Key(doc, found, keyQuotes)
	if b.namer != nil && b.mayAsk(p.Chat) {
		ctx, cancel := context.WithTimeout(ctx, naming)
		defer cancel()
		named, err := quotes.Name(ctx, doc, key, b.namer)
		if err != nil {
			b.log.Warn("the model named no speaker", "article", a.ID, "reason", err)
		}
		key = named
	}
	for _, q := range key {
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
