package reader_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"herald/news"
	"herald/reader"
	"herald/reader/fetch"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// pages is a small site: what is under a path, with its content type.
type pages map[string]string

// site serves pages and gives a reader that may reach it. In a page "{{site}}"
// stands for its address; a page "-> /other" redirects; "!404" answers with
// that status.
func site(t *testing.T, p pages) (string, *reader.Reader) {
	t.Helper()
	var address string
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, ok := p[r.URL.Path]
		switch {
		case !ok:
			http.NotFound(w, r)
		case strings.HasPrefix(body, "-> "):
			http.Redirect(w, r, body[3:], http.StatusMovedPermanently)
		case strings.HasPrefix(body, "!"):
			var code int
			fmt.Sscan(body[1:], &code)
			w.WriteHeader(code)
		default:
			body = strings.ReplaceAll(body, "{{site}}", address)
			w.Header().Set("ETag", fmt.Sprintf("%q", fmt.Sprint(len(body))))
			if r.Header.Get("If-None-Match") == w.Header().Get("ETag") {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			if strings.HasPrefix(body, "<!DOCTYPE html>") {
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
			}
			fmt.Fprint(w, body)
		}
	}))
	address = srv.URL
	web := fetch.New(fetch.Options{AllowPrivate: true, Timeout: 5 * time.Second})
	t.Cleanup(func() { web.Close(); srv.Close() })
	return srv.URL, reader.New(web, reader.Options{})
}

const story = `<!DOCTYPE html><html lang="en"><head><title>Ferry returns after ten years - Harbour Post</title>
<meta property="og:site_name" content="Harbour Post"><meta property="og:image" content="/pier.jpg">
<link rel="alternate" type="application/rss+xml" title="All stories" href="/rss">
<link rel="canonical" href="/news/ferry">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"Ferry returns after ten years","datePublished":"2026-02-03T09:30:00+02:00","author":{"name":"Olha Marko"}}</script></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav><article><h1>Ferry returns after ten years</h1>
<p>The white ferry that once joined the two banks of the river left the pier again on Tuesday morning, ten years after its last trip.</p>
<p>“We kept the engine warm for all that time,” said Petro Lysenko, the captain, who has worked on the boat since he was nineteen.</p>
<p>About two hundred people stood on the pier. The town has paid for three months of trips and will then decide whether the line goes on.</p>
<p>The bridge, eleven kilometres upstream, is closed for repairs until the autumn, and the road around it takes an hour.</p>
</article><footer>© Harbour Post</footer></body></html>`

const rss = `<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Post</title><link>{{site}}/</link><ttl>15</ttl>
<item><title>Ferry returns after ten years</title><link>/news/ferry?utm_source=rss</link><guid isPermaLink="false">n-1</guid><pubDate>Tue, 03 Feb 2026 09:31:00 +0200</pubDate><description>The white ferry left the pier again on Tuesday.</description></item>
<item><title>Market moves to the square</title><link>/news/market</link><description>&lt;p&gt;Sellers carry their tables to the main square from Monday, since the old hall gets a new roof.&lt;/p&gt;</description></item>
</channel></rss>`

func TestArticle(t *testing.T) {
	u, r := site(t, pages{
		"/news/ferry": story, "/moved": "-> /news/ferry", "/gone": "!410", "/secret": "!403", "/broken": "!500", "/round": "-> /round", "/rss": rss,
		"/short":   `<!DOCTYPE html><meta http-equiv="refresh" content="0; URL='/news/ferry'"><title>wait</title>`,
		"/loop":    `<!DOCTYPE html><meta http-equiv="refresh" content="0;url=/loop"><title>wait</title>`,
		"/login":   `<!DOCTYPE html><title>Sign in</title><form><p>Please sign in to go on reading.</p><input name=u><input type=password name=p></form>`,
		"/empty":   `<!DOCTYPE html><title>Nothing</title><body></body>`,
		"/picture": "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
		"/huge":    "<!DOCTYPE html>" + strings.Repeat("<p>again and again</p>", 300_000),
		"/plain":   "The council votes tonight\n\nThe council of the town votes tonight on the new tram line, which would cross the river twice.\n\nIt would cost forty million and take three years to build.",
		"/deep":    `<!DOCTYPE html><title>Deep</title>` + strings.Repeat("<div>", 5000) + "<p>Somebody nested this page deeper than any reader goes, and still there is a sentence in it that can be read by people.</p>",
	})
	t.Run("a page becomes an article", func(t *testing.T) {
		a, err := r.Article(t.Context(), u+"/moved")
		if err != nil {
			t.Fatal(err)
		}
		want := news.Article{
			URL: u + "/news/ferry", Title: "Ferry returns after ten years", Byline: "Olha Marko", Site: "Harbour Post", Lang: "en",
			Published: time.Date(2026, 2, 3, 7, 30, 0, 0, time.UTC), Image: u + "/pier.jpg",
		}
		if a.URL != want.URL || a.Title != want.Title || a.Byline != want.Byline || a.Site != want.Site || a.Lang != want.Lang || !a.Published.Equal(want.Published) || a.Image != want.Image {
			t.Errorf("got %+v", a)
		}
		if n := strings.Count(a.Body, "\n\n"); n != 3 || !strings.HasPrefix(a.Body, "The white ferry") || strings.Contains(a.Body, "Sport") {
			t.Errorf("the text:\n%s", a.Body)
		}
		if a.Lead != "The white ferry that once joined the two banks of the river left the pier again on Tuesday morning, ten years after its last trip. “We kept the engine warm for all that time,” said Petro Lysenko, the captain, who has worked on the boat since he was nineteen." {
			t.Errorf("the lead: %q", a.Lead)
		}
	})
	for path, want := range map[string]error{
		"/gone": news.ErrGone, "/nowhere": news.ErrGone, "/secret": news.ErrRefused, "/broken": news.ErrServer, "/round": news.ErrRedirects,
		"/login": news.ErrLogin, "/empty": news.ErrNoArticle, "/rss": news.ErrNoArticle, "/picture": news.ErrNotReadable, "/huge": news.ErrTooLarge,
	} {
		t.Run(path+" has one clear reason", func(t *testing.T) {
			_, err := r.Article(t.Context(), u+path)
			if !errors.Is(err, want) {
				t.Errorf("got %v, want %v", err, want)
			}
			if err != nil && strings.ContainsAny(err.Error(), "\n\t") {
				t.Errorf("more than a line: %q", err)
			}
		})
	}
	t.Run("a plain text at an address is one too", func(t *testing.T) {
		a, err := r.Article(t.Context(), u+"/plain")
		if err != nil || a.Title != "The council votes tonight" || !strings.HasPrefix(a.Body, "The council of the town") || a.URL != u+"/plain" {
			t.Errorf("got %+v, %v", a, err)
		}
	})
	t.Run("a page nested too deep gives its text", func(t *testing.T) {
		a, err := r.Article(t.Context(), u+"/deep")
		if err != nil || a.Title != "Deep" || !strings.HasPrefix(a.Body, "Somebody nested") {
			t.Errorf("got %+v, %v", a, err)
		}
	})
	t.Run("an address without a scheme is tried with both", func(t *testing.T) {
		a, err := r.Article(t.Context(), strings.TrimPrefix(u, "http://")+"/news/ferry")
		if err != nil || a.Site != "Harbour Post" {
			t.Errorf("got %+v, %v", a, err)
		}
	})
	t.Run("a signpost is followed, once", func(t *testing.T) {
		if a, err := r.Article(t.Context(), u+"/short"); err != nil || a.URL != u+"/news/ferry" {
			t.Errorf("got %+v, %v", a, err)
		}
		if _, err := r.Article(t.Context(), u+"/loop"); !errors.Is(err, news.ErrNoArticle) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("what is no address is told so", func(t *testing.T) {
		if _, err := r.Article(t.Context(), "hello there"); !errors.Is(err, news.ErrBadURL) {
			t.Errorf("got %v", err)
		}
	})
}

func TestFeed(t *testing.T) {
	p := pages{"/rss": rss, "/old": "-> /rss", "/page": story, "/gone": "!404"}
	u, r := site(t, p)
	look, err := r.Feed(t.Context(), news.Feed{ID: 7, URL: u + "/rss", Failures: 2})
	if err != nil {
		t.Fatal(err)
	}
	t.Run("its entries are whole and their links absolute", func(t *testing.T) {
		f := look.Feed
		if f.ID != 7 || f.Kind != news.RSS || f.Title != "Harbour Post" || f.ETag == "" || f.Failures != 2 || look.Wait != 15*time.Minute || len(look.Entries) != 2 {
			t.Fatalf("got %+v", look)
		}
		e := look.Entries[0]
		if e.GUID != "n-1" || e.URL != u+"/news/ferry?utm_source=rss" || e.Title != "Ferry returns after ten years" || !e.Published.Equal(time.Date(2026, 2, 3, 7, 31, 0, 0, time.UTC)) {
			t.Errorf("got %+v", e)
		}
	})
	t.Run("nothing new is an outcome, not an error", func(t *testing.T) {
		again, err := r.Feed(t.Context(), look.Feed)
		if err != nil || !again.NotModified || again.Feed.Title != "Harbour Post" || len(again.Entries) != 0 {
			t.Errorf("got %+v, %v", again, err)
		}
	})
	t.Run("a feed that moved for good says where", func(t *testing.T) {
		moved, err := r.Feed(t.Context(), news.Feed{URL: u + "/old"})
		if err != nil || moved.MovedTo != u+"/rss" || moved.Feed.URL != u+"/old" {
			t.Errorf("got %+v, %v", moved, err)
		}
	})
	t.Run("a page in its place is no feed, and the feed stays as it was", func(t *testing.T) {
		kept := news.Feed{URL: u + "/page", Title: "Kept", ETag: `"x"`}
		got, err := r.Feed(t.Context(), kept)
		if !errors.Is(err, news.ErrNoFeed) || got.Feed != kept {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("404 keeps the feed", func(t *testing.T) {
		kept := news.Feed{URL: u + "/gone", Title: "Kept"}
		got, err := r.Feed(t.Context(), kept)
		if !errors.Is(err, news.ErrGone) || got.Feed != kept {
			t.Errorf("got %+v, %v", got, err)
		}
	})
}

func TestDiscover(t *testing.T) {
	atom := `<feed xmlns="http://www.w3.org/2005/Atom"><title>Sport</title><entry><title>Goal</title><link href="/g"/><id>g</id></entry></feed>`
	t.Run("the feed itself", func(t *testing.T) {
		u, r := site(t, pages{"/rss": rss})
		got, err := r.Discover(t.Context(), u+"/rss#top")
		if err != nil || len(got) != 1 || got[0].Feed.URL != u+"/rss" || len(got[0].Entries) != 2 {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("the feeds that a page names, without dead ones and doubles", func(t *testing.T) {
		u, r := site(t, pages{"/": `<!DOCTYPE html><link rel=alternate type=application/rss+xml href=/rss><link rel=alternate type=application/rss+xml href=/dead><link rel=alternate type=application/atom+xml href=/atom title=Sport><link rel=alternate type=application/rss+xml href=/rss2><link rel=alternate type=application/rss+xml href=/comments/feed title=Comments>`, "/rss": rss, "/rss2": rss, "/atom": atom, "/comments/feed": rss})
		got, err := r.Discover(t.Context(), u)
		if err != nil || len(got) != 2 || got[0].Feed.URL != u+"/rss" || got[1].Feed.URL != u+"/atom" || got[1].Feed.Kind != news.Atom {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("an article without a word of it: the site's front page knows", func(t *testing.T) {
		u, r := site(t, pages{"/a/b": `<!DOCTYPE html><p>text`, "/": `<!DOCTYPE html><a href="/news/feed">RSS</a>`, "/news/feed": rss})
		got, err := r.Discover(t.Context(), u+"/a/b")
		if err != nil || len(got) != 1 || got[0].Feed.URL != u+"/news/feed" {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("nobody says where it is: the usual places", func(t *testing.T) {
		u, r := site(t, pages{"/": `<!DOCTYPE html><p>text`, "/rss.xml": rss})
		got, err := r.Discover(t.Context(), u)
		if err != nil || len(got) != 1 || got[0].Feed.URL != u+"/rss.xml" {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("a news sitemap at last", func(t *testing.T) {
		u, r := site(t, pages{"/": `<!DOCTYPE html><p>text`, "/news-sitemap.xml": `<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>{{site}}/n/1</loc><news:news><news:publication><news:name>Post</news:name><news:language>uk</news:language></news:publication><news:publication_date>2026-02-01T10:00:00Z</news:publication_date><news:title>Міст відкрили</news:title></news:news></url></urlset>`})
		got, err := r.Discover(t.Context(), u)
		if err != nil || len(got) != 1 || got[0].Feed.Kind != news.Sitemap || got[0].Entries[0].Title != "Міст відкрили" || got[0].Entries[0].Lang != "uk" {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("a news sitemap that only robots.txt knows", func(t *testing.T) {
		u, r := site(t, pages{"/": `<!DOCTYPE html><p>text`, "/robots.txt": "User-agent: *\nSitemap: {{site}}/maps/all.xml\nsitemap: {{site}}/maps/news-2.xml\n", "/maps/news-2.xml": `<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>{{site}}/n/1</loc><news:news><news:title>Bridge opens</news:title></news:news></url></urlset>`})
		got, err := r.Discover(t.Context(), u)
		if err != nil || len(got) != 1 || got[0].Feed.URL != u+"/maps/news-2.xml" {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("a page without a feed", func(t *testing.T) {
		u, r := site(t, pages{"/": `<!DOCTYPE html><p>text`})
		if got, err := r.Discover(t.Context(), u); !errors.Is(err, news.ErrNoFeed) {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("a feed that moved for good is known by its new address", func(t *testing.T) {
		u, r := site(t, pages{"/old": "-> /rss", "/rss": rss})
		got, err := r.Discover(t.Context(), u+"/old")
		if err != nil || got[0].Feed.URL != u+"/rss" || got[0].MovedTo != "" {
			t.Errorf("got %+v, %v", got, err)
		}
	})
}

func TestEntry(t *testing.T) {
	u, r := site(t, pages{
		"/news/ferry": story, "/refused": "!403",
		"/robot": `<!DOCTYPE html><title>Just a moment</title><p>Checking your browser before you continue. Enable scripts and cookies, please, then this goes by itself in some seconds.`,
	})
	f := news.Feed{ID: 3, URL: u + "/rss", Site: u, Title: "Harbour Post"}
	e := news.Entry{GUID: "n-1", URL: u + "/news/ferry?utm_source=rss", Title: "Ferry is back", Published: time.Date(2026, 2, 3, 7, 31, 0, 0, time.UTC), Summary: "The white ferry left the pier again."}
	t.Run("the page gives the text, the feed the title and the time", func(t *testing.T) {
		a, err := r.Entry(t.Context(), f, e)
		if err != nil || a.Feed != 3 || a.GUID != "n-1" || a.URL != u+"/news/ferry" || a.Title != "Ferry is back" || !a.Published.Equal(e.Published) || !strings.Contains(a.Body, "Petro Lysenko") || a.Byline != "Olha Marko" {
			t.Errorf("got %+v, %v", a, err)
		}
	})
	for _, path := range []string{"/refused", "/gone", "/robot"} {
		t.Run(path+": the feed's own words are the article", func(t *testing.T) {
			e := e
			e.URL = u + path
			a, err := r.Entry(t.Context(), f, e)
			if err != nil || a.Title != "Ferry is back" || a.Body != "The white ferry left the pier again." || a.URL != u+path || a.Lead == "" || a.Lang != "en" {
				t.Errorf("got %+v, %v", a, err)
			}
		})
	}
	t.Run("a title and a link are enough", func(t *testing.T) {
		a, err := r.Entry(t.Context(), f, news.Entry{URL: u + "/gone", Title: "Only a title"})
		if err != nil || a.Title != "Only a title" {
			t.Errorf("got %+v, %v", a, err)
		}
	})
	t.Run("an entry without a title is called by its first sentence", func(t *testing.T) {
		a, err := r.Entry(t.Context(), f, news.Entry{Summary: "The lights went out at nine. Nobody knows why."})
		if err != nil || a.Title != "The lights went out at nine." {
			t.Errorf("got %+v, %v", a, err)
		}
	})
	t.Run("a cancelled context is the only other error", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := r.Entry(ctx, f, e); !errors.Is(err, context.Canceled) {
			t.Errorf("got %v", err)
		}
	})
}

func TestPrivateAddress(t *testing.T) {
	u, _ := site(t, pages{"/": story})
	web := fetch.New(fetch.Options{})
	defer web.Close()
	r := reader.New(web, reader.Options{})
	if _, err := r.Article(t.Context(), u); !errors.Is(err, news.ErrPrivateAddress) {
		t.Errorf("got %v", err)
	}
	if _, err := r.Discover(t.Context(), u); !errors.Is(err, news.ErrPrivateAddress) {
		t.Errorf("got %v", err)
	}
}

func pack(s string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write([]byte(s))
	z.Close()
	return b.Bytes()
}
