package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

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
