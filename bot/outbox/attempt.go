package outbox

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"herald/bot/telegram"
	"herald/news"
)

// result is what became of one attempt.
type result struct {
	job     news.Job
	outcome news.Outcome
	form    int         // the form to begin with next time
	blocked bool        // the chat takes no messages
	muzzled bool        // herald is in the chat and may not write there
	moved   news.ChatID // the chat's new number; 0: none
	away    bool        // Telegram was not there
	unasked bool        // Telegram was not asked, or not heard out
	flood   time.Time   // no broadcast at all before that
	fatal   error       // going on is useless
	seen    bool        // its conclusions are drawn
}

// attempt sends or edits one message, in ever plainer forms while Telegram
// refuses it for what it holds, from the given form on.
func (o *Outbox) attempt(ctx context.Context, j news.Job, form int) result {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	forms := o.forms(ctx, j)
	for {
		m := forms[form].make()
		id, err := o.hand(ctx, j, m)
		next := after(forms, form, err)
		if next == 0 {
			res := o.judge(j, id, err, form)
			if id != 0 {
				res.outcome.Also = max(0, len(m.Album)-1)
			}
			return res
		}
		form = next
	}
}

// hand gives the message to Telegram.
func (o *Outbox) hand(ctx context.Context, j news.Job, m telegram.Message) (news.MessageID, error) {
	d := j.Delivery
	if d.Kind == news.Edit {
		return 0, o.Telegram.Edit(ctx, d.Chat, d.Message, m)
	}
	return o.Telegram.Send(ctx, telegram.Target{Chat: d.Chat, Thread: d.Thread}, m)
}

// after is the form to try next where Telegram refused one, 0 where there is
// none or nothing was refused.
func after(forms []form, tried int, err error) int {
	refused := (*telegram.RequestError)(nil)
	if !errors.As(err, &refused) || hopeless(err) || errors.Is(err, telegram.ErrNoRights) && !forms[tried].picture {
		return 0
	}
	for next := tried + 1; next < len(forms); next++ {
		if sameKind := forms[next].other == forms[tried].other; sameKind != errors.Is(err, telegram.ErrOtherKind) {
			return next
		}
	}
	return 0
}

// hopeless are refusals that no other form of the message changes.
func hopeless(err error) bool {
	return errors.Is(err, telegram.ErrTopicGone) || errors.Is(err, telegram.ErrMessageGone)
}

// judge decides what becomes of a delivery.
func (o *Outbox) judge(j news.Job, id news.MessageID, err error, form int) result {
	now := time.Now()
	d := j.Delivery
	res := result{job: j, form: form, outcome: news.Outcome{Delivery: d.ID, State: news.Sent, Message: id}}
	if err == nil {
		return res
	}
	again := func(after time.Duration, free bool) {
		res.outcome.State, res.outcome.Until, res.outcome.Free = news.Due, now.Add(after), free
	}
	res.outcome.Message, res.outcome.Reason = 0, clip(err.Error())
	var retry *telegram.RetryError
	var moved *telegram.MovedError
	var refused *telegram.RequestError
	switch {
	case errors.As(err, &retry):
		// A millisecond more than asked: the database keeps whole ones.
		again(retry.After+time.Millisecond, true)
		res.unasked = retry.Paced
		if retry.All {
			res.flood = res.outcome.Until
		}
	case errors.Is(err, telegram.ErrBlocked), errors.Is(err, telegram.ErrChatGone):
		res.blocked = true
		res.outcome.State = news.Dropped
	case errors.Is(err, telegram.ErrNoRights) && d.Kind == news.Send:
		res.muzzled = true
		res.outcome.State = news.Dropped
	case errors.As(err, &moved) && moved.To != 0 && moved.To != d.Chat:
		// The supergroup may have the article, or a message on its way: the
		// delivery goes back and is claimed there, in its order.
		res.moved = moved.To
		again(0, true)
	case errors.Is(err, telegram.ErrUnauthorized):
		res.fatal = telegram.ErrUnauthorized
		again(0, true)
	case errors.As(err, &refused):
		res.outcome.State = news.Dropped
	case errors.Is(err, context.Canceled):
		again(0, false) // cut short by the end of Run; nobody knows whether it arrived
		res.unasked = true
	default:
		res.away = true
		pause, ok := backOff(d.Attempts)
		again(pause, false)
		if !ok {
			res.outcome.State = news.Dropped
			res.outcome.Reason = clip("failed for a day: " + err.Error())
		}
	}
	return res
}

// form is a way to say a message; other marks those that edit a message of the
// other kind, a picture's caption instead of a text or the reverse.
type form struct {
	make    func() telegram.Message
	other   bool
	picture bool // a new picture: a chat may forbid these and allow words
}

// forms are the message as it should be and its plainer forms, made when they
// are needed: of an album the first picture, without any, and bare text. Whether the message that is
// to be edited is a picture follows from the chat's choice, unless that has
// changed since or Telegram did not get the picture: then it says so.
func (o *Outbox) forms(ctx context.Context, j news.Job) []form {
	full := o.render(ctx, j)
	with := func(m news.Media, image string) telegram.Message {
		j := j
		j.Chat.Settings.Media, j.Article.Image = m, image
		return o.render(ctx, j)
	}
	whole := form{make: func() telegram.Message { return full }}
	bare := form{make: func() telegram.Message { return plain(full, j) }}
	switch {
	case j.Delivery.Kind == news.Edit:
		turned := sync.OnceValue(func() telegram.Message {
			if full.Photo != "" || full.Album != nil {
				return with(news.Preview, j.Article.Image)
			}
			return with(news.Picture, cmp.Or(j.Article.Image, telegram.Server)) // an edit sends no picture, so any address will do
		})
		return []form{whole, bare, {make: turned, other: true}, {make: func() telegram.Message { return plain(turned(), j) }, other: true}}
	case full.Album != nil:
		whole.picture = true
		return []form{
			whole, {make: func() telegram.Message { return with(news.Picture, full.Album[0]) }, picture: true},
			{make: func() telegram.Message { return with(news.Preview, j.Article.Image) }}, bare,
		}
	case full.Photo != "":
		whole.picture = true
		return []form{whole, {make: func() telegram.Message { return with(news.Preview, j.Article.Image) }}, bare}
	}
	return []form{whole, bare}
}

// render is Render, but a panic there costs the article its form only.
func (o *Outbox) render(ctx context.Context, j news.Job) (m telegram.Message) {
	defer func() {
		if p := recover(); p != nil {
			o.Log.Error("rendering an article panicked", "article", j.Article.ID, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			m = plain(telegram.Message{Text: j.Article.Title}, j)
		}
	}()
	return o.Render(ctx, j)
}

// clip bounds a reason: a sentence or two for the operator.
func clip(reason string) string {
	const most = 300
	if len(reason) > most {
		reason = strings.ToValidUTF8(reason[:most], "") + "…"
	}
	return reason
}
