package feed

import (
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/mmcdole/gofeed"
	ext "github.com/mmcdole/gofeed/extensions"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"herald/news"
	"herald/reader/plain"
)

// A summary is a teaser: longer text in its place is the article, which then
// is the content as well.
const (
	longSummary = 1500 // bytes from which a summary counts as the article
	maxSummary  = 700  // runes that are kept of it
)

// entry turns gofeed's item into ours. permalink says that its GUID may stand
// for a missing link.
func entry(it *gofeed.Item, base *url.URL, permalink bool) news.Entry {
	e := news.Entry{
		GUID:   strings.TrimSpace(it.GUID),
		Title:  plain.Line(it.Title),
		Byline: byline(it),
		URL:    link(it, base, permalink),
		Image:  image(it, base),
	}
	if it.PublishedParsed != nil {
		e.Published = it.PublishedParsed.UTC()
	}
	if it.UpdatedParsed != nil {
		e.Updated = it.UpdatedParsed.UTC()
	}
	if e.Published.IsZero() {
		e.Published = date(it.Published)
	}
	if e.Published.IsZero() {
		e.Published = e.Updated
	}
	e.Summary, e.Content = sign(plain.HTML(it.Description)), sign(plain.HTML(it.Content))
	if e.Content == "" && len(e.Summary) >= longSummary {
		e.Content = e.Summary
	}
	if e.Summary == "" {
		e.Summary = e.Content
	}
	e.Summary = clip(e.Summary, maxSummary)
	if it.DublinCoreExt != nil && len(it.DublinCoreExt.Language) > 0 {
		e.Lang = language(it.DublinCoreExt.Language[0])
	}
	return e
}

// link is the entry's page: the link that the publisher meant before a feed
// service rewrote it, the link, or a GUID that is one.
func link(it *gofeed.Item, base *url.URL, permalink bool) string {
	if orig := first(it.Extensions, "feedburner", "origLink"); orig != nil {
		if u := absolute(base, orig.Value); u != "" {
			return u
		}
	}
	if u := absolute(base, it.Link); u != "" {
		return u
	}
	for _, l := range it.Links {
		if u := absolute(base, l); u != "" {
			return u
		}
	}
	if permalink && (strings.HasPrefix(it.GUID, "http://") || strings.HasPrefix(it.GUID, "https://")) {
		return absolute(base, it.GUID)
	}
	return ""
}

func byline(it *gofeed.Item) string {
	var names []string
	for _, p := range it.Authors {
		if p == nil {
			continue
		}
		if n := plain.Line(p.Name); n != "" && !strings.Contains(n, "@") {
			names = append(names, n)
		}
	}
	return strings.Join(names, ", ")
}

// image is the picture that the entry names, else the first in its text.
func image(it *gofeed.Item, base *url.URL) string {
	if it.Image != nil {
		if u := absolute(base, it.Image.URL); u != "" {
			return u
		}
	}
	for _, name := range [...]string{"content", "thumbnail"} {
		if u := media(it.Extensions["media"], name, base, 0); u != "" {
			return u
		}
	}
	for _, x := range it.Enclosures {
		if x != nil && strings.HasPrefix(strings.ToLower(x.Type), "image/") {
			if u := absolute(base, x.URL); u != "" {
				return u
			}
		}
	}
	for _, s := range [...]string{it.Content, it.Description} {
		if u := firstImage(s, base); u != "" {
			return u
		}
	}
	return ""
}

// media looks for Media RSS elements of a name, groups included.
func media(in map[string][]ext.Extension, name string, base *url.URL, depth int) string {
	for _, x := range in[name] {
		kind := strings.ToLower(x.Attrs["type"])
		medium := strings.ToLower(x.Attrs["medium"])
		if name == "content" && medium != "image" && !strings.HasPrefix(kind, "image/") && (medium != "" || kind != "" || !picture(x.Attrs["url"])) {
			if u := media(x.Children, "thumbnail", base, depth+1); u != "" {
				return u
			}
			continue
		}
		if u := absolute(base, x.Attrs["url"]); u != "" {
			return u
		}
	}
	if depth < 3 {
		for _, group := range in["group"] {
			if u := media(group.Children, name, base, depth+1); u != "" {
				return u
			}
		}
	}
	return ""
}

func picture(link string) bool {
	path, _, _ := strings.Cut(strings.ToLower(link), "?")
	for _, end := range [...]string{".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"} {
		if strings.HasSuffix(path, end) {
			return true
		}
	}
	return false
}

// firstImage is the first picture in HTML that is not a counting pixel.
func firstImage(s string, base *url.URL) string {
	if !strings.Contains(s, "<img") && !strings.Contains(s, "<IMG") {
		return ""
	}
	z := html.NewTokenizer(strings.NewReader(s))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if t.DataAtom != atom.Img {
				continue
			}
			var src, width, height string
			for _, a := range t.Attr {
				switch a.Key {
				case "src":
					src = a.Val
				case "width":
					width = a.Val
				case "height":
					height = a.Val
				}
			}
			if len(width) == 1 || len(height) == 1 || strings.HasPrefix(src, "data:") {
				continue
			}
			if u := absolute(base, src); u != "" {
				return u
			}
		}
	}
}

func first(x ext.Extensions, space, name string) *ext.Extension {
	if l := x[space][name]; len(l) > 0 {
		return &l[0]
	}
	return nil
}

// signature is the paragraph that a widespread publishing system puts under
// each entry.
var signature = regexp.MustCompile(`(?i)^the post .{1,300} (appeared first on|first appeared on) .{1,200}$`)

// sign takes the publishing system's own words off the end of a text.
func sign(s string) string {
	body, last := "", s
	if i := strings.LastIndex(s, "\n\n"); i >= 0 {
		body, last = s[:i], s[i+2:]
	}
	if signature.MatchString(last) {
		return body
	}
	return s
}

// clip cuts a text to n runes at a word's end.
func clip(s string, n int) string {
	if len(s) <= n || utf8.RuneCountInString(s) <= n {
		return s
	}
	cut, i := 0, 0
	for at, r := range s {
		if i == n {
			break
		}
		if r == ' ' || r == '\n' {
			cut = at
		}
		i++
	}
	if cut == 0 {
		for at := range s {
			if i--; i < 0 {
				cut = at
				break
			}
		}
	}
	return strings.TrimRight(s[:cut], " \n,;:–—-") + "…"
}
