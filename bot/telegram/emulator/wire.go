package emulator

import (
	"encoding/json"

	"herald/news"
)

// wireChat is a chat as updates and results carry it.
type wireChat struct {
	ID        news.ChatID   `json:"id"`
	Type      news.ChatKind `json:"type"`
	Title     string        `json:"title,omitempty"`
	Username  string        `json:"username,omitempty"`
	FirstName string        `json:"first_name,omitempty"`
	LastName  string        `json:"last_name,omitempty"`
	Forum     bool          `json:"is_forum,omitempty"`
}

// wireMessage is a message as updates and results carry it.
type wireMessage struct {
	ID              news.MessageID `json:"message_id"`
	Thread          news.ThreadID  `json:"message_thread_id,omitempty"`
	From            *User          `json:"from,omitempty"`
	SenderChat      *wireChat      `json:"sender_chat,omitempty"`
	Date            int64          `json:"date"`
	EditDate        int64          `json:"edit_date,omitempty"`
	Chat            *wireChat      `json:"chat"`
	Topic           bool           `json:"is_topic_message,omitempty"`
	Reply           *wireMessage   `json:"reply_to_message,omitempty"`
	Forward         *wireOrigin    `json:"forward_origin,omitempty"`
	Album           string         `json:"media_group_id,omitempty"`
	Text            string         `json:"text,omitempty"`
	Entities        []Entity       `json:"entities,omitempty"`
	Caption         string         `json:"caption,omitempty"`
	CaptionEntities []Entity       `json:"caption_entities,omitempty"`
	Photo           []wireFile     `json:"photo,omitempty"`
	Document        *wireFile      `json:"document,omitempty"`
	Preview         *Preview       `json:"link_preview_options,omitempty"`
	Markup          *wireMarkup    `json:"reply_markup,omitempty"`
	MigrateTo       news.ChatID    `json:"migrate_to_chat_id,omitempty"`
	MigrateFrom     news.ChatID    `json:"migrate_from_chat_id,omitempty"`
	NewMembers      []User         `json:"new_chat_members,omitempty"`
	LeftMember      *User          `json:"left_chat_member,omitempty"`
	TopicCreated    *wireTopic     `json:"forum_topic_created,omitempty"`
	TopicClosed     *struct{}      `json:"forum_topic_closed,omitempty"`
	TopicReopened   *struct{}      `json:"forum_topic_reopened,omitempty"`
}

type wireTopic struct {
	Name  string `json:"name"`
	Color int    `json:"icon_color"`
}

type wireOrigin struct {
	Type string `json:"type"` // hidden_user: the name is all that herald may need
	Date int64  `json:"date"`
	Name string `json:"sender_user_name"`
}

type wireFile struct {
	ID       string `json:"file_id"`
	UniqueID string `json:"file_unique_id"`
	Name     string `json:"file_name,omitempty"`
	Width    int    `json:"width,omitempty"`
	Height   int    `json:"height,omitempty"`
	Size     int    `json:"file_size,omitempty"`
	Path     string `json:"file_path,omitempty"`
}

// wireUpdate is an update; one of the fields is set.
type wireUpdate struct {
	ID          int64           `json:"update_id"`
	Message     *wireMessage    `json:"message,omitempty"`
	Edited      *wireMessage    `json:"edited_message,omitempty"`
	ChannelPost *wireMessage    `json:"channel_post,omitempty"`
	Callback    *wireCallback   `json:"callback_query,omitempty"`
	MyMember    *wireMembership `json:"my_chat_member,omitempty"`
}

type wireCallback struct {
	ID       string       `json:"id"`
	From     User         `json:"from"`
	Message  *wireMessage `json:"message"`
	Instance string       `json:"chat_instance"`
	Data     string       `json:"data"`
}

type wireMembership struct {
	Chat *wireChat       `json:"chat"`
	From User            `json:"from"`
	Date int64           `json:"date"`
	Old  json.RawMessage `json:"old_chat_member"`
	New  json.RawMessage `json:"new_chat_member"`
}

func (s *Server) wireChat(c *chat) *wireChat {
	w := &wireChat{ID: c.id, Type: c.kind, Title: c.title, Username: c.username, Forum: c.forum}
	if u := s.users[news.UserID(c.id)]; c.private() && u != nil {
		w.Title, w.FirstName, w.LastName, w.Username = "", u.FirstName, u.LastName, u.Username
	}
	return w
}

// wireMessage shows a message to the bot; with the one that it answers, but
// not that one's own.
func (s *Server) wireMessage(c *chat, m *Message, withReply bool) *wireMessage {
	w := &wireMessage{
		ID: m.ID, Thread: m.Thread, Topic: m.Thread != 0, Date: m.Date.Unix(), Chat: s.wireChat(c), Album: m.Album,
		Preview: m.Preview, Markup: wireKeyboard(m.Keyboard), MigrateTo: m.movedTo, MigrateFrom: m.movedFrom,
	}
	if !m.Edited.IsZero() {
		w.EditDate = m.Edited.Unix()
	}
	switch {
	case c.kind == news.Channel:
		w.SenderChat = w.Chat
	case m.channel:
		w.SenderChat, w.From = w.Chat, &User{ID: 1087968824, IsBot: true, FirstName: "Group", Username: "GroupAnonymousBot"}
	default:
		from := m.From
		w.From = &from
	}
	if m.Photo != "" || m.fileID != "" {
		w.Caption, w.CaptionEntities = m.Text, m.Entities
	} else {
		w.Text, w.Entities = m.Text, m.Entities
	}
	if m.Photo != "" {
		w.Photo = []wireFile{{ID: "photo-" + m.Photo, UniqueID: m.Photo, Width: 1280, Height: 720}}
	}
	if m.fileID != "" {
		w.Document = &wireFile{ID: m.fileID, UniqueID: m.fileID, Name: m.fileName, Size: m.fileSize}
	}
	if m.Forward != "" {
		w.Forward = &wireOrigin{Type: "hidden_user", Date: w.Date, Name: m.Forward}
	}
	if withReply && m.ReplyTo != 0 {
		if to := c.find(m.ReplyTo); to != nil {
			w.Reply = s.wireMessage(c, to, false)
		}
	}
	switch m.Service {
	case "joined":
		w.NewMembers = []User{m.From}
	case "left":
		from := m.From
		w.LeftMember = &from
	case "topic created":
		w.TopicCreated = &wireTopic{Name: m.Text, Color: 7322096}
		w.Text = ""
	case "topic closed":
		w.TopicClosed = &struct{}{}
	case "topic reopened":
		w.TopicReopened = &struct{}{}
	}
	return w
}

// wireMember is somebody's standing in a chat, as ChatMember has it.
func wireMember(u User, status string) json.RawMessage {
	m := map[string]any{"user": u, "status": status}
	switch status {
	case admin:
		for _, right := range []string{"can_manage_chat", "can_delete_messages", "can_invite_users", "can_post_messages", "can_edit_messages", "can_restrict_members"} {
			m[right] = true
		}
		m["can_be_edited"], m["is_anonymous"] = false, false
	case owner:
		m["is_anonymous"] = false
	case kicked:
		m["until_date"] = 0
	}
	raw, _ := json.Marshal(m) // of strings and booleans: cannot fail
	return raw
}
