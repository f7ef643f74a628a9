package site

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// hugeSize is how much the page without end would be, in bytes: 100 MB, of
// which a careful reader takes the first few.
const hugeSize = 100 << 20

// Oddity is a page that a reader must cope with.
type Oddity struct {
	Path string // on the site
	Name string // what it is, in a few English words
}

// Oddities are the pages of bad input, in the order in which they are worth
// trying.
func Oddities() []Oddity {
	return []Oddity{
		{"/odd/no-feed", "a page without a feed"},
		{"/odd/login", "a login page"},
		{"/odd/forbidden", "a page that refuses (403)"},
		{"/odd/missing", "a page that is not there (404)"},
		{"/odd/error", "a server with an error of its own (500)"},
		{"/odd/empty", "an empty page"},
		{"/odd/broken.xml", "a feed that breaks off in the middle"},
		{"/odd/loop", "a redirect without end"},
		{"/odd/slow", "a page that never comes"},
		{"/odd/huge", "an answer of 100 MB"},
	}
}

// Odd are the pages of bad input alone, on a site that has no feed anywhere:
// beside the newspaper a reader would find the newspaper's. An http.Handler.
func Odd() http.Handler {
	mux := http.NewServeMux()
	odd(mux)
	return mux
}

// odd registers the pages of bad input under /odd/.
func odd(mux *http.ServeMux) {
	page := func(status int, html string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			w.WriteHeader(status)
			fmt.Fprint(w, html)
		}
	}
	mux.HandleFunc("GET /odd/{$}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!doctype html><html lang="en"><head><title>Pages that go wrong</title></head><body><main><h1>Pages that go wrong</h1><ul>`)
		for _, o := range Oddities() {
			fmt.Fprintf(w, `<li><a href="%s">%s</a></li>`, o.Path, o.Name)
		}
		fmt.Fprint(w, `</ul></main></body></html>`)
	})
	mux.HandleFunc("GET /odd/no-feed", page(http.StatusOK, noFeedPage))
	mux.HandleFunc("GET /odd/login", page(http.StatusOK, loginPage))
	mux.HandleFunc("GET /odd/forbidden", page(http.StatusForbidden, `<!doctype html><html lang="en"><head><title>403</title></head><body><h1>Forbidden</h1><p>Automated access is not allowed.</p></body></html>`))
	mux.HandleFunc("GET /odd/error", page(http.StatusInternalServerError, `<!doctype html><html lang="en"><head><title>500</title></head><body><h1>Something broke</h1><p>It is our fault. We are looking at it.</p></body></html>`))
	mux.HandleFunc("GET /odd/empty", page(http.StatusOK, ""))
	mux.HandleFunc("GET /odd/loop", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "/odd/loop", http.StatusFound)
	})
	mux.HandleFunc("GET /odd/broken.xml", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
		fmt.Fprint(w, brokenFeed)
	})
	mux.HandleFunc("GET /odd/slow", func(w http.ResponseWriter, r *http.Request) {
		// Ends with the visitor's patience, at the latest after two minutes.
		late := time.NewTimer(2 * time.Minute)
		defer late.Stop()
		select {
		case <-r.Context().Done():
		case <-late.C:
			w.WriteHeader(http.StatusGatewayTimeout)
		}
	})
	mux.HandleFunc("GET /odd/huge", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		chunk := strings.Repeat("<p>And then it went on, and on, and on, and nobody knew why.</p>\n", 1<<10)
		for sent := 0; sent < hugeSize; sent += len(chunk) {
			if _, err := fmt.Fprint(w, chunk); err != nil {
				return // the visitor has had enough
			}
		}
	})
}

const loginPage = `<!doctype html>
<html lang="en"><head><title>Sign in – Three Rivers Premium</title></head>
<body><main><h1>Sign in to continue</h1>
<p>This article is for subscribers.</p>
<form method="post" action="/odd/login">
<label>E-mail <input type="email" name="email" autocomplete="username"></label>
<label>Password <input type="password" name="password" autocomplete="current-password"></label>
<button>Sign in</button> <a href="/odd/login">Forgotten your password?</a>
</form></main></body></html>`

const noFeedPage = `<!doctype html>
<html lang="en"><head><title>Opening hours – Aldermouth public baths</title></head>
<body><main><h1>Opening hours</h1>
<table><tr><td>Monday to Friday</td><td>7–21</td></tr><tr><td>Saturday</td><td>9–18</td></tr></table>
<p>Closed on Sundays. Towels can be hired.</p></main></body></html>`

const brokenFeed = `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>Three Rivers, cut short</title><link>http://example.invalid/</link>
<item><title>The printer ran out of paper in the middle of the edition</title><link>http://example.invalid/paper</link><guid>paper-1</guid><description>It had been warned.</description></item>
<item><title>A second story that nobody will ever fin`
