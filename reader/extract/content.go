package extract

import (
	"net/url"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	readability "codeberg.org/readeck/go-readability/v2"
	"github.com/go-shiori/dom"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"herald/reader/plain"
)

// found is what the extractors make of a page.
type found struct {
	body, title, site, image string
	byline, author           string // readability's and trafilatura's
	published                time.Time
	node                     *html.Node // readability's article; nil where it has none
}

// maxElements is the size of a tree from which only the cheap extractor runs:
// the thorough one needs seconds for the worst pages of 5 MB.
const maxElements = 40_000

// short is a body, by weight, that is worth a second look at the page.
const short = 300

// lastResort is the size in runes below which trafilatura, unless precision is
// asked of it, gives up on structure (its MinExtractedSize).
const lastResort = 250

// content runs the extractors and joins their opinions.
func content(doc *html.Node, from *url.URL, m *meta) found {
	var f found
	blocks := plain.Quotations(doc)
	r := readable(dom.Clone(doc, true), from)
	f.title, f.byline, f.site, f.image = plain.Line(r.Title()), plain.Line(r.Byline()), plain.Line(r.SiteName()), resolve(from, r.ImageURL())
	if t, err := r.PublishedTime(); err == nil {
		f.published = t.UTC()
	}
	f.node = r.Node
	second := ""
	if r.Node != nil {
		second = plain.Node(r.Node)
	}
	if m.elements > maxElements {
		f.body = plain.Unquote(second)
		return f
	}
	wide := thorough(doc, from, trafilatura.Balanced, nil)
	narrow := thorough(doc, from, trafilatura.FavorPrecision, nil)
	broad, strict := text(wide), text(narrow)
	if strict != "" && utf8.RuneCountInString(strict) < lastResort {
		broad = "" // by then it is all words of the page in one heap
	}
	f.body = vote(broad, strict, second, m.aside)
	if r.Node != nil && len(second) > 2*len(f.body) {
		f.body = text(thorough(doc, from, trafilatura.FavorPrecision, r.Node))
	}
	if weight(f.body) < short {
		f.body = longer(f.body, second, m.articleBody, text(templates(doc, from)), bare(doc))
		f.body = firstOf(f.body, text(wide)) // a heap, where nothing better is to be had
	}
	f.body = plain.Unquote(restore(f.body, blocks))
	if wide != nil {
		if f.published.IsZero() {
			f.published = wide.Metadata.Date.UTC()
		}
		f.title = firstOf(f.title, plain.Line(wide.Metadata.Title))
		f.author = plain.Line(wide.Metadata.Author)
		f.site = firstOf(f.site, plain.Line(wide.Metadata.Sitename))
		f.image = firstOf(f.image, resolve(from, wide.Metadata.Image))
	}
	return f
}

// readable is go-readability's opinion; it changes the tree.
func readable(doc *html.Node, from *url.URL) (a readability.Article) {
	defer func() {
		if recover() != nil {
			a = readability.Article{}
		}
	}()
	p := readability.NewParser()
	a, err := p.ParseAndMutate(doc, from)
	if err != nil {
		return readability.Article{}
	}
	return a
}

// thorough is go-trafilatura's opinion, nil where it has none; other is a tree
// that it weighs its own against.
func thorough(doc *html.Node, from *url.URL, focus trafilatura.ExtractionFocus, other *html.Node) (r *trafilatura.ExtractResult) {
	defer func() {
		if recover() != nil {
			r = nil
		}
	}()
	opt := trafilatura.Options{OriginalURL: from, Focus: focus, ExcludeComments: true, HtmlDateMode: trafilatura.Disabled}
	if focus == trafilatura.Balanced {
		opt.HtmlDateMode = trafilatura.Fast
	}
	if other != nil {
		// Both, or it would run candidates of its own.
		opt.EnableFallback = true
		opt.FallbackCandidates = &trafilatura.FallbackCandidates{Readability: other, Distiller: other}
	}
	r, err := trafilatura.ExtractDocument(doc, opt)
	if err != nil {
		return nil
	}
	return r
}

// bare is every paragraph of a page that reads like prose, for pages that no
// extractor understands.
func bare(doc *html.Node) string {
	all := plain.Paragraphs(doc, func(n *html.Node) bool {
		switch n.DataAtom {
		case atom.Nav, atom.Aside, atom.Footer, atom.Header, atom.Form, atom.Figure, atom.A:
			return n.DataAtom != atom.A || n.Parent == nil || n.Parent.DataAtom == atom.Li
		}
		return false
	})
	var kept []string
	for _, p := range strings.Split(all, "\n\n") {
		if len(p) > minBody && sentence(p) {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "\n\n")
}

// templates looks into the script elements where some publishing systems keep
// an article for readers without scripts.
func templates(doc *html.Node, from *url.URL) *trafilatura.ExtractResult {
	var b strings.Builder
	for _, s := range dom.GetElementsByTagName(doc, "script") {
		if t := strings.ToLower(attr(s, "type")); strings.HasPrefix(t, "text/") && (strings.Contains(t, "template") || t == "text/html") {
			b.WriteString("<div>" + textOf(s) + "</div>")
		}
	}
	for _, s := range dom.GetElementsByTagName(doc, "noscript") {
		if t := textOf(s); len(t) > short {
			b.WriteString("<div>" + t + "</div>")
		}
	}
	if b.Len() == 0 {
		return nil
	}
	inner, err := html.Parse(strings.NewReader("<html><body><article>" + b.String() + "</article></body></html>"))
	if err != nil {
		return nil
	}
	return thorough(inner, from, trafilatura.Balanced, nil)
}

// weight is a text's length in letters, a Chinese or Japanese one counting for
// three, since it stands for a syllable or a word.
func weight(s string) int {
	n := 0
	for _, r := range s {
		if n++; unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) {
			n += 2
		}
	}
	return n
}

func text(r *trafilatura.ExtractResult) string {
	if r == nil || r.ContentNode == nil {
		return ""
	}
	return plain.Node(r.ContentNode)
}
