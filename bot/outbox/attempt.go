package outbox

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
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
	forms := o.forms(j)
	for {
		id, err := o.hand(ctx, j, forms[form]())
		refused := (*telegram.RequestError)(nil)
		if err == nil || !errors.As(err, &refused) || hopeless(err) || form == len(forms)-1 {
			return o.judge(j, id, err, form)
		}
		form++
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

// forms are the message as it should be and its plainer forms, made when they
// are needed: without the picture, and bare text.
func (o *Outbox) forms(j news.Job) []func() telegram.Message {
	full := o.render(j)
	forms := []func() telegram.Message{func() telegram.Message { return full }}
	if full.Photo != "" {
		forms = append(forms, func() telegram.Message {
			j := j
			j.Chat.Settings.Media = news.Preview
			return o.render(j)
		})
	}
	return append(forms, func() telegram.Message { return plain(full, j) })
}

// render is Render, but a panic there costs the article its form only.
func (o *Outbox) render(j news.Job) (m telegram.Message) {
	defer func() {
		if p := recover(); p != nil {
			o.Log.Error("rendering an article panicked", "article", j.Article.ID, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			m = plain(telegram.Message{Text: j.Article.Title}, j)
		}
	}()
	return o.Render(j)
}

// clip bounds a reason: a sentence or two for the operator.
func clip(reason string) string {
	const most = 300
	if len(reason) > most {
		reason = strings.ToValidUTF8(reason[:most], "") + "…"
	}
	return reason
}
