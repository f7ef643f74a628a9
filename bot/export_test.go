package bot

import (
	"context"

	"github.com/go-telegram/bot/models"

	"herald/bot/telegram"
)

// Spoken is the command that a bot of that name hears in a message.
func Spoken(name string, m *models.Message) (command, args string, links []string, ok bool) {
	s, ok := New(Config{Name: name}).command(m)
	return s.name, s.args, s.links, ok && !s.other
}

// Gist is what a message offers to read.
func Gist(m *models.Message) (address, text string) { return gist(m) }

// Drafting is what shows drafts: show takes one, run sends them.
func Drafting(send func(context.Context, telegram.Message) error) (show func(telegram.Message), run func(context.Context) error) {
	d := &drafter{send: send, fresh: make(chan telegram.Message, 1)}
	return d.show, d.run
}
