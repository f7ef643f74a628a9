package site

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"net/http"
	"sync"
	"time"
)

// Options say how the paper comes out. The zero value is the demo's.
type Options struct {
	Every time.Duration    // between two new articles, over all languages; 0 is 8 s
	Old   int              // articles of each language that are there from the start; 0 is 3, at most 12
	Start time.Time        // when the first interval begins; zero is when somebody first reads that language
	Now   func() time.Time // the clock; nil is time.Now
}

// Site is the sample newspaper, an http.Handler that is safe for concurrent
// use.
type Site struct {
	every time.Duration
	old   int
	now   func() time.Time
	stock map[string][]article
	notes map[string]*notes
	pages *template.Template
	mux   *http.ServeMux

	mu       sync.Mutex
	started  map[string]time.Time // by language; see begin
	pictures map[string][]byte    // drawn once; at most len(scenes)×variants
}

// New is the paper. An error means that an embedded article is malformed,
// which the tests rule out.
func New(o Options) (*Site, error) {
	s := &Site{every: o.Every, old: o.Old, now: o.Now, started: map[string]time.Time{}, pictures: map[string][]byte{}, stock: map[string][]article{}, notes: map[string]*notes{}}
	if s.every <= 0 {
		s.every = 8 * time.Second
	}
	if s.now == nil {
		s.now = time.Now
	}
	for _, lang := range languages {
		if !o.Start.IsZero() {
			s.started[lang] = o.Start.UTC().Truncate(time.Second)
		}
	}
	if s.old <= 0 {
		s.old = 3
	}
	s.old = min(s.old, 12)
	var err error
	for _, lang := range languages {
		if s.stock[lang], err = load(lang); err != nil {
			return nil, err
		}
		if s.notes[lang], err = loadNotes(lang); err != nil {
			return nil, err
		}
	}
	if s.pages, err = parsePages(); err != nil {
		return nil, err
	}
	s.mux = s.routes()
	return s, nil
}

func (s *Site) routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", s.front)
	for _, lang := range languages {
		mux.HandleFunc("GET /"+lang+"/{$}", s.section(lang))
		mux.HandleFunc("GET /"+lang+"/news/{slug}", s.story(lang))
		mux.HandleFunc("GET /"+lang+"/rss.xml", s.rss(lang))
		mux.HandleFunc("GET /"+lang+"/atom.xml", s.atom(lang))
		mux.HandleFunc("GET /"+lang+"/feed.json", s.jsonFeed(lang))
	}
	mux.HandleFunc("GET /pictures/{name}", s.picture)
	mux.HandleFunc("GET /style.css", s.style)
	mux.HandleFunc("GET /robots.txt", func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, "User-agent: *\nAllow: /\n")
	})
	odd(mux)
	return mux
}

// ServeHTTP answers a request for a page, a feed or a picture.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	s.mux.ServeHTTP(w, r)
}

// FeedPath is the address on the site of a language's feed, in the form that
// the section's page announces: each language another kind, so that the demo
// shows all three.
func FeedPath(lang string) string {
	switch lang {
	case "uk":
		return "/uk/atom.xml"
	case "ru":
		return "/ru/feed.json"
	}
	return "/en/rss.xml"
}

// reply writes a body with its validators: a strong ETag over the bytes and,
// where it is known, the time of the last change. http.ServeContent answers
// If-None-Match before If-Modified-Since, as RFC 9110 section 13.2.2 asks.
func reply(w http.ResponseWriter, r *http.Request, kind string, changed time.Time, body []byte) {
	sum := sha256.Sum256(body)
	h := w.Header()
	h.Set("Content-Type", kind)
	h.Set("ETag", `"`+hex.EncodeToString(sum[:12])+`"`)
	h.Set("Cache-Control", "no-cache")
	http.ServeContent(w, r, "", changed, bytes.NewReader(body))
}

// base is the site's own address as the request names it, without a slash.
func base(r *http.Request) string { return "http://" + r.Host }
