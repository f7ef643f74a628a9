package telegram

import (
	"context"
	"errors"
	"time"

	tg "github.com/go-telegram/bot"

	"herald/news"
)

type broadcastKey struct{}

// Broadcast marks a context: what is sent with it is a broadcast, which lets
// answers to people go first. A broadcast never waits long: where the pace or
// a retry_after would hold it for more than two seconds, it returns a
// *RetryError with Paced set, without a request, for its queue to come back to.
// An answer waits up to a minute, also through a 429.
func Broadcast(ctx context.Context) context.Context {
	return context.WithValue(ctx, broadcastKey{}, true)
}

func isBroadcast(ctx context.Context) bool { return ctx.Value(broadcastKey{}) != nil }

// Send sends a message and gives its number, of an album that of its first
// picture: the others follow it one by one. Errors: *RetryError, ErrBlocked,
// ErrChatGone, *MovedError, *RequestError, *UnavailableError, ErrUnauthorized,
// or the context's own.
func (c *Client) Send(ctx context.Context, to Target, m Message) (news.MessageID, error) {
	if len(m.Album) > 0 {
		return c.album(ctx, to, m)
	}
	req := request{
		Chat: to.Chat, Thread: to.Thread, Silent: m.Silent,
		Reply: replyOf(m.ReplyTo), Markup: markupOf(m.Keyboard), Paid: c.paid && isBroadcast(ctx),
	}
	method := "sendMessage"
	if m.Photo != "" {
		method = "sendPhoto"
		req.Photo, req.Caption, req.CaptionEntities = m.Photo, m.Text, m.Entities
	} else {
		req.Text, req.Entities, req.Preview = m.Text, m.Entities, previewOf(m.Preview)
	}
	var sent struct {
		ID news.MessageID `json:"message_id"`
	}
	err := c.paced(ctx, to.Chat, 1, func() error { return c.wire.call(ctx, method, req, &sent) })
	return sent.ID, err
}

// album sends pictures as one album; the text is the first one's caption.
func (c *Client) album(ctx context.Context, to Target, m Message) (news.MessageID, error) {
	req := request{Chat: to.Chat, Thread: to.Thread, Silent: m.Silent, Reply: replyOf(m.ReplyTo), Paid: c.paid && isBroadcast(ctx)}
	for i, p := range m.Album {
		item := media{Type: "photo", Media: p}
		if i == 0 {
			item.Caption, item.Entities = m.Text, m.Entities
		}
		req.Media = append(req.Media, item)
	}
	var sent []struct {
		ID news.MessageID `json:"message_id"`
	}
	err := c.paced(ctx, to.Chat, len(m.Album), func() error { return c.wire.call(ctx, "sendMediaGroup", req, &sent) })
	if err != nil || len(sent) == 0 {
		return 0, err
	}
	return sent[0].ID, nil
}

// Edit puts m in the place of a message: its text, or its caption where m has
// pictures (which stay those that they were), and its buttons. A message that
// is already as m says is a success. Errors are those of Send; ErrMessageGone
// where there is nothing to edit.
func (c *Client) Edit(ctx context.Context, chat news.ChatID, id news.MessageID, m Message) error {
	req := request{Chat: chat, Message: id, Markup: markupOf(m.Keyboard)}
	method := "editMessageText"
	if m.Photo != "" || len(m.Album) > 0 {
		method = "editMessageCaption"
		req.Caption, req.CaptionEntities = m.Text, m.Entities
	} else {
		req.Text, req.Entities, req.Preview = m.Text, m.Entities, previewOf(m.Preview)
	}
	return c.change(ctx, method, req)
}

// EditKeyboard changes a message's buttons only; nil takes them away.
func (c *Client) EditKeyboard(ctx context.Context, chat news.ChatID, id news.MessageID, keyboard [][]Button) error {
	return c.change(ctx, "editMessageReplyMarkup", request{Chat: chat, Message: id, Markup: markupOf(keyboard)})
}

func (c *Client) change(ctx context.Context, method string, req request) error {
	if c.edits != nil && isBroadcast(ctx) {
		if err := c.edits.Wait(ctx); err != nil {
			return err
		}
	}
	err := c.paced(ctx, req.Chat, 1, func() error { return c.wire.call(ctx, method, req, nil) })
	if isAny(err, ErrNotModified) {
		return nil
	}
	return err
}

// Delete takes a message away. One that is gone already is a success; one too
// old (48 hours) is ErrMessageGone's (400) too and stays.
func (c *Client) Delete(ctx context.Context, chat news.ChatID, id news.MessageID) error {
	err := c.paced(ctx, chat, 0, func() error {
		_, err := c.api.DeleteMessage(ctx, &tg.DeleteMessageParams{ChatID: int64(chat), MessageID: int(id)})
		return err
	})
	if isAny(err, ErrMessageGone) {
		return nil
	}
	return err
}

// Leave takes the bot out of a group or channel.
func (c *Client) Leave(ctx context.Context, chat news.ChatID) error {
	_, err := c.api.LeaveChat(ctx, &tg.LeaveChatParams{ChatID: int64(chat)})
	return err
}

// paced makes a request of n messages when its time has come. An answer to a
// person that meets a 429 waits and tries again; a broadcast is given back.
func (c *Client) paced(ctx context.Context, chat news.ChatID, n int, do func() error) error {
	started := time.Now()
	for {
		done, err := c.pace.wait(ctx, chat, n)
		if err != nil {
			return err
		}
		err = do()
		done()
		c.pace.note(chat, err)
		var retry *RetryError
		if !errors.As(err, &retry) || isBroadcast(ctx) || time.Since(started)+retry.After > patience {
			return err
		}
		c.log.Warn("telegram asks to wait", "chat", chat, "after", retry.After)
	}
}

func isAny(err error, targets ...error) bool {
	for _, t := range targets {
		if errors.Is(err, t) {
			return true
		}
	}
	return false
}
