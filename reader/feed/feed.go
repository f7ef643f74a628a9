package feed

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/rss"

	"herald/news"
	"herald/reader/plain"
)

// ErrNotFeed says that the bytes are no feed: a page, a picture, nothing.
var ErrNotFeed = errors.New("not a feed")

// MaxEntries is how many entries of one document are read, from the top: the
// longest real feeds have some hundreds, and each entry costs lookups later.
const MaxEntries = 1000

// maxUnpacked bounds a feed that comes as a .gz file.
const maxUnpacked = 20 << 20

// Feed is a document that was read.
type Feed struct {
	Kind    news.FeedKind
	Title   string        // one line of plain text; may be ""
	Site    string        // absolute address of the site; may be ""
	Lang    string        // as declared; may be ""
	TTL     time.Duration // how long the feed says that it keeps; 0 where it does not
	Entries []news.Entry  // in the document's order
}

// Parse reads a document. contentType is the header of that name and base the
// address where the document came from; both may be "". A document that breaks
// off, or has entries that cannot be read, gives the entries that can. The
// error is ErrNotFeed, wrapped with the cause.
func Parse(b []byte, contentType, base string) (*Feed, error) {
	b, err := unpack(b)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNotFeed, err)
	}
	from, err := url.Parse(base)
	if err != nil {
		from = &url.URL{}
	}
	s := plain.Decode(b, contentType)
	if isJSON(s) {
		parsed, err := parseXML(strings.TrimSpace(s)) // gofeed tells JSON from XML itself
		if err != nil || !jsonFeed(parsed) {
			return nil, fmt.Errorf("%w: %w", ErrNotFeed, errors.Join(err))
		}
		return translate(parsed, from), nil
	}
	s, root := repair(s)
	switch root {
	case "rss", "rdf", "feed":
		parsed, err := parseXML(s)
		if err != nil {
			parsed, err = salvage(s, root, err)
		} else if len(parsed.Items) == 0 && itemOpen.MatchString(s) {
			// An element above them was never closed and swallowed them.
			if saved, err := salvage(s, root, ErrNotFeed); err == nil {
				parsed.Items, parsed.permalinks = saved.Items, saved.permalinks
			}
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNotFeed, err)
		}
		return translate(parsed, from), nil
	case "urlset":
		return parseSitemap(s, from)
	case "":
		return nil, fmt.Errorf("%w: no XML and no JSON", ErrNotFeed)
	}
	return nil, fmt.Errorf("%w: its root element is %.40q", ErrNotFeed, root)
}

// unpack opens a .gz file; sitemaps are often served as one.
func unpack(b []byte) ([]byte, error) {
	if !bytes.HasPrefix(b, []byte{0x1f, 0x8b}) {
		return b, nil
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	out, err := io.ReadAll(io.LimitReader(z, maxUnpacked))
	if len(out) > 0 {
		return out, nil // cut off is salvaged like any other
	}
	return nil, err
}

func isJSON(s string) bool { return strings.HasPrefix(strings.TrimSpace(s), "{") }

// jsonFeed tells a JSON Feed from any other JSON object, which gofeed takes too.
func jsonFeed(f *document) bool {
	return f.FeedVersion != "" || f.Title != "" && len(f.Items) > 0
}

// parseXML runs gofeed, whose panics, if any are left, are errors here.
func parseXML(s string) (d *document, err error) {
	defer func() {
		if r := recover(); r != nil {
			d, err = nil, fmt.Errorf("the parser gave up: %v", r)
		}
	}()
	p := gofeed.NewParser()
	p.KeepOriginalFeed = true                                                     // isPermaLink and ttl are not in the universal feed
	p.RSSTranslator = &gofeed.DefaultRSSTranslator{DisableContentImageScan: true} // firstImage knows counting pixels
	f, err := p.Parse(strings.NewReader(s))
	if err != nil {
		return nil, err
	}
	d = &document{Feed: f, permalinks: make([]bool, len(f.Items))}
	r, ok := f.OriginalFeed().(*rss.Feed)
	for i := range d.permalinks {
		d.permalinks[i] = !ok || i < len(r.Items) && r.Items[i].GUID != nil && !strings.EqualFold(strings.TrimSpace(r.Items[i].GUID.IsPermalink), "false")
	}
	if ok {
		d.ttl = ttl(r.TTL)
	}
	return d, nil
}

// document is a feed as gofeed sees it, with what only its original says.
type document struct {
	*gofeed.Feed
	permalinks []bool // of each item: its GUID may stand for its link
	ttl        time.Duration
}

// translate turns gofeed's feed into ours.
func translate(g *document, from *url.URL) *Feed {
	f := &Feed{Title: plain.Line(g.Title), Lang: language(g.Language), TTL: g.ttl}
	base := from
	if site := absolute(from, g.Link); site != "" {
		f.Site = site
		if u, err := url.Parse(site); err == nil && g.FeedType == "rss" {
			base = u // relative links in RSS are meant relative to the site
		}
	}
	switch g.FeedType {
	case "atom":
		f.Kind = news.Atom
	case "json":
		f.Kind = news.JSON
	default:
		f.Kind = news.RSS
	}
	for i, it := range g.Items {
		if len(f.Entries) == MaxEntries {
			break
		}
		e := entry(it, base, g.permalinks[i])
		if e.Lang == "" {
			e.Lang = f.Lang
		}
		if e.URL != "" || e.Title != "" || e.Summary != "" || e.Content != "" || e.GUID != "" {
			f.Entries = append(f.Entries, e)
		}
	}
	distrust(f.Entries)
	return f
}

// distrust takes away GUIDs that several entries with different titles share:
// a feed that writes the same one everywhere would never show anything new.
func distrust(entries []news.Entry) {
	title, shared := map[string]string{}, map[string]bool{}
	for _, e := range entries {
		if t, ok := title[e.GUID]; ok && t != e.Title {
			shared[e.GUID] = true
		}
		title[e.GUID] = e.Title
	}
	for i := range entries {
		if shared[entries[i].GUID] {
			entries[i].GUID = ""
		}
	}
}

// ttl is in minutes (RSS 2.0).
func ttl(s string) time.Duration {
	n, err := strconv.Atoi(strings.TrimSpace(s))
	if err != nil || n <= 0 {
		return 0
	}
	return time.Duration(min(n, 7*24*60)) * time.Minute
}

// language is the primary subtag of a language tag, lower case.
func language(tag string) string {
	tag, _, _ = strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	tag, _, _ = strings.Cut(tag, "_")
	if len(tag) < 2 || len(tag) > 3 || strings.Trim(tag, "abcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	if tag == "ua" { // the country for the language: common in Ukraine
		return "uk"
	}
	return tag
}

// absolute resolves a link; "" where it leads to no http(s) address.
func absolute(base *url.URL, ref string) string {
	ref = strings.TrimSpace(strings.NewReplacer("\n", "", "\r", "", "\t", "").Replace(ref))
	if ref == "" || strings.HasPrefix(ref, "#") {
		return ""
	}
	u, err := url.Parse(ref)
	if err != nil {
		u, err = url.Parse(strings.ReplaceAll(strings.ReplaceAll(ref, "%", "%25"), " ", "%20"))
		if err != nil {
			return ""
		}
	}
	if base != nil && base.Host != "" {
		u = base.ResolveReference(u)
	}
	if (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" {
		return ""
	}
	return u.String()
}
