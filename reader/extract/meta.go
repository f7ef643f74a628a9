package extract

import (
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"herald/reader/plain"
)

// meta is what a page says about itself.
type meta struct {
	headline    string // JSON-LD
	ogTitle     string
	h1          string // the page's only, else ""
	titleTag    string
	byline      string
	site        string
	lang        string
	image       string
	canonical   string
	ogURL       string
	published   time.Time
	articleBody string          // JSON-LD
	elements    int             // of the whole tree
	aside       map[string]bool // folded texts of links and captions
}

// readMeta walks the tree once.
func readMeta(doc *html.Node, from *url.URL) *meta {
	m := &meta{aside: map[string]bool{}}
	named := map[string]string{}
	var ld []linked
	h1s := 0
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			m.elements++
			switch n.DataAtom {
			case atom.Html:
				m.lang = language(attr(n, "lang"))
				if m.lang == "" {
					m.lang = language(attr(n, "xml:lang"))
				}
			case atom.Title:
				if m.titleTag == "" && n.Parent != nil && n.Parent.DataAtom == atom.Head {
					m.titleTag = plain.Line(textOf(n))
				}
			case atom.H1:
				h1s++
				m.h1 = plain.Line(plain.Node(n))
			case atom.Meta:
				key := strings.ToLower(firstOf(attr(n, "property"), attr(n, "name"), attr(n, "itemprop"), attr(n, "http-equiv")))
				if v := strings.TrimSpace(attr(n, "content")); key != "" && v != "" && named[key] == "" {
					named[key] = v
				}
			case atom.A, atom.Figcaption, atom.Button:
				if t := fold(plain.Node(n)); t != "" {
					m.aside[t] = true
				}
			case atom.Link:
				if m.canonical == "" && strings.EqualFold(strings.TrimSpace(attr(n, "rel")), "canonical") {
					m.canonical = resolve(from, attr(n, "href"))
				}
			case atom.Time:
				if attr(n, "itemprop") == "datePublished" && named["time"] == "" {
					named["time"] = attr(n, "datetime")
				}
			case atom.Script:
				if strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") {
					ld = append(ld, parseLinked(textOf(n))...)
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c)
		}
	}
	walk(doc)
	if h1s != 1 {
		m.h1 = ""
	}
	m.fill(named, article(ld), from)
	return m
}

// fill takes each fact from the place that states it most exactly.
func (m *meta) fill(named map[string]string, ld linked, from *url.URL) {
	get := func(keys ...string) string {
		for _, k := range keys {
			if v := plain.Line(named[k]); v != "" {
				return v
			}
		}
		return ""
	}
	m.headline = plain.Line(ld.text("headline"))
	m.ogTitle = get("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title")
	m.ogURL = resolve(from, get("og:url"))
	m.byline = names(ld["author"])
	if m.byline == "" {
		if a := get("author", "article:author", "parsely-author", "dc.creator", "sailthru.author", "byl"); !strings.Contains(a, "://") {
			m.byline = a
		}
	}
	m.site = firstOf(get("og:site_name", "application-name", "apple-mobile-web-app-title"), names(ld["publisher"]))
	m.image = firstOf(resolve(from, get("og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src")), resolve(from, picture(ld["image"])), resolve(from, picture(ld["thumbnailUrl"])))
	m.lang = firstOf(m.lang, language(get("content-language", "og:locale", "dc.language")), language(ld.text("inLanguage")))
	for _, v := range [...]string{ld.text("datePublished"), ld.text("dateCreated"), named["article:published_time"], named["og:article:published_time"], named["datepublished"], named["time"], named["parsely-pub-date"], named["dc.date.issued"], named["dcterms.created"], named["pubdate"], named["sailthru.date"]} {
		if m.published = moment(v); !m.published.IsZero() {
			break
		}
	}
	m.articleBody = ld.text("articleBody")
}

// title is the headline without the site's name.
func (m *meta) title() string {
	for _, t := range [...]string{m.headline, m.ogTitle} {
		if t != "" && !strings.EqualFold(t, m.site) {
			return m.bare(t)
		}
	}
	if m.h1 != "" && !strings.EqualFold(m.h1, m.site) {
		return m.h1
	}
	return m.bare(m.titleTag)
}

// bare takes the site's name off a title: "Headline - Site", "Site | Headline".
// The h1 settles where the title itself has a dash.
func (m *meta) bare(t string) string {
	if m.h1 != "" && utf8.RuneCountInString(m.h1) >= 12 && strings.Contains(t, m.h1) {
		return m.h1
	}
	for _, sep := range [...]string{" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • "} {
		if i := strings.LastIndex(t, sep); i > 0 {
			if m.named(t[i+len(sep):]) {
				return strings.TrimSpace(t[:i])
			}
			if j := strings.Index(t, sep); m.named(t[:j]) {
				return strings.TrimSpace(t[j+len(sep):])
			}
		}
	}
	return t
}

// named says that s is the site's name.
func (m *meta) named(s string) bool {
	s = strings.ToLower(strings.TrimSpace(s))
	site := strings.ToLower(m.site)
	return site != "" && (s == site || strings.HasPrefix(s, site+" ") || strings.HasPrefix(site, s+" "))
}

// moment reads a full time stamp, or a day; the zero time where it is none.
func moment(s string) time.Time {
	s = strings.TrimSpace(s)
	for _, layout := range [...]string{time.RFC3339Nano, time.RFC3339, "2006-01-02T15:04:05.999Z0700", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04Z07:00", "2006-01-02T15:04Z0700", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02 15:04", time.RFC1123Z, time.RFC1123, "2006-01-02"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 1970 {
			return t.UTC()
		}
	}
	return time.Time{}
}

// language is the primary subtag of a language tag, lower case.
func language(tag string) string {
	tag = strings.ToLower(strings.TrimSpace(tag))
	if i := strings.IndexAny(tag, "-_,; "); i >= 0 {
		tag = tag[:i]
	}
	if len(tag) < 2 || len(tag) > 3 || strings.Trim(tag, "abcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	if tag == "ua" { // the country for the language: common in Ukraine
		return "uk"
	}
	return tag
}

// resolve makes a link absolute; "" where it leads to no http(s) address.
func resolve(from *url.URL, ref string) string {
	ref = strings.TrimSpace(ref)
	if ref == "" || strings.HasPrefix(ref, "data:") {
		return ""
	}
	u, err := url.Parse(strings.ReplaceAll(ref, " ", "%20"))
	if err != nil {
		return ""
	}
	if from.Host != "" {
		u = from.ResolveReference(u)
	}
	if (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return ""
	}
	return u.String()
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return b.String()
}
