package extract

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"herald/news"
)

// minLogin is the text below which a page with a password field is a login
// page; an article beside a login form has more.
const minLogin = 600

// verdict says what a page is that holds too little text.
func verdict(body string, doc *html.Node, aside map[string]bool) error {
	n := utf8.RuneCountInString(body)
	if n < minLogin && asksForPassword(doc) {
		return news.ErrLogin
	}
	if n < minBody || listing(body, aside) {
		return news.ErrNoArticle
	}
	return nil
}

// listing says that a text is a list of links and tells nothing itself: a
// front page, a section's page.
func listing(body string, aside map[string]bool) bool {
	if prose(body) > 0 {
		return false
	}
	pars := strings.Split(body, "\n\n")
	links := 0
	for _, p := range pars {
		if aside[fold(p)] {
			links++
		}
	}
	return links*5 > len(pars)*4
}

// asksForPassword says that the page has a password field.
func asksForPassword(n *html.Node) bool {
	if n.Type == html.ElementNode && n.DataAtom == atom.Input && strings.EqualFold(strings.TrimSpace(attr(n, "type")), "password") {
		return true
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if asksForPassword(c) {
			return true
		}
	}
	return false
}
