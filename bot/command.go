package bot

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/go-telegram/bot/models"
)

// spoken is a command as somebody wrote it.
type spoken struct {
	name      string   // in lower case, without the slash
	addressed bool     // it carries this bot's name
	other     bool     // it carries another bot's name
	args      string   // the text that goes with it
	links     []string // the addresses in args
}

// slash is the command as people read it.
func (s spoken) slash() string { return "/" + s.name }

// command finds the command in a message: at its beginning, or, where the bot
// knows it, anywhere in what the sender wrote. What was forwarded are somebody
// else's words and holds none. Telegram counts UTF-16 units
// (https://core.telegram.org/bots/api#messageentity).
func (b *Bot) command(m *models.Message) (spoken, bool) {
	if m.ForwardOrigin != nil {
		return spoken{}, false
	}
	text, entities := content(m)
	for _, e := range entities {
		if e.Type != models.MessageEntityTypeBotCommand {
			continue
		}
		from, to := span(text, e.Offset, e.Length)
		first := strings.TrimSpace(text[:from]) == ""
		s, ok := b.parse(text[from:to])
		if _, known := b.handlers[s.name]; !ok || !first && !known {
			continue
		}
		if !first && !s.addressed && runes(text) >= pastedText {
			continue // a pasted text that speaks of a command
		}
		rest, at := text[to:], e.Offset+e.Length
		if strings.TrimSpace(rest) == "" && !first {
			rest, at = text[:from], 0
		}
		s.args, s.links = strings.TrimSpace(rest), addresses(rest, entities, at)
		return s, true
	}
	// Telegram marks no command that is longer than 32 letters or not Latin.
	if trimmed := strings.TrimSpace(text); strings.HasPrefix(trimmed, "/") {
		word, rest, _ := strings.Cut(trimmed, " ")
		if s, ok := b.parse(strings.SplitN(word, "\n", 2)[0]); ok {
			s.args, s.links = strings.TrimSpace(rest), addresses(rest, nil, 0)
			return s, true
		}
	}
	return spoken{}, false
}

// parse takes "/name" or "/name@bot" apart.
func (b *Bot) parse(word string) (s spoken, ok bool) {
	name, bot, named := strings.Cut(strings.TrimPrefix(word, "/"), "@")
	s.name = strings.ToLower(name)
	if named {
		s.addressed = strings.EqualFold(bot, b.name)
		s.other = !s.addressed
	}
	return s, s.name != "" && !strings.Contains(s.name, "/")
}

// content is a message's text, or its caption.
func content(m *models.Message) (string, []models.MessageEntity) {
	if m.Text != "" {
		return m.Text, m.Entities
	}
	return m.Caption, m.CaptionEntities
}

// span turns UTF-16 units into bytes of text, narrowed to what there is.
func span(text string, offset, length int) (from, to int) {
	from, to = len(text), len(text)
	units := 0
	for i, r := range text {
		if units >= offset && from == len(text) {
			from = i
		}
		if units >= offset+length {
			to = i
			break
		}
		units += max(1, utf16.RuneLen(r))
	}
	if offset < 0 || length <= 0 {
		return 0, 0
	}
	return min(from, to), to
}

// units is the length of s in UTF-16 units.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

func runes(s string) int { return utf8.RuneCountInString(s) }
