package chat

import (
	"strings"

	"herald/news"
)

// languages are what the person at the page can choose.
var languages = [...]string{"en", "uk", "ru"}

// chip is something to try: a press sends Text.
type chip struct {
	Label string `json:"label"`
	Text  string `json:"text"`
	Odd   bool   `json:"odd,omitempty"` // shows how bad input is answered
}

// chips are worth trying in a chat, the best first.
func chips(kind news.ChatKind, lang, site, odd, bot string) []chip {
	var list []chip
	say := func(command, path string) {
		c := chip{Label: command, Text: command, Odd: strings.HasPrefix(path, "/odd/")}
		if path != "" {
			at := site
			if c.Odd {
				at = odd
			}
			c.Label, c.Text = strings.TrimSpace(command+" …"+path), strings.TrimSpace(command+" "+at+path)
		}
		list = append(list, c)
	}
	own := "/" + lang + "/"
	switch kind {
	case news.Channel:
		say("/subscribe", own)
		say("/list", "")
		say("/unsubscribe", own)
		return list
	case news.Group, news.Supergroup:
		say("/subscribe@"+bot, own)
		for _, command := range []string{"/summary", "/quotes", "/list", "/settings"} {
			say(command, "")
		}
		say("/unsubscribe", own)
		return list
	}
	say("/subscribe", own)
	say("/subscribe", "/")
	say("/summary", "")
	say("/quotes", "")
	say("/list", "")
	say("/settings", "")
	say("", own+"news/"+firstStory(lang))
	say("/unsubscribe", own)
	say("/help", "")
	for _, path := range []string{"/odd/no-feed", "/odd/forbidden", "/odd/broken.xml", "/odd/huge"} {
		say("/subscribe", path)
	}
	for _, path := range []string{"/odd/login", "/odd/empty", "/odd/missing"} {
		say("/summary", path)
	}
	return list
}

// firstStory is an article that is on the site from the start.
func firstStory(lang string) string {
	switch lang {
	case "uk":
		return "mist-koryn"
	case "ru":
		return "manul"
	}
	return "corran-bridge"
}
