package site

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"time"
)

// The three feed formats, each with the same articles, newest first.
//
//	RSS 2.0    https://www.rssboard.org/rss-specification
//	Atom       RFC 4287
//	JSON Feed  https://www.jsonfeed.org/version/1.1/

type rssDoc struct {
	XMLName xml.Name `xml:"rss"`
	Version string   `xml:"version,attr"`
	AtomNS  string   `xml:"xmlns:atom,attr"`
	DCNS    string   `xml:"xmlns:dc,attr"`
	MediaNS string   `xml:"xmlns:media,attr"`
	Channel struct {
		Title       string    `xml:"title"`
		Link        string    `xml:"link"`
		Description string    `xml:"description"`
		Language    string    `xml:"language"`
		Built       string    `xml:"lastBuildDate"`
		Self        atomLink  `xml:"atom:link"`
		Items       []rssItem `xml:"item"`
	} `xml:"channel"`
}

type rssItem struct {
	Title       string `xml:"title"`
	Link        string `xml:"link"`
	GUID        string `xml:"guid"`
	Published   string `xml:"pubDate"`
	Creator     string `xml:"dc:creator"`
	Category    string `xml:"category"`
	Description string `xml:"description"`
	Media       struct {
		URL    string `xml:"url,attr"`
		Medium string `xml:"medium,attr"`
	} `xml:"media:content"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

func (s *Site) rss(lang string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		list, at := s.edition(lang, s.now()), base(r)
		d := rssDoc{Version: "2.0", AtomNS: "http://www.w3.org/2005/Atom", DCNS: "http://purl.org/dc/elements/1.1/", MediaNS: "http://search.yahoo.com/mrss/"}
		d.Channel.Title, d.Channel.Link = chrome[lang].Name, at+"/"+lang+"/"
		d.Channel.Description, d.Channel.Language = chrome[lang].Motto, lang
		d.Channel.Built = list[0].Published.Format(time.RFC1123Z)
		d.Channel.Self = atomLink{Rel: "self", Type: "application/rss+xml", Href: at + r.URL.Path}
		for _, a := range list {
			i := rssItem{
				Title: a.Title, Link: at + a.Path(), GUID: at + a.Path(), Published: a.Published.Format(time.RFC1123Z),
				Creator: a.Byline, Category: a.Section, Description: a.Lead(),
			}
			i.Media.URL, i.Media.Medium = at+a.Image(), "image"
			d.Channel.Items = append(d.Channel.Items, i)
		}
		writeXML(w, r, "application/rss+xml; charset=utf-8", list[0].Published, d)
	}
}

type atomDoc struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang     string      `xml:"xml:lang,attr"`
	ID       string      `xml:"id"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle"`
	Updated  string      `xml:"updated"`
	Links    []atomLink  `xml:"link"`
	Entries  []atomEntry `xml:"entry"`
}

type atomEntry struct {
	ID        string   `xml:"id"`
	Title     string   `xml:"title"`
	Link      atomLink `xml:"link"`
	Published string   `xml:"published"`
	Updated   string   `xml:"updated"`
	Author    string   `xml:"author>name"`
	Summary   string   `xml:"summary"`
}

func (s *Site) atom(lang string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		list, at := s.edition(lang, s.now()), base(r)
		d := atomDoc{
			Lang: lang, ID: at + "/" + lang + "/", Title: chrome[lang].Name, Subtitle: chrome[lang].Motto,
			Updated: list[0].Published.Format(time.RFC3339),
			Links: []atomLink{
				{Rel: "self", Type: "application/atom+xml", Href: at + r.URL.Path},
				{Rel: "alternate", Type: "text/html", Href: at + "/" + lang + "/"},
			},
		}
		for _, a := range list {
			when := a.Published.Format(time.RFC3339)
			d.Entries = append(d.Entries, atomEntry{
				ID: at + a.Path(), Title: a.Title, Link: atomLink{Rel: "alternate", Type: "text/html", Href: at + a.Path()},
				Published: when, Updated: when, Author: a.Byline, Summary: a.Lead(),
			})
		}
		writeXML(w, r, "application/atom+xml; charset=utf-8", list[0].Published, d)
	}
}

func (s *Site) jsonFeed(lang string) http.HandlerFunc {
	type author struct {
		Name string `json:"name"`
	}
	type item struct {
		ID        string   `json:"id"`
		URL       string   `json:"url"`
		Title     string   `json:"title"`
		Summary   string   `json:"summary"`
		Text      string   `json:"content_text"`
		Image     string   `json:"image"`
		Published string   `json:"date_published"`
		Authors   []author `json:"authors"`
		Tags      []string `json:"tags"`
	}
	return func(w http.ResponseWriter, r *http.Request) {
		list, at := s.edition(lang, s.now()), base(r)
		items := make([]item, 0, len(list))
		for _, a := range list {
			items = append(items, item{
				ID: at + a.Path(), URL: at + a.Path(), Title: a.Title, Summary: a.Lead(), Text: a.Lead(), Image: at + a.Image(),
				Published: a.Published.Format(time.RFC3339), Authors: []author{{a.Byline}}, Tags: []string{a.Section},
			})
		}
		body, err := json.MarshalIndent(map[string]any{
			"version": "https://jsonfeed.org/version/1.1", "title": chrome[lang].Name, "description": chrome[lang].Motto,
			"home_page_url": at + "/" + lang + "/", "feed_url": at + r.URL.Path, "language": lang, "items": items,
		}, "", " ")
		if err != nil {
			http.Error(w, "the feed cannot be written", http.StatusInternalServerError)
			return
		}
		reply(w, r, "application/feed+json; charset=utf-8", list[0].Published, body)
	}
}

func writeXML(w http.ResponseWriter, r *http.Request, kind string, changed time.Time, doc any) {
	body, err := xml.MarshalIndent(doc, "", " ")
	if err != nil {
		http.Error(w, "the feed cannot be written", http.StatusInternalServerError)
		return
	}
	reply(w, r, kind, changed, append([]byte(xml.Header), body...))
}
