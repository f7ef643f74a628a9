package render

import (
	"strings"

	"herald/bot/telegram"
)

// Words is a sentence of bot/locale with its formatting: *stars* make bold,
// and a {name} is filled in from args with the formatting that its value has.
// A name without a value stands as it is.
func Words(sentence string, args map[string]Text) Text {
	var t Text
	for i, part := range strings.Split(sentence, "*") {
		if i%2 == 1 {
			t.Style(telegram.Entity{Type: "bold"}, func(t *Text) { t.words(part, args) })
			continue
		}
		t.words(part, args)
	}
	return t
}

func (t *Text) words(s string, args map[string]Text) {
	for s != "" {
		open := strings.IndexByte(s, '{')
		shut := strings.IndexByte(s, '}')
		if open < 0 || shut < open {
			t.Add(s)
			return
		}
		value, ok := args[s[open+1:shut]]
		if !ok {
			t.Add(s[:shut+1])
		} else {
			t.Add(s[:open])
			t.Append(value)
		}
		s = s[shut+1:]
	}
}

// Note is a message of words alone: cut to Telegram's length, without a link
// preview.
func Note(t Text) telegram.Message {
	text, entities := Cut(t, telegram.MaxText).Message()
	return telegram.Message{Text: text, Entities: entities, Preview: telegram.Preview{None: true}}
}

// Barest is a message in the plainest form that says the same: its text alone,
// for a server that refused anything more.
func Barest(m telegram.Message) telegram.Message {
	text := Plain(m.Text)
	return telegram.Message{Text: Cut(text, telegram.MaxText).String(), Preview: telegram.Preview{None: true}, Silent: m.Silent, ReplyTo: m.ReplyTo}
}
