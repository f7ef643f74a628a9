package emulator

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"herald/news"
)

// Saying is a choice for Write.
type Saying func(*Message)

// ReplyTo makes it an answer to a message of the chat.
func ReplyTo(id news.MessageID) Saying { return func(m *Message) { m.ReplyTo = id } }

// InTopic puts it into a topic.
func InTopic(id news.ThreadID) Saying { return func(m *Message) { m.Thread = id } }

// ForwardedFrom makes it a forwarded message of somebody.
func ForwardedFrom(name string) Saying { return func(m *Message) { m.Forward = name } }

// Anonymously lets an administrator speak as the group.
func Anonymously() Saying { return func(m *Message) { m.channel = true } }

// WithEntities gives the text entities besides those that Telegram finds.
func WithEntities(e ...Entity) Saying { return func(m *Message) { m.Entities = e } }

// WithPhoto sends a picture; the text is its caption.
func WithPhoto(url string) Saying { return func(m *Message) { m.Photo = url } }

// WithFile sends a document that AddFile has stored; the text is its caption.
func WithFile(id string) Saying { return func(m *Message) { m.fileID = id } }

// Write is a person writing in a chat; in a channel, an administrator posting.
// It gives the message's number, 0 where there is no such chat or person, or
// the person has no business there. Writing "/start" for the first time opens
// a private chat for the bot; a person who had blocked it unblocks it.
func (s *Server) Write(chat news.ChatID, user news.UserID, text string, how ...Saying) news.MessageID {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, u := s.chats[chat], s.users[user]
	if c == nil || u == nil || c.gone || c.movedTo != 0 {
		return 0
	}
	if st := c.members[user]; st == "" && !c.private() {
		c.members[user] = member // whoever writes in a group is in it
	} else if st == left || st == kicked || c.private() && st == "" {
		return 0
	}
	if c.kind == news.Channel && !c.governs(user) {
		return 0
	}
	if c.private() {
		c.started = true
		if c.bot == kicked {
			s.standing(c, *u, member)
		}
	}
	m := &Message{From: *u}
	for _, h := range how {
		h(m)
	}
	m.Text, m.Entities = trim(strings.ToValidUTF8(text, "\uFFFD"), m.Entities)
	if c.kind == news.Channel {
		m.From = User{FirstName: c.title, Username: c.username}
	}
	if f, ok := s.files[m.fileID]; ok {
		m.fileName, m.fileSize, m.Document = f.name, max(f.size, len(f.data)), f.name
	}
	m.Entities = findEntities(m.Text, m.Entities)
	s.add(c, m)
	s.tell(c, m)
	return m.ID
}

// Open is a person opening the bot by a deep link, or by its Start button
// where payload is empty.
func (s *Server) Open(user news.UserID, payload string) news.MessageID {
	return s.Write(news.ChatID(user), user, strings.TrimSpace("/start "+payload))
}

// tell queues the update of a person's message, if the bot gets to see it.
func (s *Server) tell(c *chat, m *Message) {
	switch {
	case c.bot != member && c.bot != admin:
	case c.kind == news.Channel:
		if c.bot == admin {
			s.update("channel_post", wireUpdate{ChannelPost: s.wireMessage(c, m, true)})
		}
	case s.sees(c, m):
		s.update("message", wireUpdate{Message: s.wireMessage(c, m, true)})
	}
}

// sees is privacy mode, https://core.telegram.org/bots/features#privacy-mode:
// in groups that it does not govern the bot sees commands, mentions of it,
// answers to it, and service messages.
func (s *Server) sees(c *chat, m *Message) bool {
	if !s.options.Privacy || c.private() || c.bot == admin || m.Service != "" {
		return true
	}
	me := "@" + strings.ToLower(s.self.Username)
	for _, e := range m.Entities {
		words := strings.ToLower(cut(m.Text, e))
		switch e.Type {
		case "bot_command":
			if _, name, addressed := strings.Cut(words, "@"); !addressed || "@"+name == me {
				return true
			}
		case "mention":
			if words == me {
				return true
			}
		}
	}
	to := c.find(m.ReplyTo)
	return to != nil && to.Bot
}

// cut gives the words that an entity marks.
func cut(text string, e Entity) string {
	at, from := 0, -1
	for i, r := range text {
		if at == e.Offset {
			from = i
		}
		if at >= e.Offset+e.Length && from >= 0 {
			return text[from:i]
		}
		at++
		if r > 0xFFFF {
			at++
		}
	}
	if from < 0 {
		return ""
	}
	return text[from:]
}

// ErrNoButton is a press on what is not there.
var ErrNoButton = errors.New("the message has no such button")

// Press is a person pressing the button with that callback data, and waits for
// the bot's answer. Errors: ErrNoButton where the message shows no such button
// to press, the context's, ErrClosed.
func (s *Server) Press(ctx context.Context, chat news.ChatID, user news.UserID, message news.MessageID, data string) (CallbackAnswer, error) {
	m, ok := s.Message(chat, message)
	if !ok {
		return CallbackAnswer{}, ErrNoButton
	}
	for _, row := range m.Keyboard {
		for _, b := range row {
			if b.Data == data && data != "" {
				return s.AwaitAnswer(ctx, s.Forge(chat, user, message, data))
			}
		}
	}
	return CallbackAnswer{}, ErrNoButton
}

// Forge sends a press with any data at all, as a tampered client does or one
// that still shows an old keyboard, and gives the query's id. It is "" where
// there is no such chat or person.
func (s *Server) Forge(chat news.ChatID, user news.UserID, message news.MessageID, data string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	c, u := s.chats[chat], s.users[user]
	if c == nil || u == nil {
		return ""
	}
	id := s.nextName("query")
	for old, q := range s.queries { // those that nobody can answer any more
		if time.Since(q.at) > 2*queryLife {
			delete(s.queries, old)
		}
	}
	s.queries[id] = &query{chat: chat, message: message, user: user, at: time.Now()}
	shown := &wireMessage{ID: message, Chat: s.wireChat(c)} // date 0: InaccessibleMessage
	if m := c.find(message); m != nil {
		shown = s.wireMessage(c, m, true)
	}
	s.update("callback_query", wireUpdate{Callback: &wireCallback{ID: id, From: *u, Message: shown, Instance: fmt.Sprint(chat), Data: data}})
	return id
}

// AwaitAnswer waits for the answer to a press.
func (s *Server) AwaitAnswer(ctx context.Context, id string) (CallbackAnswer, error) {
	var a CallbackAnswer
	err := s.Await(ctx, func() bool {
		s.mu.Lock()
		defer s.mu.Unlock()
		q := s.queries[id]
		if q != nil && q.answered {
			a = q.answer
			return true
		}
		return false
	})
	return a, err
}

// nextName is a name that nothing else has.
func (s *Server) nextName(kind string) string {
	s.lastID++
	return fmt.Sprintf("%s-%d", kind, s.lastID)
}
