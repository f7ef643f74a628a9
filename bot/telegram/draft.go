package telegram

import (
	"context"
	"errors"
	"net/http"

	"herald/news"
)

// ErrNoDrafts says that the server does not know drafts.
var ErrNoDrafts = errors.New("the Bot API server shows no drafts")

// mayRefuse is how many drafts in a row a server may refuse before it is taken
// for one that shows none: some showed them only to bots with topics.
const mayRefuse = 3

// draft is a message that is still being written,
// https://core.telegram.org/bots/api#sendmessagedraft.
type draft struct {
	Chat     news.ChatID   `json:"chat_id"`
	Thread   news.ThreadID `json:"message_thread_id,omitempty"`
	ID       int64         `json:"draft_id"`
	Text     string        `json:"text"`
	Entities []Entity      `json:"entities,omitempty"`
}

// Draft shows a private chat what is being written: the text of m, in the
// place of what was shown under the same id, which is any number but 0.
// Telegram takes a draft away after 30 seconds and when a message comes. It is
// a courtesy: within a retry_after it does nothing. After ErrNoDrafts the
// server is not asked again.
func (c *Client) Draft(ctx context.Context, to Target, id int64, m Message) error {
	switch {
	case c.draftless.Load():
		return ErrNoDrafts
	case c.pace.held(to.Chat):
		return nil
	}
	err := c.wire.call(ctx, "sendMessageDraft", draft{Chat: to.Chat, Thread: to.Thread, ID: id, Text: m.Text, Entities: m.Entities}, nil)
	c.pace.note(to.Chat, err)
	var refused *RequestError
	switch {
	case err == nil:
		c.undrafted.Store(0)
	case !errors.As(err, &refused):
	case refused.Code == http.StatusNotFound, c.undrafted.Add(1) >= mayRefuse:
		c.draftless.Store(true)
		return ErrNoDrafts
	}
	return err
}
