package extract

import (
	"fmt"
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"

	"herald/news"
	"herald/reader/plain"
)

// minBody is how many runes make an article: a short news item has one
// sentence of that length.
const minBody = 60

// Page finds the article of a page that came from an address ("" where it is
// not known: then links stay relative and are left out). The body is plain NFC
// text, its paragraphs parted by one blank line; Lang is what the page
// declares, "" where it does not. Any bytes are safe. The error is
// news.ErrLogin where the page only asks for a password, and
// news.ErrNoArticle where there is no text to speak of; the metadata are there
// all the same.
func Page(page, address string) (news.Article, error) {
	from, err := url.Parse(address)
	if err != nil || from.Host == "" {
		from = &url.URL{}
	}
	doc, err := html.Parse(strings.NewReader(page))
	if err != nil {
		return flat(page, address)
	}
	m := readMeta(doc, from)
	a := news.Article{URL: canonical(m, from, address), Lang: m.lang}
	found := content(doc, from, m)
	a.Body = found.body
	a.Title = firstOf(m.title(), found.title)
	a.Site = firstOf(m.site, found.site)
	a.Byline = firstOf(byline(m.byline, a.Site), byline(found.byline, a.Site), byline(found.author, a.Site))
	a.Image = firstOf(m.image, found.image)
	a.Pictures = pictures(found.node, from, a.Image)
	if a.Published = m.published; a.Published.IsZero() {
		a.Published = found.published
	}
	return a, verdict(a.Body, doc, m.aside)
}

// flat reads a page that is nested deeper than the parser stands: its text,
// paragraph by paragraph, without what is too short to be a sentence.
func flat(page, address string) (news.Article, error) {
	var kept []string
	for _, p := range strings.Split(plain.HTML(page), "\n\n") {
		if utf8.RuneCountInString(p) >= minBody {
			kept = append(kept, p)
		}
	}
	a := news.Article{URL: news.Canonical(address), Body: strings.Join(kept, "\n\n")}
	if _, after, ok := strings.Cut(page, "<title"); ok {
		_, after, _ = strings.Cut(after, ">")
		title, _, _ := strings.Cut(after, "</")
		a.Title = plain.Line(title)
	}
	if a.Body == "" {
		return a, fmt.Errorf("%w (nested too deep)", news.ErrNoArticle)
	}
	return a, nil
}

// canonical is the address under which the page wants to be known, if it lies
// on the host that the page came from: a page must not pass itself off as
// another site's article, and many name their front page, or a host inside
// their network, by mistake. Two copies of one article on one host (AMP, print,
// with parameters) become one that way.
func canonical(m *meta, from *url.URL, address string) string {
	for _, c := range [...]string{m.canonical, m.ogURL} {
		u, err := url.Parse(c)
		if err != nil || u.Host == "" || news.Host(c) != news.Host(address) {
			continue
		}
		if strings.Trim(u.Path, "/") == "" && u.RawQuery == "" && (strings.Trim(from.Path, "/") != "" || from.RawQuery != "") {
			continue // the front page is nobody's canonical form
		}
		if u.Scheme == "http" && from.Scheme == "https" {
			u.Scheme = "https"
		}
		return news.Canonical(u.String())
	}
	return news.Canonical(address)
}

// maxByline is how many words name the authors of an article; more is a text
// that an extractor took for a name.
const maxByline = 16

// byline is a name as people read it: without "By", and "" where it is the
// site's own name or no name at all.
func byline(s, site string) string {
	words := strings.Fields(s)
	if len(words) > 1 {
		switch strings.ToLower(strings.TrimRight(words[0], ":")) {
		case "by", "von", "par", "por", "di", "da", "autor", "author", //nolint:misspell // German and Spanish
			"written", "published", "автор", "текст", "від", "от":
			if strings.EqualFold(words[1], "by") {
				words = words[1:]
			}
			words = words[1:]
		}
	}
	s = strings.Trim(strings.Join(words, " "), " ,;|·•-–—")
	if n := len(words); n == 0 || n > maxByline || fold(s) == fold(site) || strings.Contains(s, "://") || strings.EqualFold(s, "admin") {
		return ""
	}
	return s
}

func firstOf(s ...string) string {
	for _, v := range s {
		if v != "" {
			return v
		}
	}
	return ""
}
