package emulator

import (
	"cmp"
	"maps"
	"strings"
	"time"

	"herald/news"
)

// AddUser adds a person and the private chat with them, whose number is the
// person's. The bot cannot write there before the person has (see Write).
func (s *Server) AddUser(u User) news.UserID {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u.ID == 0 {
		s.lastUser++
		u.ID = s.lastUser
	}
	u.FirstName = cmp.Or(u.FirstName, "Person")
	s.users[u.ID] = &u
	s.chats[news.ChatID(u.ID)] = &chat{
		id: news.ChatID(u.ID), kind: news.Private, title: u.fullName(), username: u.Username,
		members: map[news.UserID]string{u.ID: member}, bot: member,
	}
	return u.ID
}

// Reader adds a person who has already started the bot, without an update of
// it: for tests of broadcasts to many.
func (s *Server) Reader(u User) news.ChatID {
	id := s.AddUser(u)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.chats[news.ChatID(id)].started = true
	return news.ChatID(id)
}

// Group is a group, supergroup or channel to be added.
type Group struct {
	ID       news.ChatID   // 0: the next free one, in the form of its kind
	Kind     news.ChatKind // "" is a supergroup
	Title    string
	Username string        // for @name
	Forum    bool          // a supergroup with topics
	Admins   []news.UserID // the first one owns it
	Members  []news.UserID
	Governed bool // the bot is an administrator; in a channel it always is
	Without  bool // the bot is not in it
}

// AddChat adds a group, supergroup or channel. Where the bot is in it, an
// update says so, as when somebody adds it.
func (s *Server) AddChat(g Group) news.ChatID {
	s.mu.Lock()
	defer s.mu.Unlock()
	g.Kind = cmp.Or(g.Kind, news.Supergroup)
	if g.ID == 0 {
		s.lastChat++
		g.ID = -s.lastChat
		if g.Kind != news.Group {
			g.ID = -1_000_000_000_000 - s.lastChat
		}
	}
	c := &chat{id: g.ID, kind: g.Kind, title: cmp.Or(g.Title, "Chat"), username: g.Username, forum: g.Forum, members: map[news.UserID]string{}, bot: left}
	if g.Forum {
		c.topics = map[news.ThreadID]*topic{}
	}
	for i, u := range g.Admins {
		c.members[u] = admin
		if i == 0 {
			c.members[u] = owner
		}
	}
	for _, u := range g.Members {
		c.members[u] = member
	}
	s.chats[g.ID] = c
	if g.Username != "" {
		s.names[strings.ToLower(g.Username)] = g.ID
	}
	if !g.Without {
		status := member
		if g.Governed || g.Kind == news.Channel {
			status = admin
		}
		by := s.self
		if len(g.Admins) > 0 && s.users[g.Admins[0]] != nil {
			by = *s.users[g.Admins[0]]
		}
		s.standing(c, by, status)
	}
	return g.ID
}

// AddGroup adds a supergroup with the bot as a member; the first of the
// administrators owns it.
func (s *Server) AddGroup(title string, admins ...news.UserID) news.ChatID {
	return s.AddChat(Group{Title: title, Admins: admins})
}

// AddChannel adds a channel that the bot may post to.
func (s *Server) AddChannel(title string, admins ...news.UserID) news.ChatID {
	return s.AddChat(Group{Kind: news.Channel, Title: title, Admins: admins})
}

// AddTopic opens a topic in a forum; 0 where the chat is none.
func (s *Server) AddTopic(chat news.ChatID, name string) news.ThreadID {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[chat]
	if c == nil || c.topics == nil {
		return 0
	}
	id := news.ThreadID(c.last + 1)
	c.topics[id] = &topic{name: name}
	s.add(c, &Message{Thread: id, Service: "topic created", Text: name, From: s.ownerOf(c)})
	return id
}

// CloseTopic closes a topic (or opens it again): only those who govern the
// chat can write there.
func (s *Server) CloseTopic(chat news.ChatID, id news.ThreadID, closed bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.chats[chat]; c != nil && c.topics[id] != nil {
		c.topics[id].closed = closed
		what := "topic reopened"
		if closed {
			what = "topic closed"
		}
		m := s.add(c, &Message{Thread: id, Service: what, From: s.ownerOf(c)})
		s.tell(c, m)
	}
}

// DeleteTopic deletes a topic with its messages.
func (s *Server) DeleteTopic(chat news.ChatID, id news.ThreadID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.chats[chat]; c != nil && c.topics[id] != nil {
		c.topics[id].deleted = true
		kept := c.messages[:0:0]
		for _, m := range c.messages {
			if m.Thread != id {
				kept = append(kept, m)
			}
		}
		c.messages = kept
		s.changedNow()
	}
}

func (s *Server) ownerOf(c *chat) User {
	for id, status := range c.members {
		if status == owner && s.users[id] != nil {
			return *s.users[id]
		}
	}
	return User{FirstName: c.title}
}

// SetMember says what a person is in a chat: "creator", "administrator",
// "member", "left" or "kicked".
func (s *Server) SetMember(chat news.ChatID, user news.UserID, status string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.chats[chat]; c != nil {
		c.members[user] = status
		s.changedNow()
	}
}

// Promote makes the bot an administrator of a chat.
func (s *Server) Promote(chat news.ChatID) { s.stand(chat, admin) }

// Demote makes the bot a plain member; in a channel it cannot post then.
func (s *Server) Demote(chat news.ChatID) { s.stand(chat, member) }

// Kick throws the bot out of a group or channel.
func (s *Server) Kick(chat news.ChatID) { s.stand(chat, kicked) }

// Invite takes the bot into a group (again).
func (s *Server) Invite(chat news.ChatID) { s.stand(chat, member) }

// Block is a person blocking the bot.
func (s *Server) Block(user news.UserID) { s.stand(news.ChatID(user), kicked) }

// Unblock is a person taking that back.
func (s *Server) Unblock(user news.UserID) { s.stand(news.ChatID(user), member) }

func (s *Server) stand(id news.ChatID, status string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.chats[id]; c != nil {
		s.standing(c, s.speaker(c), status)
	}
}

// speaker is who does things to the bot in a chat: its owner, or the person.
func (s *Server) speaker(c *chat) User {
	if u := s.users[news.UserID(c.id)]; c.private() && u != nil {
		return *u
	}
	return s.ownerOf(c)
}

// standing changes what the bot is in a chat and tells it.
func (s *Server) standing(c *chat, by User, status string) {
	before := c.bot
	if before == status {
		return
	}
	c.bot = status
	s.changedNow()
	s.update("my_chat_member", wireUpdate{MyMember: &wireMembership{
		Chat: s.wireChat(c), From: by, Date: time.Now().Unix(),
		Old: wireMember(s.self, before), New: wireMember(s.self, status),
	}})
	if status == member && before != admin && !c.private() {
		m := s.add(c, &Message{Service: "joined", From: s.self})
		if c.kind != news.Channel {
			s.tell(c, m)
		}
	}
}

// Mute takes the bot's right to write in a group, or gives it back.
func (s *Server) Mute(chat news.ChatID, muted bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.chats[chat]; c != nil {
		c.muted = muted
	}
}

// Deactivate deletes a person's account, or a group.
func (s *Server) Deactivate(chat news.ChatID) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.chats[chat]; c != nil {
		c.gone = true
		s.changedNow()
	}
}

// Migrate turns a group into a supergroup, as Telegram does when its owner
// changes certain settings: both chats get a service message, and whatever is
// sent to the old one is refused with the new one's number.
func (s *Server) Migrate(old news.ChatID) news.ChatID {
	s.mu.Lock()
	defer s.mu.Unlock()
	from := s.chats[old]
	if from == nil || from.private() || from.movedTo != 0 {
		return 0
	}
	s.lastChat++
	to := &chat{
		id: -1_000_000_000_000 - s.lastChat, kind: news.Supergroup, title: from.title,
		members: maps.Clone(from.members), bot: from.bot, muted: from.muted,
	}
	s.chats[to.id] = to
	by := s.ownerOf(from)
	gone := s.add(from, &Message{Service: "moved", From: by, movedTo: to.id})
	s.tell(from, gone)
	from.movedTo = to.id
	s.tell(to, s.add(to, &Message{Service: "moved here", From: by, movedFrom: old}))
	return to.id
}

// Messages are a chat's messages as people see them now, oldest first.
func (s *Server) Messages(chat news.ChatID) []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[chat]
	if c == nil {
		return nil
	}
	all := make([]Message, len(c.messages))
	for i, m := range c.messages {
		all[i] = *m
	}
	return all
}

// Replies are the messages of a chat that the bot sent.
func (s *Server) Replies(chat news.ChatID) []Message {
	var said []Message
	for _, m := range s.Messages(chat) {
		if m.Bot && m.Service == "" {
			said = append(said, m)
		}
	}
	return said
}

// Message is one message; not ok where there is none, or it was deleted.
func (s *Server) Message(chat news.ChatID, id news.MessageID) (Message, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c := s.chats[chat]; c != nil {
		if m := c.find(id); m != nil {
			return *m, true
		}
	}
	return Message{}, false
}

// Chats are the numbers of all chats, in no order.
func (s *Server) Chats() []news.ChatID {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := make([]news.ChatID, 0, len(s.chats))
	for id := range s.chats {
		ids = append(ids, id)
	}
	return ids
}

// Pending is how many updates the bot has not confirmed.
func (s *Server) Pending() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.updates.waiting)
}

// SetLanguage changes the language of a person's app: what every later update
// says of them.
func (s *Server) SetLanguage(user news.UserID, code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u := s.users[user]; u != nil {
		u.LanguageCode = code
		s.changedNow()
	}
}
