package emulator

import (
	"slices"
	"strings"
	"time"

	"herald/news"
)

// User is a person or a bot.
type User struct {
	ID           news.UserID `json:"id"` // 0: the next free one
	IsBot        bool        `json:"is_bot"`
	FirstName    string      `json:"first_name"`
	LastName     string      `json:"last_name,omitempty"`
	Username     string      `json:"username,omitempty"`
	LanguageCode string      `json:"language_code,omitempty"`
}

// Message is a message as people see it.
type Message struct {
	ID       news.MessageID `json:"id"`
	Chat     news.ChatID    `json:"chat"`
	Thread   news.ThreadID  `json:"thread,omitempty"`
	From     User           `json:"from"` // the channel's name as first name where the channel itself speaks
	Bot      bool           `json:"bot"`  // the bot under test sent it
	Date     time.Time      `json:"date"`
	Edited   time.Time      `json:"edited,omitzero"`
	Text     string         `json:"text"` // the caption where there is a picture or a document
	Entities []Entity       `json:"entities,omitempty"`
	Keyboard [][]Button     `json:"keyboard,omitempty"`
	Photo    string         `json:"photo,omitempty"` // its address
	Album    string         `json:"album,omitempty"` // the same for all pictures of an album
	Document string         `json:"document,omitempty"`
	Rich     string         `json:"rich,omitempty"` // HTML or Markdown of a rich message
	Preview  *Preview       `json:"preview,omitempty"`
	ReplyTo  news.MessageID `json:"reply_to,omitempty"`
	Silent   bool           `json:"silent,omitempty"`
	Forward  string         `json:"forward,omitempty"` // whom it was forwarded from
	Service  string         `json:"service,omitempty"` // what happened, where nobody spoke: "joined", "left", "moved", "topic created" …
	Before   []string       `json:"before,omitempty"`  // the texts that it had before its edits

	fileID, fileName string
	fileSize         int
	channel          bool // spoken by the channel or anonymously
	movedTo          news.ChatID
	movedFrom        news.ChatID
	edits            int // of any kind
}

// Edits is how often the message was changed.
func (m Message) Edits() int { return m.edits }

// Button gives the first button whose text contains words, and whether there
// is one.
func (m Message) Button(words string) (Button, bool) {
	for _, row := range m.Keyboard {
		for _, b := range row {
			if strings.Contains(b.Text, words) {
				return b, true
			}
		}
	}
	return Button{}, false
}

// Preview is how a message wants its link shown.
type Preview struct {
	Disabled bool   `json:"is_disabled,omitempty"`
	URL      string `json:"url,omitempty"`
	Small    bool   `json:"prefer_small_media,omitempty"`
	Large    bool   `json:"prefer_large_media,omitempty"`
	Above    bool   `json:"show_above_text,omitempty"`
}

// What somebody is in a chat, in Telegram's words.
const (
	owner  = "creator"
	admin  = "administrator"
	member = "member"
	left   = "left"
	kicked = "kicked"
)

type topic struct {
	name            string
	closed, deleted bool
}

// chat is a conversation with all that is in it.
type chat struct {
	id       news.ChatID
	kind     news.ChatKind
	title    string
	username string
	forum    bool
	members  map[news.UserID]string
	bot      string // what the bot is: member, administrator, left, kicked
	muted    bool   // the bot may not write (a restricted group)
	started  bool   // private: the person has written to the bot
	gone     bool   // private: the account was deleted; else: the chat was
	movedTo  news.ChatID
	messages []*Message // by number
	last     news.MessageID
	topics   map[news.ThreadID]*topic
	pace     chatPace
}

// find gives a message by its number; nil where there is none.
func (c *chat) find(id news.MessageID) *Message {
	i, ok := slices.BinarySearchFunc(c.messages, id, func(m *Message, id news.MessageID) int { return int(m.ID - id) })
	if !ok {
		return nil
	}
	return c.messages[i]
}

// add numbers a message and keeps it.
func (s *Server) add(c *chat, m *Message) *Message {
	c.last++
	m.ID, m.Chat = c.last, c.id
	if m.Date.IsZero() {
		m.Date = time.Now().UTC()
	}
	c.messages = append(c.messages, m)
	if keep := s.options.Keep; keep > 0 && len(c.messages) > keep {
		c.messages[0] = nil // append moves the window on; what left it must not be held
		c.messages = c.messages[1:]
	}
	s.happened(Event{Kind: "message", Chat: c.id, Thread: m.Thread, Message: m})
	return m
}

// fullName is what people read above a message.
func (u User) fullName() string { return strings.TrimSpace(u.FirstName + " " + u.LastName) }

func (c *chat) private() bool { return c.kind == news.Private }

func (c *chat) governs(u news.UserID) bool {
	st := c.members[u]
	return st == owner || st == admin
}
