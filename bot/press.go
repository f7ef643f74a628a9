package bot

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"github.com/go-telegram/bot/models"

	"herald/bot/locale"
	"herald/bot/render"
	"herald/news"
)

// pressed answers a press of a button. Whatever its data say, the press gets
// an answer; data that no button of the bot carries get a polite one.
func (b *Bot) pressed(ctx context.Context, q *models.CallbackQuery) error {
	m := q.Message.Message
	if m == nil { // older than Telegram shows to bots, or not the bot's own
		say := locale.For(q.From.LanguageCode)
		return unsent(b.telegram.Answer(ctx, q.ID, say.Text(locale.Stale), true))
	}
	if !b.listed(news.UserID(q.From.ID)) {
		return unsent(b.telegram.Answer(ctx, q.ID, refusal(&q.From), true))
	}
	if !b.heavy.heard(news.ChatID(m.Chat.ID)) {
		return unsent(b.telegram.Answer(ctx, q.ID, locale.For(q.From.LanguageCode).Text(locale.Busy), true))
	}
	r, err := b.request(ctx, m.Chat, &q.From, m)
	if err != nil {
		return err
	}
	r.press, r.cmd.name = q.ID, "button"
	err = b.press(ctx, r, q.Data)
	err = b.settle(ctx, r, err)
	if !r.answered {
		err = errors.Join(err, b.answer(ctx, r, ""))
	}
	return err
}

// press hands the data to the file whose button carries them.
func (b *Bot) press(ctx context.Context, r *request, data string) error {
	if view, ok := render.ViewOf(data); ok {
		return b.view(ctx, r, view, data)
	}
	kind, rest, _ := strings.Cut(data, ":")
	var do func(context.Context, *request, string) error
	switch kind {
	case "feed":
		do = b.chosen
	case "stop":
		do = b.stopped
	case "undo":
		do = b.undone
	case "list":
		return b.turned(ctx, r, rest)
	case render.AllData:
		if rest != "" {
			return b.resizedAll(ctx, r, data)
		}
		return b.together(ctx, r, data)
	case render.AloneData:
		return b.resizedAlone(ctx, r, data)
	case "set":
		do = b.set
	case "lang":
		do = b.spoke
	default:
		return b.stale(ctx, r)
	}
	may, err := b.governs(ctx, r)
	if err != nil {
		return err
	}
	if !may {
		return b.answer(ctx, r, r.say.Text(locale.AdminsOnly))
	}
	return do(ctx, r, rest)
}

// view shows another view of the article that the message shows: in private
// in its place, in groups as a reply, but for another length of the summary
// that stands there. Which article that is, the storage knows.
func (b *Bot) view(ctx context.Context, r *request, v render.View, data string) error {
	of, length := v.Parts()
	here := r.chat.Kind == news.Private || length != ""
	if r.chat.Kind == news.Channel || !here && v == render.Lead {
		return b.stale(ctx, r)
	}
	if length != "" && !offered(r, data) {
		return b.answer(ctx, r, "")
	}
	a, err := b.store.Shown(ctx, r.chat.ID, news.MessageID(r.message.ID))
	if errors.Is(err, news.ErrNotFound) {
		return b.stale(ctx, r)
	}
	if err != nil {
		return err
	}
	work := b.effort(r, of)
	if here {
		return work(ctx, r, func(ctx context.Context, r *request) error {
			b.ack(ctx, r)
			m, err := b.unfold(ctx, b.inPlace(r, a), v, nil)
			if err != nil {
				return err
			}
			b.offer(r, r.message.ReplyToMessage)(&m)
			if err := b.edit(ctx, r, m); err != nil {
				return err
			}
			return b.store.Viewed(ctx, r.chat.ID, news.MessageID(r.message.ID), v, a.Version, b.now())
		})
	}
	asked := answer{r.chat.ID, r.message.ID, data}
	if !b.answered.first(asked, b.now()) {
		return b.answer(ctx, r, r.say.Text(locale.JustAnswered))
	}
	err = work(ctx, r, func(ctx context.Context, r *request) error {
		b.ack(ctx, r)
		m, err := b.aside(ctx, b.page(r, a), v)
		if err != nil {
			return err
		}
		return b.shown(ctx, r, a, m)
	})
	if err != nil {
		b.answered.undo(asked)
	}
	return err
}

// effort is how a view is made: only a model takes long enough for the chat to
// show that it works.
func (b *Bot) effort(r *request, v render.View) func(context.Context, *request, func(context.Context, *request) error) error {
	if b.mayAsk(r.chat) && (v == render.Summarized || v == render.Quoted && b.namer != nil) {
		return b.bounded
	}
	return b.admitted
}

// inPlace is the page for the message under the button: a picture's caption
// stays one, a message without a link preview gets none, and what was left out
// before it stays said.
func (b *Bot) inPlace(r *request, a news.Article) render.Page {
	p := b.page(r, a)
	p.Omitted = omitted(r.message)
	switch m := r.message; {
	case len(m.Photo) > 0:
		p.Chat.Settings.Media = news.Picture
		if !render.Web(p.Article.Image) {
			p.Article.Image = photoStays
		}
	case m.LinkPreviewOptions == nil || m.LinkPreviewOptions.IsDisabled == nil || !*m.LinkPreviewOptions.IsDisabled:
		p.Chat.Settings.Media = news.Preview
	}
	return p
}

// photoStays stands for a picture whose address is no longer known: an edit
// changes the caption only and sends no picture.
const photoStays = "https://telegram.org/"

// omitted is the number in the line above an article that says how many were
// left out before it: nothing else that the bot shows begins in italics. The
// delivery knows the number, but the message is nearer at hand.
func omitted(m *models.Message) int {
	text, entities := content(m)
	if len(entities) == 0 || entities[0].Offset != 0 || entities[0].Type != models.MessageEntityTypeItalic {
		return 0
	}
	_, to := span(text, 0, entities[0].Length)
	for _, word := range strings.Fields(text[:to]) {
		if n, err := strconv.Atoi(word); err == nil {
			return n
		}
	}
	return 0
}
