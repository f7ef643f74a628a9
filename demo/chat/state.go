package chat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"
	"unicode/utf16"

	"herald/bot/telegram/emulator"
	"herald/news"
)

// latest is how many messages of a chat the page is given.
const latest = 300

// state is who and what there is.
func (p *Page) state(w http.ResponseWriter, _ *http.Request) {
	bot := p.tg.Bot()
	p.mu.Lock()
	lang, blocked := p.language, p.blocked
	places := make([]place, len(p.chats))
	copy(places, p.chats)
	p.mu.Unlock()
	for i := range places {
		places[i].Blocked = blocked && places[i].Kind == news.Private
		places[i].Chips = chips(places[i].Kind, lang, p.site, p.odd, bot.Username)
	}
	commands := p.tg.Commands(lang)
	if commands == nil {
		commands = []emulator.Command{}
	}
	answer(w, map[string]any{
		"me":  map[string]any{"id": p.me, "language_code": lang},
		"bot": bot, "chats": places, "commands": commands, "site": p.site + "/", "model": p.model,
		"description": p.tg.Description("description", lang),
	})
}

// view is a message as the page shows it.
type view struct {
	emulator.Message
	Card *Card `json:"card,omitempty"`
}

func (p *Page) view(m emulator.Message) view {
	v := view{Message: m}
	if m.Photo != "" || m.Document != "" || m.Service != "" {
		return v
	}
	link := firstLink(m.Text, m.Entities)
	if m.Preview != nil {
		if m.Preview.Disabled {
			return v
		}
		if m.Preview.URL != "" {
			link = m.Preview.URL
		}
	}
	if link == "" {
		return v
	}
	if c, ok := p.card(link); ok {
		c.URL = link
		if m.Preview != nil {
			c.Large, c.Above = m.Preview.Large, m.Preview.Above
		}
		v.Card = &c
	}
	return v
}

// firstLink is the address whose preview Telegram shows where a message asks
// for no other.
func firstLink(text string, entities []emulator.Entity) string {
	var units []uint16
	for _, e := range entities {
		switch e.Type {
		case "text_link":
			return e.URL
		case "url":
			if units == nil {
				units = utf16.Encode([]rune(text))
			}
			if e.Offset >= 0 && e.Length > 0 && e.Offset+e.Length <= len(units) {
				return string(utf16.Decode(units[e.Offset : e.Offset+e.Length]))
			}
		}
	}
	return ""
}

// messages is a chat as it is now.
func (p *Page) messages(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.ParseInt(r.URL.Query().Get("chat"), 10, 64)
	if err != nil || p.find(news.ChatID(id)) == nil {
		http.Error(w, "there is no such chat", http.StatusNotFound)
		return
	}
	all := p.tg.Messages(news.ChatID(id))
	if len(all) > latest {
		all = all[len(all)-latest:]
	}
	views := make([]view, 0, len(all))
	for _, m := range all {
		views = append(views, p.view(m))
	}
	answer(w, views)
}

// change is what the page is told of.
type change struct {
	Kind    string         `json:"kind"` // message, edit, delete, typing, draft, state
	Chat    news.ChatID    `json:"chat,omitempty"`
	ID      news.MessageID `json:"id,omitempty"`
	Message *view          `json:"message,omitempty"`

	Text     string            `json:"text,omitempty"`     // draft: what is written so far
	Entities []emulator.Entity `json:"entities,omitempty"` // draft: how
}

// heartbeat keeps idle connections open, and finds those that are gone.
const heartbeat = 15 * time.Second

// events tells the page what happens, until it is closed, as server-sent
// events (https://html.spec.whatwg.org/multipage/server-sent-events.html).
func (p *Page) events(w http.ResponseWriter, r *http.Request) {
	happening := p.tg.Events()
	defer happening.Close()
	out := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	if _, err := fmt.Fprint(w, "retry: 1000\n\n"); err != nil {
		return
	}
	if out.Flush() != nil {
		return
	}
	for {
		wait, cancel := context.WithTimeout(r.Context(), heartbeat)
		e, err := happening.Next(wait)
		cancel()
		line := ": still here\n\n"
		switch {
		case r.Context().Err() != nil, errors.Is(err, emulator.ErrClosed):
			return
		case err == nil:
			c, ok := p.change(e)
			if !ok {
				continue
			}
			data, err := json.Marshal(c)
			if err != nil {
				continue // of strings and numbers: it does not fail
			}
			line = "data: " + string(data) + "\n\n"
		}
		if _, err := fmt.Fprint(w, line); err != nil {
			return
		}
		if out.Flush() != nil {
			return
		}
	}
}

func (p *Page) change(e emulator.Event) (change, bool) {
	if p.find(e.Chat) == nil {
		return change{}, false
	}
	c := change{Kind: e.Kind, Chat: e.Chat}
	switch {
	case e.Missed > 0:
		c.Kind = "state"
	case e.Kind == "action":
		c.Kind = "typing"
	case e.Kind == "draft":
		c.Text, c.Entities = e.Text, e.Entities
	case e.Message == nil:
		return c, false
	case e.Kind == "delete":
		c.ID = e.Message.ID
	case e.Kind == "message", e.Kind == "edit":
		v := p.view(*e.Message)
		c.ID, c.Message = v.ID, &v
	default:
		return c, false
	}
	return c, true
}

func answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(v) // a page that is gone needs no answer
}
