package feed

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"

	"herald/news"
	"herald/reader/plain"
)

// The shape of a sitemap with the news extension
// (https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap).
type sitemapURL struct {
	Loc  string `xml:"loc"`
	News *struct {
		Title       string `xml:"title"`
		Date        string `xml:"publication_date"`
		Publication struct {
			Name     string `xml:"name"`
			Language string `xml:"language"`
		} `xml:"publication"`
	} `xml:"news"`
	Image struct {
		Loc string `xml:"loc"`
	} `xml:"image"`
}

// parseSitemap reads a news sitemap; a sitemap without news is none of ours,
// since it lists pages and not what is new. One that breaks off gives what was
// whole.
func parseSitemap(s string, from *url.URL) (*Feed, error) {
	f := &Feed{Kind: news.Sitemap}
	if from.Host != "" {
		f.Site = (&url.URL{Scheme: from.Scheme, Host: from.Host}).String()
	}
	dec := xml.NewDecoder(strings.NewReader(s))
	dec.Strict = false
	dec.CharsetReader = func(_ string, r io.Reader) (io.Reader, error) { return r, nil }
	for len(f.Entries) < MaxEntries {
		tok, err := dec.Token()
		if err != nil {
			break // the end, or as far as it goes
		}
		start, ok := tok.(xml.StartElement)
		if !ok || start.Name.Local != "url" {
			continue
		}
		var u sitemapURL
		if err := dec.DecodeElement(&u, &start); err != nil {
			break
		}
		e := news.Entry{URL: absolute(from, u.Loc), Image: absolute(from, u.Image.Loc)}
		if u.News == nil || e.URL == "" {
			continue
		}
		e.Title, e.Published, e.Lang = plain.Line(u.News.Title), w3c(u.News.Date), language(u.News.Publication.Language)
		if f.Title == "" {
			f.Title = plain.Line(u.News.Publication.Name)
		}
		f.Entries = append(f.Entries, e)
	}
	if len(f.Entries) == 0 {
		return nil, fmt.Errorf("%w: %w", ErrNotFeed, errors.New("a sitemap without news"))
	}
	return f, nil
}

// w3c reads a W3C date in any of its precisions.
func w3c(s string) time.Time {
	s = strings.TrimSpace(s)
	for _, layout := range [...]string{time.RFC3339, "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05", "2006-01-02"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return date(s)
}
