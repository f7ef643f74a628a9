package chat

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"

	"herald/bot/telegram/emulator"
	"herald/news"
)

// What the page may send at most.
const (
	maxRequest  = 256 << 10 // bytes of a JSON request
	maxDocument = 10 << 20  // bytes of one document
	maxUploads  = 200 << 20 // bytes of all documents of a demo: they are kept in memory
	maxMessage  = 4096      // UTF-16 units of a message; a longer text is sent as several
	maxPasted   = 12        // messages that one text may become
	patience    = 15 * time.Second
)

// send is the person writing.
func (p *Page) send(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Chat    news.ChatID    `json:"chat"`
		Text    string         `json:"text"`
		ReplyTo news.MessageID `json:"reply_to"`
	}
	if !p.read(w, r, &in) || !p.known(w, in.Chat) {
		return
	}
	parts := split(in.Text)
	if len(parts) == 0 {
		http.Error(w, "the message is empty", http.StatusBadRequest)
		return
	}
	if len(parts) > maxPasted {
		http.Error(w, "that is too long for a chat; attach it as a document", http.StatusRequestEntityTooLarge)
		return
	}
	for i, text := range parts {
		var how []emulator.Saying
		if in.ReplyTo != 0 && i == 0 {
			how = append(how, emulator.ReplyTo(in.ReplyTo))
		}
		if p.tg.Write(in.Chat, p.me, text, how...) == 0 {
			http.Error(w, "only administrators write in a channel", http.StatusForbidden)
			return
		}
	}
	if in.Chat == news.ChatID(p.me) {
		p.setBlocked(false) // who writes to a bot unblocks it
	}
	answer(w, map[string]int{"messages": len(parts)})
}

// split cuts a text into messages as Telegram's own clients do with a long
// one: at a line's end where there is one in the second half, else at a space.
func split(text string) []string {
	var parts []string
	for text = strings.TrimSpace(text); text != ""; {
		end, units, space, line := len(text), 0, 0, 0
		for i, r := range text {
			if units += max(1, utf16.RuneLen(r)); units > maxMessage {
				end = i
				break
			}
			switch r {
			case '\n':
				line = i
			case ' ':
				space = i
			}
		}
		if end < len(text) {
			if line > end/2 {
				end = line
			} else if space > end/2 {
				end = space
			}
		}
		parts = append(parts, strings.TrimSpace(text[:end]))
		text = strings.TrimSpace(text[end:])
	}
	return parts
}

// press is the person pressing a button.
func (p *Page) press(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Chat    news.ChatID    `json:"chat"`
		Message news.MessageID `json:"message"`
		Data    string         `json:"data"`
	}
	if !p.read(w, r, &in) || !p.known(w, in.Chat) {
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), patience)
	defer cancel()
	a, err := p.tg.Press(ctx, in.Chat, p.me, in.Message, in.Data)
	switch {
	case errors.Is(err, emulator.ErrNoButton):
		http.Error(w, "that button is not there any more", http.StatusGone)
	case err != nil:
		answer(w, struct{}{}) // the bot was silent: the button just stops waiting
	default:
		answer(w, map[string]any{"text": a.Text, "alert": a.Alert, "url": a.URL})
	}
}

// forward carries a message to another chat.
func (p *Page) forward(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Chat    news.ChatID    `json:"chat"`
		From    news.ChatID    `json:"from"`
		Message news.MessageID `json:"message"`
	}
	if !p.read(w, r, &in) || !p.known(w, in.Chat) || !p.known(w, in.From) {
		return
	}
	m, ok := p.tg.Message(in.From, in.Message)
	if !ok {
		http.Error(w, "that message is not there any more", http.StatusGone)
		return
	}
	how := []emulator.Saying{emulator.ForwardedFrom(m.From.FirstName), emulator.WithEntities(m.Entities...)}
	if m.Photo != "" {
		how = append(how, emulator.WithPhoto(m.Photo))
	}
	p.tg.Write(in.Chat, p.me, m.Text, how...)
	answer(w, struct{}{})
}

// attach is the person sending a document.
func (p *Page) attach(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxDocument+maxRequest)
	file, head, err := r.FormFile("file")
	if err != nil {
		http.Error(w, "the file cannot be read, or it is larger than 10 MB", http.StatusBadRequest)
		return
	}
	defer func() { _ = file.Close() }()
	data, err := io.ReadAll(io.LimitReader(file, maxDocument+1))
	if err != nil || len(data) > maxDocument {
		http.Error(w, "the file is larger than 10 MB", http.StatusRequestEntityTooLarge)
		return
	}
	chat, _ := strconv.ParseInt(r.FormValue("chat"), 10, 64) // what is no number is no chat either
	if !p.known(w, news.ChatID(chat)) {
		return
	}
	p.mu.Lock()
	p.uploaded += len(data)
	full := p.uploaded > maxUploads
	p.mu.Unlock()
	if full {
		http.Error(w, "the demo has been sent enough documents; start it anew", http.StatusInsufficientStorage)
		return
	}
	id := p.tg.AddFile(path.Base(head.Filename), data, 0)
	if p.tg.Write(news.ChatID(chat), p.me, "", emulator.WithFile(id)) == 0 {
		http.Error(w, "only administrators write in a channel", http.StatusForbidden)
		return
	}
	answer(w, struct{}{})
}

// setLanguage changes the language of the person's app.
func (p *Page) setLanguage(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Language string `json:"language"`
	}
	if !p.read(w, r, &in) {
		return
	}
	if !slices.Contains(languages[:], in.Language) {
		http.Error(w, "the language is one of en, uk, ru", http.StatusBadRequest)
		return
	}
	p.mu.Lock()
	p.language = in.Language
	p.mu.Unlock()
	p.tg.SetLanguage(p.me, in.Language)
	answer(w, struct{}{})
}

// block is the person blocking the bot, or taking that back.
func (p *Page) block(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Blocked bool `json:"blocked"`
	}
	if !p.read(w, r, &in) {
		return
	}
	if in.Blocked {
		p.tg.Block(p.me)
	} else {
		p.tg.Unblock(p.me)
	}
	p.setBlocked(in.Blocked)
	answer(w, struct{}{})
}

func (p *Page) setBlocked(blocked bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.blocked = blocked
}

// role makes the person an administrator of a chat, or an ordinary member.
func (p *Page) role(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Chat  news.ChatID `json:"chat"`
		Admin bool        `json:"admin"`
	}
	if !p.read(w, r, &in) || !p.known(w, in.Chat) {
		return
	}
	if in.Chat == news.ChatID(p.me) {
		http.Error(w, "a private chat has no administrators", http.StatusBadRequest)
		return
	}
	status := "member"
	if in.Admin {
		status = "administrator"
	}
	p.tg.SetMember(in.Chat, p.me, status)
	p.mu.Lock()
	p.find(in.Chat).Admin = in.Admin
	p.mu.Unlock()
	answer(w, struct{}{})
}

// read takes a JSON request apart; false means that it was refused.
func (p *Page) read(w http.ResponseWriter, r *http.Request, in any) bool {
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxRequest)).Decode(in)
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		http.Error(w, "that is too long", http.StatusRequestEntityTooLarge)
	case err != nil:
		http.Error(w, "the request is not what the page sends", http.StatusBadRequest)
	}
	return err == nil
}

func (p *Page) known(w http.ResponseWriter, id news.ChatID) bool {
	if p.find(id) == nil {
		http.Error(w, "there is no such chat", http.StatusNotFound)
		return false
	}
	return true
}
