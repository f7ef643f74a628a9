package bot

import "github.com/go-telegram/bot/models"

// Spoken is the command that a bot of that name hears in a message.
func Spoken(name string, m *models.Message) (command, args string, links []string, ok bool) {
	s, ok := New(Config{Name: name}).command(m)
	return s.name, s.args, s.links, ok && !s.other
}

// Gist is what a message offers to read.
func Gist(m *models.Message) (address, text string) { return gist(m) }
