package outbox

import (
	"strings"

	"herald/bot/render"
	"herald/bot/telegram"
	"herald/news"
)

// plain is the form of a message that Telegram has the least to refuse in: its
// words and the article's address, without formatting, picture, preview and
// buttons.
func plain(m telegram.Message, j news.Job) telegram.Message {
	address := j.Article.URL
	if !render.Web(address) || strings.Contains(m.Text, address) {
		address = ""
	}
	limit := telegram.MaxText
	edited := j.Delivery.Kind == news.Edit && (m.Photo != "" || m.Album != nil)
	if edited {
		limit = telegram.MaxCaption // what is edited is a picture's caption
	}
	text := render.Plain(m.Text)
	if address != "" {
		tail := "\n\n" + address
		if room := limit - render.Plain(tail).Units(); room >= limit/2 {
			text = render.Cut(text, room)
			text.Add(tail)
		}
	}
	words, _ := render.Cut(text, limit).Message()
	if strings.TrimSpace(words) == "" {
		words = j.Feed.Name()
	}
	out := telegram.Message{Text: words, Preview: telegram.Preview{None: true}, Silent: m.Silent, ReplyTo: m.ReplyTo}
	if edited {
		out.Photo, out.Album = m.Photo, m.Album
	}
	return out
}
