package emulator

import (
	"context"
	"sort"

	"herald/news"
)

// known finds a chat that the bot may ask about.
func (s *Server) known(a *args) (*chat, error) {
	c, err := s.chatFor(a)
	if err != nil {
		return nil, err
	}
	switch {
	case c.private():
		return c, nil
	case c.bot == kicked:
		return nil, forbidden("bot was kicked from the " + string(c.kind) + " chat")
	case c.bot == left || c.bot == "":
		return nil, forbidden("bot is not a member of the " + string(c.kind) + " chat")
	}
	return c, nil
}

func (s *Server) me() any {
	return struct {
		User
		Join    bool `json:"can_join_groups"`
		ReadAll bool `json:"can_read_all_group_messages"`
		Inline  bool `json:"supports_inline_queries"`
	}{s.self, true, !s.options.Privacy, false}
}

func (s *Server) getChat(_ context.Context, a *args) (any, error) {
	c, err := s.known(a)
	if err != nil {
		return nil, err
	}
	return struct {
		*wireChat
		Accent    int `json:"accent_color_id"`
		Reactions int `json:"max_reaction_count"`
	}{s.wireChat(c), 0, 11}, nil
}

func (s *Server) getChatMember(_ context.Context, a *args) (any, error) {
	c, err := s.known(a)
	if err != nil {
		return nil, err
	}
	id := news.UserID(a.int("user_id"))
	if id == s.self.ID {
		return wireMember(s.self, c.bot), nil
	}
	u := s.users[id]
	if u == nil {
		return nil, bad("PARTICIPANT_ID_INVALID")
	}
	if c.kind == news.Channel && c.bot != admin {
		return nil, bad("member list is inaccessible")
	}
	status := c.members[id]
	if status == "" {
		status = left
	}
	return wireMember(*u, status), nil
}

func (s *Server) getChatAdministrators(_ context.Context, a *args) (any, error) {
	c, err := s.known(a)
	if err != nil {
		return nil, err
	}
	if c.private() {
		return nil, bad("there are no administrators in the private chat")
	}
	ids := make([]news.UserID, 0, len(c.members))
	for id := range c.members {
		if c.governs(id) && s.users[id] != nil {
			ids = append(ids, id)
		}
	}
	sort.Slice(ids, func(i, j int) bool { return ids[i] < ids[j] })
	all := []any{}
	for _, id := range ids {
		all = append(all, wireMember(*s.users[id], c.members[id]))
	}
	if c.bot == admin {
		all = append(all, wireMember(s.self, admin))
	}
	return all, nil
}

func (s *Server) getChatMemberCount(_ context.Context, a *args) (any, error) {
	c, err := s.known(a)
	if err != nil {
		return nil, err
	}
	n := 1 // the bot
	for _, status := range c.members {
		if status != left && status != kicked {
			n++
		}
	}
	return n, nil
}

func (s *Server) leaveChat(_ context.Context, a *args) (any, error) {
	c, err := s.known(a)
	if err != nil {
		return nil, err
	}
	if c.private() {
		return nil, bad("chat_id can't be a private chat")
	}
	s.standing(c, s.self, left)
	return true, nil
}

// actions are what a chat can show the bot doing.
var actions = []string{"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note"}

func (s *Server) sendChatAction(_ context.Context, a *args) (any, error) {
	c, err := s.writable(a)
	if err != nil {
		return nil, err
	}
	thread, _, err := s.place(c, a)
	if err != nil {
		return nil, err
	}
	for _, action := range actions {
		if action == a.str("action") {
			s.happened(Event{Kind: "action", Chat: c.id, Thread: thread, Text: action})
			return true, nil
		}
	}
	return nil, bad("wrong parameter action in request")
}

func (s *Server) sendMessageDraft(_ context.Context, a *args) (any, error) {
	c, err := s.writable(a)
	switch {
	case err != nil:
		return nil, err
	case !c.private():
		return nil, bad("drafts can be sent to private chats only")
	case a.int("draft_id") == 0:
		return nil, bad("draft_id must be non-zero")
	}
	thread, _, err := s.place(c, a)
	if err != nil {
		return nil, err
	}
	text, entities, err := s.formatted(a, "text", "entities", maxText, "message")
	if err != nil {
		return nil, err
	}
	s.happened(Event{Kind: "draft", Chat: c.id, Thread: thread, Text: text, Entities: entities})
	return true, nil
}

// maxRich is Telegram's limit of a rich message's source.
const maxRich = 32768

// rich reads a rich message: one of html and markdown. Its blocks are not
// looked into.
func (s *Server) rich(a *args) (string, error) {
	if s.options.NoRich {
		return "", bad("rich messages are not supported")
	}
	var r struct {
		HTML     string `json:"html"`
		Markdown string `json:"markdown"`
	}
	if _, err := a.object("rich_message", &r); err != nil {
		return "", err
	}
	source := r.HTML + r.Markdown
	switch {
	case source == "":
		return "", bad("rich message is empty")
	case r.HTML != "" && r.Markdown != "":
		return "", bad("rich message must be either HTML or Markdown")
	case runes(source) > maxRich:
		return "", bad("rich message is too long")
	}
	return source, nil
}

func (s *Server) sendRichMessage(_ context.Context, a *args) (any, error) {
	c, m, err := s.fresh(a)
	if err != nil {
		return nil, err
	}
	if m.Rich, err = s.rich(a); err != nil {
		return nil, err
	}
	return s.sent(c, m), nil
}
