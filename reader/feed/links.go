package feed

import (
	"net/url"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"herald/reader/plain"
)

// Link is a feed that a page names.
type Link struct {
	URL   string // absolute
	Title string // as the page calls it; may be ""
}

// maxLinks is how many feeds of a page are looked at.
const maxLinks = 12

// Links finds the feeds that a page names, likeliest first: those that it
// declares (<link rel="alternate">), without comment feeds where there are
// others; where it declares none, the links whose address looks like a feed's.
func Links(page string, base string) []Link {
	from, err := url.Parse(base)
	if err != nil {
		from = &url.URL{}
	}
	var declared, comments, looks []Link
	known := map[string]bool{}
	add := func(to *[]Link, ref, title string) {
		u := absolute(from, ref)
		if u == "" || known[u] {
			return
		}
		known[u] = true
		*to = append(*to, Link{URL: u, Title: plain.Line(title)})
	}
	z := html.NewTokenizer(strings.NewReader(page))
	z.SetMaxBuf(1 << 20)
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		name, more := z.TagName()
		tag := atom.Lookup(name)
		if !more || tag != atom.Link && tag != atom.A && tag != atom.Base {
			continue
		}
		attr := attributes(z)
		switch tag {
		case atom.Base:
			if u, err := url.Parse(absolute(from, attr["href"])); err == nil && u.Host != "" {
				from = u
			}
		case atom.Link:
			if !word(attr["rel"], "alternate") && !word(attr["rel"], "feed") || !feedType(attr["type"], attr["rel"]) {
				continue
			}
			if commentFeed(attr["href"], attr["title"]) {
				add(&comments, attr["href"], attr["title"])
			} else {
				add(&declared, attr["href"], attr["title"])
			}
		case atom.A:
			if looksLikeFeed(attr["href"]) && !commentFeed(attr["href"], attr["title"]) {
				add(&looks, attr["href"], attr["title"])
			}
		}
	}
	for _, found := range [...][]Link{declared, looks, comments} {
		if len(found) > 0 {
			return found[:min(len(found), maxLinks)]
		}
	}
	return nil
}

// Usual are the addresses where sites without a word about it keep their feed,
// likeliest first, the news sitemap last.
func Usual(base string) []string {
	from, err := url.Parse(base)
	if err != nil || from.Host == "" {
		return nil
	}
	paths := []string{"/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feeds/all.atom.xml", "/feed.json", "/news-sitemap.xml", "/sitemap-news.xml", "/sitemap_news.xml"}
	out := make([]string, len(paths))
	for i, p := range paths {
		out[i] = from.ResolveReference(&url.URL{Path: p}).String()
	}
	return out
}

// Sitemaps are the sitemaps that a robots.txt names and that look like news by
// their address, three at most.
func Sitemaps(robots, base string) []string {
	from, err := url.Parse(base)
	if err != nil {
		return nil
	}
	var out []string
	for _, l := range strings.Split(robots, "\n") {
		key, value, ok := strings.Cut(l, ":")
		if !ok || !strings.EqualFold(strings.TrimSpace(key), "sitemap") || !strings.Contains(strings.ToLower(value), "news") {
			continue
		}
		if u := absolute(from, value); u != "" && len(out) < 3 {
			out = append(out, u)
		}
	}
	return out
}

func attributes(z *html.Tokenizer) map[string]string {
	attr := map[string]string{}
	for {
		k, v, more := z.TagAttr()
		if key := string(k); key == "rel" || key == "type" || key == "href" || key == "title" {
			attr[key] = string(v)
		}
		if !more {
			return attr
		}
	}
}

func word(list, w string) bool {
	for _, f := range strings.Fields(strings.ToLower(list)) {
		if f == w {
			return true
		}
	}
	return false
}

// feedType knows the media types of feeds. application/json alone is often
// something else (a WordPress page's data), so it counts with rel="feed" only.
func feedType(t, rel string) bool {
	t, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(t)), ";")
	switch strings.TrimSpace(t) {
	case "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml", "text/rss", "application/rss", "application/atom", "application/x.atom+xml":
		return true
	case "application/json", "", "text/xml", "application/xml":
		return word(rel, "feed")
	}
	return false
}

func commentFeed(href, title string) bool {
	return strings.Contains(strings.ToLower(href), "comment") || strings.Contains(strings.ToLower(title), "comment")
}

func looksLikeFeed(href string) bool {
	path, query, _ := strings.Cut(strings.ToLower(href), "?")
	path = strings.TrimRight(path, "/")
	switch path[strings.LastIndexByte(path, '/')+1:] {
	case "feed", "rss", "atom", "rss.xml", "feed.xml", "atom.xml", "index.rss", "index.rdf", "rss2", "rss.php", "feed.json", "feed.rss", "news.rss":
		return true
	}
	return strings.HasSuffix(path, ".rss") || strings.HasSuffix(path, ".atom") || strings.HasSuffix(path, ".rdf") ||
		strings.Contains(query, "feed=rss") || strings.Contains(query, "format=rss") || strings.Contains(path, "/rss/") && strings.HasSuffix(path, ".xml")
}
