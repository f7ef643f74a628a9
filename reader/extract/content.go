package extract

import (
	"net/url"
	"time"

	readability "codeberg.org/readeck/go-readability/v2"
	"github.com/go-shiori/dom"
	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"

	"herald/reader/plain"
)

// found is what the extractors make of a page.
type found struct {
	body, title, byline, site, image string
	published                        time.Time
}

// maxElements is the size of a tree from which only the cheap extractor runs:
// the thorough one needs 2 s for the worst page of 5 MB.
const maxElements = 60_000

// content runs the extractors.
func content(doc *html.Node, from *url.URL, m *meta) found {
	var f found
	r := readable(dom.Clone(doc, true), from)
	f.title, f.byline, f.site, f.image = plain.Line(r.Title()), plain.Line(r.Byline()), plain.Line(r.SiteName()), resolve(from, r.ImageURL())
	if t, err := r.PublishedTime(); err == nil {
		f.published = t.UTC()
	}
	t := thorough(doc, from, r.Node)
	if t != nil {
		f.body = plain.Node(t.ContentNode)
		if f.published.IsZero() {
			f.published = t.Metadata.Date.UTC()
		}
		f.title = firstOf(f.title, plain.Line(t.Metadata.Title))
		f.byline = firstOf(f.byline, plain.Line(t.Metadata.Author))
		f.site = firstOf(f.site, plain.Line(t.Metadata.Sitename))
		f.image = firstOf(f.image, resolve(from, t.Metadata.Image))
	}
	if f.body == "" && r.Node != nil {
		f.body = plain.Node(r.Node)
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

// thorough is go-trafilatura's opinion, with readability's node as the
// alternative that it weighs its own against.
func thorough(doc *html.Node, from *url.URL, other *html.Node) (r *trafilatura.ExtractResult) {
	defer func() {
		if recover() != nil {
			r = nil
		}
	}()
	opt := trafilatura.Options{
		OriginalURL:     from,
		EnableFallback:  true,
		Focus:           trafilatura.FavorPrecision,
		ExcludeComments: true,
		HtmlDateMode:    trafilatura.Fast,
	}
	if other != nil {
		opt.FallbackCandidates = &trafilatura.FallbackCandidates{Readability: other, Distiller: other}
	} else {
		opt.EnableFallback = false
	}
	r, err := trafilatura.ExtractDocument(doc, opt)
	if err != nil {
		return nil
	}
	return r
}
