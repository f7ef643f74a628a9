package emulator

import (
	"context"
	"strings"
	"sync"

	"herald/news"
)

// handler does one method; the lock is held.
type handler func(*Server, context.Context, *args) (any, error)

// handlers are the methods that are emulated, by their names.
var handlers = sync.OnceValue(func() map[string]handler {
	return map[string]handler{
		"getMe":                  func(s *Server, _ context.Context, _ *args) (any, error) { return s.me(), nil },
		"getUpdates":             (*Server).getUpdates,
		"sendMessage":            (*Server).sendMessage,
		"sendPhoto":              (*Server).sendPhoto,
		"sendMediaGroup":         (*Server).sendMediaGroup,
		"sendRichMessage":        (*Server).sendRichMessage,
		"sendMessageDraft":       (*Server).sendMessageDraft,
		"sendChatAction":         (*Server).sendChatAction,
		"editMessageText":        (*Server).editMessageText,
		"editMessageCaption":     (*Server).editMessageCaption,
		"editMessageMedia":       (*Server).editMessageMedia,
		"editMessageReplyMarkup": (*Server).editMessageReplyMarkup,
		"deleteMessage":          (*Server).deleteMessage,
		"deleteMessages":         (*Server).deleteMessages,
		"answerCallbackQuery":    (*Server).answerCallbackQuery,
		"getChat":                (*Server).getChat,
		"getChatMember":          (*Server).getChatMember,
		"getChatAdministrators":  (*Server).getChatAdministrators,
		"getChatMemberCount":     (*Server).getChatMemberCount,
		"leaveChat":              (*Server).leaveChat,
		"getFile":                (*Server).getFile,
		"setMyCommands":          (*Server).setMyCommands,
		"getMyCommands":          (*Server).getMyCommands,
		"deleteMyCommands":       (*Server).deleteMyCommands,
		"setMyName":              (*Server).describe,
		"setMyDescription":       (*Server).describe,
		"setMyShortDescription":  (*Server).describe,
		"setWebhook":             (*Server).setWebhook,
		"deleteWebhook":          (*Server).deleteWebhook,
		"getWebhookInfo":         (*Server).getWebhookInfo,
	}
})

// chatFor finds the chat of a request by its number or its @name.
func (s *Server) chatFor(a *args) (*chat, error) {
	id := a.chatID()
	if name, ok := strings.CutPrefix(a.str("chat_id"), "@"); ok {
		id = s.names[strings.ToLower(name)]
	}
	c := s.chats[id]
	switch {
	case c == nil:
		return nil, bad("chat not found")
	case c.movedTo != 0:
		e := bad("group chat was upgraded to a supergroup chat")
		e.MigrateTo = c.movedTo
		return nil, e
	}
	return c, nil
}

// writable finds the chat of a request and says why the bot may not write
// there, in the order and the words of the real server.
func (s *Server) writable(a *args) (*chat, error) {
	c, err := s.chatFor(a)
	if err != nil {
		return nil, err
	}
	kind := string(c.kind)
	switch {
	case c.gone && c.private():
		return nil, forbidden("user is deactivated")
	case c.gone:
		return nil, forbidden("the group chat was deleted")
	case c.private() && c.bot == kicked:
		return nil, forbidden("bot was blocked by the user")
	case c.private() && !c.started:
		return nil, forbidden("bot can't initiate conversation with a user")
	case c.bot == kicked:
		return nil, forbidden("bot was kicked from the " + kind + " chat")
	case c.bot == left || c.bot == "":
		return nil, forbidden("bot is not a member of the " + kind + " chat")
	case c.kind == news.Channel && c.bot != admin:
		return nil, bad("need administrator rights in the channel chat")
	case c.muted:
		return nil, bad("not enough rights to send text messages to the chat")
	}
	return c, nil
}

// place is where in the chat a new message goes, and what it answers.
func (s *Server) place(c *chat, a *args) (thread news.ThreadID, reply news.MessageID, err error) {
	if a.has("message_thread_id") && a.int("message_thread_id") != 0 {
		thread = news.ThreadID(a.int("message_thread_id"))
		t := c.topics[thread]
		switch {
		case t == nil || t.deleted:
			return 0, 0, bad("message thread not found")
		case t.closed && c.bot != admin:
			return 0, 0, bad("TOPIC_CLOSED")
		}
	}
	var p struct {
		Message news.MessageID `json:"message_id"`
		Without bool           `json:"allow_sending_without_reply"`
	}
	if ok, err := a.object("reply_parameters", &p); err != nil || !ok {
		return thread, 0, err
	}
	if m := c.find(p.Message); m != nil {
		return thread, p.Message, nil
	}
	if !p.Without {
		return 0, 0, bad("message to be replied not found")
	}
	return thread, 0, nil
}

// fresh begins a message of the bot with what all kinds of it have in common.
func (s *Server) fresh(a *args) (*chat, *Message, error) {
	c, err := s.writable(a)
	if err != nil {
		return nil, nil, err
	}
	m := &Message{Bot: true, From: s.self, Silent: a.bool("disable_notification")}
	if m.Thread, m.ReplyTo, err = s.place(c, a); err != nil {
		return nil, nil, err
	}
	if m.Keyboard, err = keyboard(a, c.kind == news.Channel); err != nil {
		return nil, nil, err
	}
	if c.kind == news.Channel {
		m.From = User{FirstName: c.title, Username: c.username}
	}
	return c, m, nil
}

// sent keeps a message of the bot and shows it to the bot.
func (s *Server) sent(c *chat, m *Message) *wireMessage {
	s.stats.Messages++
	return s.wireMessage(c, s.add(c, m), true)
}

func (s *Server) sendMessage(_ context.Context, a *args) (any, error) {
	c, m, err := s.fresh(a)
	if err != nil {
		return nil, err
	}
	if m.Text, m.Entities, err = s.formatted(a, "text", "entities", maxText, "message"); err != nil {
		return nil, err
	}
	if m.Text == "" {
		return nil, bad("message text is empty")
	}
	if m.Preview, err = s.preview(a); err != nil {
		return nil, err
	}
	return s.sent(c, m), nil
}

func (s *Server) preview(a *args) (*Preview, error) {
	var p Preview
	ok, err := a.object("link_preview_options", &p)
	if err != nil || !ok {
		return nil, err
	}
	if (p.Large || p.Small) && p.URL == "" {
		s.complain("prefer_large_media and prefer_small_media work only with a url")
	}
	if p.URL != "" && !goodLink(p.URL) {
		return nil, bad("wrong HTTP URL specified in link_preview_options")
	}
	return &p, nil
}

// photo is a picture by its address; uploads and file ids are kept by name.
func (s *Server) photo(ref string, a *args) (string, error) {
	if name, ok := strings.CutPrefix(ref, "attach://"); ok {
		if f, ok := a.files[name]; ok {
			return "upload:" + f.name, nil
		}
		return "", bad("there is no file %q in the request", name)
	}
	switch {
	case strings.HasPrefix(ref, "http://"), strings.HasPrefix(ref, "https://"):
		if !goodLink(ref) {
			return "", bad("wrong file identifier/HTTP URL specified")
		}
		return ref, nil
	case strings.HasPrefix(ref, "photo-"):
		return strings.TrimPrefix(ref, "photo-"), nil
	}
	return "", bad("wrong file identifier/HTTP URL specified")
}

func (s *Server) sendPhoto(_ context.Context, a *args) (any, error) {
	c, m, err := s.fresh(a)
	if err != nil {
		return nil, err
	}
	if f, ok := a.files["photo"]; ok {
		m.Photo = "upload:" + f.name
	} else if m.Photo, err = s.photo(a.str("photo"), a); err != nil {
		return nil, err
	}
	if m.Text, m.Entities, err = s.formatted(a, "caption", "caption_entities", maxCaption, "message caption"); err != nil {
		return nil, err
	}
	return s.sent(c, m), nil
}

// inputMedia is one item of an album, or what a picture is replaced by.
type inputMedia struct {
	Type     string   `json:"type"`
	Media    string   `json:"media"`
	Caption  string   `json:"caption"`
	Entities []Entity `json:"caption_entities"`
	Mode     string   `json:"parse_mode"`
}

func (s *Server) mediaMessage(m *Message, item inputMedia, a *args) (err error) {
	if item.Type != "photo" {
		return bad("media of type %q are not emulated", item.Type)
	}
	if m.Photo, err = s.photo(item.Media, a); err != nil {
		return err
	}
	raw := &args{values: map[string]string{"caption": item.Caption, "parse_mode": item.Mode}}
	if len(item.Entities) > 0 {
		raw.values["caption_entities"] = marshal(item.Entities)
	}
	m.Text, m.Entities, err = s.formatted(raw, "caption", "caption_entities", maxCaption, "message caption")
	return err
}

func (s *Server) sendMediaGroup(_ context.Context, a *args) (any, error) {
	var items []inputMedia
	if _, err := a.object("media", &items); err != nil {
		return nil, err
	}
	if len(items) < 2 || len(items) > 10 {
		return nil, bad("there must be 2 to 10 media in an album, not %d", len(items))
	}
	c, first, err := s.fresh(a)
	if err != nil {
		return nil, err
	}
	album := s.nextName("album")
	all := make([]*Message, len(items))
	for i, item := range items {
		m := *first
		m.Album = album
		if err := s.mediaMessage(&m, item, a); err != nil {
			return nil, err
		}
		all[i] = &m
	}
	out := make([]*wireMessage, len(all))
	for i, m := range all {
		out[i] = s.sent(c, m)
	}
	return out, nil
}
