package emulator

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"herald/news"
)

const unchanged = "message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message"

// editable finds the message that a request wants to change.
func (s *Server) editable(a *args) (*chat, *Message, error) {
	if !a.has("chat_id") || !a.has("message_id") {
		return nil, nil, bad("message identifier is not specified")
	}
	c, err := s.writable(a)
	if err != nil {
		return nil, nil, err
	}
	m := c.find(news.MessageID(a.int("message_id")))
	switch {
	case m == nil:
		return nil, nil, bad("message to edit not found")
	case !m.Bot:
		return nil, nil, bad("message can't be edited")
	}
	return c, m, nil
}

// replace puts a changed message in the place of m, unless nothing changed.
func (s *Server) replace(c *chat, m *Message, changed Message, a *args) (any, error) {
	var err error
	if changed.Keyboard, err = keyboard(a, true); err != nil {
		return nil, err
	}
	if same(*m, changed) {
		return nil, bad(unchanged)
	}
	if changed.Text != m.Text {
		changed.Before = append(slices.Clip(m.Before), m.Text)
	}
	changed.Edited = time.Now().UTC()
	changed.edits++
	s.stats.Edits++
	*m = changed
	s.happened(Event{Kind: "edit", Chat: c.id, Thread: m.Thread, Message: m})
	return s.wireMessage(c, m, true), nil
}

func same(a, b Message) bool {
	preview := func(p *Preview) Preview {
		if p == nil {
			return Preview{}
		}
		return *p
	}
	return a.Text == b.Text && a.Photo == b.Photo && a.Rich == b.Rich && slices.Equal(a.Entities, b.Entities) &&
		slices.EqualFunc(a.Keyboard, b.Keyboard, slices.Equal[[]Button]) && preview(a.Preview) == preview(b.Preview)
}

func (s *Server) editMessageText(_ context.Context, a *args) (any, error) {
	c, m, err := s.editable(a)
	if err != nil {
		return nil, err
	}
	changed := *m
	if a.has("rich_message") {
		if changed.Rich, err = s.rich(a); err != nil {
			return nil, err
		}
		changed.Text, changed.Entities = "", nil
		return s.replace(c, m, changed, a)
	}
	if m.Photo != "" || m.fileID != "" || m.Service != "" {
		return nil, bad("there is no text in the message to edit")
	}
	if changed.Text, changed.Entities, err = s.formatted(a, "text", "entities", maxText, "message"); err != nil {
		return nil, err
	}
	if changed.Text == "" {
		return nil, bad("message text is empty")
	}
	changed.Rich = ""
	if changed.Preview, err = s.preview(a); err != nil {
		return nil, err
	}
	return s.replace(c, m, changed, a)
}

func (s *Server) editMessageCaption(_ context.Context, a *args) (any, error) {
	c, m, err := s.editable(a)
	if err != nil {
		return nil, err
	}
	if m.Photo == "" && m.fileID == "" {
		return nil, bad("there is no caption in the message to edit")
	}
	changed := *m
	if changed.Text, changed.Entities, err = s.formatted(a, "caption", "caption_entities", maxCaption, "message caption"); err != nil {
		return nil, err
	}
	return s.replace(c, m, changed, a)
}

func (s *Server) editMessageMedia(_ context.Context, a *args) (any, error) {
	c, m, err := s.editable(a)
	if err != nil {
		return nil, err
	}
	var item inputMedia
	if _, err := a.object("media", &item); err != nil {
		return nil, err
	}
	changed := *m
	if err := s.mediaMessage(&changed, item, a); err != nil {
		return nil, err
	}
	return s.replace(c, m, changed, a)
}

func (s *Server) editMessageReplyMarkup(_ context.Context, a *args) (any, error) {
	c, m, err := s.editable(a)
	if err != nil {
		return nil, err
	}
	return s.replace(c, m, *m, a)
}

func (s *Server) deleteMessage(_ context.Context, a *args) (any, error) {
	c, err := s.chatFor(a)
	if err != nil {
		return nil, err
	}
	return true, s.drop(c, news.MessageID(a.int("message_id")))
}

func (s *Server) deleteMessages(_ context.Context, a *args) (any, error) {
	c, err := s.chatFor(a)
	if err != nil {
		return nil, err
	}
	var ids []news.MessageID
	if _, err := a.object("message_ids", &ids); err != nil {
		return nil, err
	}
	for _, id := range ids {
		_ = s.drop(c, id) // those that are not there are skipped
	}
	return true, nil
}

func (s *Server) drop(c *chat, id news.MessageID) error {
	m := c.find(id)
	switch {
	case m == nil:
		return bad("message to delete not found")
	case !m.Bot && c.bot != admin && !c.private(), time.Since(m.Date) > 48*time.Hour && c.bot != admin:
		return bad("message can't be deleted")
	}
	c.messages = slices.DeleteFunc(c.messages, func(other *Message) bool { return other == m })
	s.happened(Event{Kind: "delete", Chat: c.id, Thread: m.Thread, Message: m})
	return nil
}

// query is a pressed button that waits for its answer.
type query struct {
	chat     news.ChatID
	message  news.MessageID
	user     news.UserID
	at       time.Time
	answered bool
	answer   CallbackAnswer
}

// CallbackAnswer is what a person sees after pressing a button, besides what
// becomes of the message.
type CallbackAnswer struct {
	Text  string `json:"text,omitempty"` // "": the waiting circle just ends
	Alert bool   `json:"alert,omitempty"`
	URL   string `json:"url,omitempty"`
}

// queryLife is how long the real server takes an answer.
const queryLife = 30 * time.Second

func (s *Server) answerCallbackQuery(_ context.Context, a *args) (any, error) {
	q := s.queries[a.str("callback_query_id")]
	if q == nil || time.Since(q.at) > queryLife {
		return nil, bad("query is too old and response timeout expired or query ID is invalid")
	}
	if runes(a.str("text")) > 200 {
		return nil, bad("MESSAGE_TOO_LONG")
	}
	if !q.answered { // a second answer is taken and shown to nobody
		q.answered = true
		q.answer = CallbackAnswer{Text: a.str("text"), Alert: a.bool("show_alert"), URL: a.str("url")}
		s.happened(Event{Kind: "answer", Chat: q.chat, User: q.user, Answer: &q.answer, Of: q.message})
	}
	return true, nil
}

func marshal(v any) string {
	raw, _ := json.Marshal(v) // of our own structs: cannot fail
	return string(raw)
}
