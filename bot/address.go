package bot

import (
	"slices"
	"strings"

	"github.com/go-telegram/bot/models"

	"herald/bot/render"
	"herald/news"
)

// addresses are the web addresses in a stretch of a message that begins at the
// UTF-16 unit at: those that Telegram marked, hidden links too, and those that
// it did not (it knows no host without a public ending). Each stands once, in
// order.
func addresses(text string, entities []models.MessageEntity, at int) []string {
	var found []string
	seen := map[string]bool{}
	add := func(address string) {
		if address = withScheme(address); render.Web(address) && !seen[news.Canonical(address)] {
			seen[news.Canonical(address)] = true
			found = append(found, address)
		}
	}
	end := at + units(text)
	for _, e := range entities {
		if e.Offset < at || e.Offset+e.Length > end {
			continue
		}
		switch e.Type {
		case models.MessageEntityTypeURL:
			from, to := span(text, e.Offset-at, e.Length)
			add(text[from:to])
		case models.MessageEntityTypeTextLink:
			add(e.URL)
		}
	}
	for _, word := range strings.Fields(text) {
		if schemed(word) {
			add(trimmed(word))
		}
	}
	return found
}

// trimmed is a word without the marks around it.
func trimmed(word string) string {
	return strings.Trim(word, ".,;:!?\"'()[]<>«»“”„’…")
}

func schemed(s string) bool {
	lower := strings.ToLower(s)
	for _, scheme := range []string{"http://", "https://", "feed://", "feed:http"} {
		if strings.Contains(lower, scheme) {
			return true
		}
	}
	return false
}

// withScheme gives an address typed without one https, and takes the "feed:"
// off that some browsers put before a feed's.
func withScheme(address string) string {
	address = strings.TrimSpace(address)
	lower := strings.ToLower(address)
	switch {
	case strings.HasPrefix(lower, "feed://"):
		return "https://" + address[len("feed://"):]
	case strings.HasPrefix(lower, "feed:http"):
		return address[len("feed:"):]
	case !strings.Contains(address, "://"):
		return "https://" + address
	}
	return address
}

// plainly is an address with http for its https, where that was only our guess:
// the message has it without a scheme. It is for sites that know no https.
func plainly(m *models.Message, address string) (string, bool) {
	rest, ok := strings.CutPrefix(address, "https://")
	if !ok {
		return "", false
	}
	for ; m != nil; m = m.ReplyToMessage {
		text, entities := content(m)
		if strings.Contains(strings.ToLower(text), "https://"+strings.ToLower(rest)) || slices.ContainsFunc(entities, func(e models.MessageEntity) bool { return e.URL == address }) {
			return "", false
		}
	}
	return "http://" + rest, true
}

// typed is an address out of a word that may be one: "example.org/news"; ok is
// false for anything else.
func typed(word string) (address string, ok bool) {
	word = trimmed(word)
	host, _, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(word, "https://"), "http://"), "/")
	name, _, _ := strings.Cut(host, ":")
	dot := strings.LastIndexByte(name, '.')
	if dot < 1 || dot == len(name)-1 || strings.ContainsAny(host, "@ ") {
		return "", false
	}
	address = withScheme(word)
	return address, render.Web(address)
}

// without is text without the addresses that stand in it as such.
func without(text string, entities []models.MessageEntity) string {
	var out strings.Builder
	rest, at := text, 0
	for _, e := range entities {
		if e.Type != models.MessageEntityTypeURL || e.Offset < at {
			continue
		}
		from, to := span(rest, e.Offset-at, e.Length)
		out.WriteString(rest[:from])
		rest, at = rest[to:], e.Offset+e.Length
	}
	out.WriteString(rest)
	var words []string
	for _, w := range strings.Fields(out.String()) {
		if !schemed(w) {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}

// telegrams says that an address leads into Telegram itself: a channel's own
// footer, not a source.
func telegrams(address string) bool {
	switch news.Host(address) {
	case "t.me", "telegram.me", "telegram.dog":
		return true
	}
	return false
}
