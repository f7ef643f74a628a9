package extract

import (
	"net/url"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// soon is how many seconds a page may wait before it sends its reader on and
// still be a mere signpost; live pages refresh themselves after minutes.
const soon = 10

// Refresh is the address that a page sends its readers to by a meta element;
// "" where it does not, or only reloads itself.
func Refresh(page, address string) string {
	from, err := url.Parse(address)
	if err != nil {
		return ""
	}
	z := html.NewTokenizer(strings.NewReader(page))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		t := z.Token()
		if t.DataAtom == atom.Body {
			return ""
		}
		if t.DataAtom != atom.Meta {
			continue
		}
		n := &html.Node{Attr: t.Attr}
		if !strings.EqualFold(attr(n, "http-equiv"), "refresh") {
			continue
		}
		delay, target, ok := strings.Cut(attr(n, "content"), ";")
		if s, err := strconv.ParseFloat(strings.TrimSpace(delay), 64); err != nil || s > soon || !ok {
			continue
		}
		target = strings.TrimSpace(target)
		if len(target) > 4 && strings.EqualFold(target[:4], "url=") {
			target = target[4:]
		}
		if u := resolve(from, strings.Trim(strings.TrimSpace(target), `"'`)); u != address {
			return u
		}
	}
	return ""
}
