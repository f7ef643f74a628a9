package site

import (
	"net/url"
	"strings"
)

// Card is what a link to a page of the site shows in a chat.
type Card struct {
	Site, Title, Description string
	Image                    string // absolute; "" for none
}

// Card tells what Telegram would find in the page's og: tags. It is not ok for
// an address that is not the site's (at is the site's own), for what is not a
// page, and for an article that is not out.
func (s *Site) Card(at, address string) (Card, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme+"://"+u.Host != strings.TrimSuffix(at, "/") {
		return Card{}, false
	}
	if u.Path == "/" || u.Path == "" {
		return Card{Site: "Three Rivers", Title: "Three Rivers", Description: "Three papers, one river basin"}, true
	}
	lang, rest, _ := strings.Cut(strings.TrimPrefix(u.Path, "/"), "/")
	c, known := chrome[lang]
	if !known {
		return Card{}, false
	}
	if rest == "" {
		return Card{Site: c.Name, Title: c.Name, Description: c.Motto}, true
	}
	slug, isStory := strings.CutPrefix(rest, "news/")
	if !isStory {
		return Card{}, false
	}
	a, ok := s.find(lang, slug, s.now())
	if !ok {
		return Card{}, false
	}
	return Card{Site: c.Name, Title: a.Title, Description: a.Lead(), Image: u.Scheme + "://" + u.Host + a.Image()}, true
}
