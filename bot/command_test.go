package bot_test

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/go-telegram/bot/models"
	"github.com/google/go-cmp/cmp"

	"herald/bot"
)

// message is a text with an entity of that type over each of the words.
func message(text string, entities map[string]models.MessageEntityType) *models.Message {
	m := &models.Message{Text: text}
	for word, kind := range entities {
		before, _, _ := strings.Cut(text, word)
		e := models.MessageEntity{Type: kind, Offset: len(utf16.Encode([]rune(before))), Length: len(utf16.Encode([]rune(word)))}
		if kind == models.MessageEntityTypeTextLink {
			e.URL = "https://hidden.example.org/"
		}
		m.Entities = append(m.Entities, e)
	}
	return m
}

func TestCommandsAreReadByUTF16Offsets(t *testing.T) {
	const command, link, hidden = models.MessageEntityTypeBotCommand, models.MessageEntityTypeURL, models.MessageEntityTypeTextLink
	type heard struct {
		Name, Args string
		Links      []string
		OK         bool
	}
	for name, c := range map[string]struct {
		m    *models.Message
		want heard
	}{
		"plain": {message("/sum https://example.org/a?b=c", map[string]models.MessageEntityType{"/sum": command, "https://example.org/a?b=c": link}),
			heard{"sum", "https://example.org/a?b=c", []string{"https://example.org/a?b=c"}, true}},
		"an address without a scheme": {message("/quotes example.org/новини", map[string]models.MessageEntityType{"/quotes": command, "example.org/новини": link}),
			heard{"quotes", "example.org/новини", []string{"https://example.org/новини"}, true}},
		"emoji before and between": {message("👩‍👩‍👧 /summary@Herald_Bot 🇺🇦 example.org.", map[string]models.MessageEntityType{"/summary@Herald_Bot": command, "example.org": link}),
			heard{"summary", "🇺🇦 example.org.", []string{"https://example.org"}, true}},
		"the address before the command": {message("https://example.org/a /quotes", map[string]models.MessageEntityType{"/quotes": command, "https://example.org/a": link}),
			heard{"quotes", "https://example.org/a", []string{"https://example.org/a"}, true}},
		"a hidden link": {message("/quotes of this", map[string]models.MessageEntityType{"/quotes": command, "this": hidden}),
			heard{"quotes", "of this", []string{"https://hidden.example.org/"}, true}},
		"unmarked addresses": {message("/sub http://localhost:8080/feed, (https://example.org/x).", map[string]models.MessageEntityType{"/sub": command}),
			heard{"sub", "http://localhost:8080/feed, (https://example.org/x).", []string{"http://localhost:8080/feed", "https://example.org/x"}, true}},
		"twice the same": {message("/sub https://example.org/a https://example.org/a/?utm_source=x", map[string]models.MessageEntityType{"/sub": command}),
			heard{"sub", "https://example.org/a https://example.org/a/?utm_source=x", []string{"https://example.org/a"}, true}},
		"another bot's":              {message("/sum@other_bot x", map[string]models.MessageEntityType{"/sum@other_bot": command}), heard{Name: "sum", Args: "x"}},
		"unknown in the middle":      {message("use /frob now", map[string]models.MessageEntityType{"/frob": command}), heard{}},
		"not marked by Telegram":     {message("/підписка зараз", nil), heard{"підписка", "зараз", nil, true}},
		"a path is no command":       {message("/usr/bin/env is a path", nil), heard{}},
		"a long text that names one": {message("see /help "+strings.Repeat("and so on ", 60), map[string]models.MessageEntityType{"/help": command}), heard{}},
	} {
		t.Run(name, func(t *testing.T) {
			var got heard
			got.Name, got.Args, got.Links, got.OK = bot.Spoken("@herald_bot", c.m)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzMessage(f *testing.F) {
	f.Add("/sum https://example.org/a", "bot_command", 0, 4, 5, 21)
	f.Add("🇺🇦 /quotes@herald_bot example.org", "bot_command", 5, 18, 24, 11)
	f.Add("👩‍👩‍👧\xff/help", "url", -1, 1<<40, 3, -7)
	f.Fuzz(func(t *testing.T, text, kind string, offset, length, offset2, length2 int) {
		m := &models.Message{Text: text, Entities: []models.MessageEntity{
			{Type: models.MessageEntityType(kind), Offset: offset, Length: length},
			{Type: models.MessageEntityTypeBotCommand, Offset: offset2, Length: length2},
			{Type: models.MessageEntityTypeURL, Offset: offset2, Length: length2},
			{Type: models.MessageEntityTypeTextLink, Offset: offset, Length: length, URL: text},
		}}
		name, args, links, ok := bot.Spoken("herald_bot", m)
		if ok && (name == "" || strings.Contains(name, "/")) {
			t.Errorf("a command named %q", name)
		}
		if utf8.ValidString(text) && !utf8.ValidString(args) {
			t.Errorf("arguments cut a character: %q", args)
		}
		for _, l := range links {
			if !strings.Contains(l, "://") {
				t.Errorf("%q is no address", l)
			}
		}
		if address, body := bot.Gist(m); utf8.ValidString(text) && (!utf8.ValidString(address) || !utf8.ValidString(body)) {
			t.Errorf("gist cuts a character: %q %q", address, body)
		}
	})
}
