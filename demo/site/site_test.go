package site_test

import (
	"bytes"
	"encoding/json"
	"html"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"herald/demo/site"
)

// clock is a time that stands still until the test moves it.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func open(t *testing.T) (*httptest.Server, *clock) {
	t.Helper()
	c := &clock{now: time.Date(2026, 11, 23, 18, 0, 0, 0, time.UTC)}
	s, err := site.New(site.Options{Every: 8 * time.Second, Now: c.Now, Start: c.now})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return server, c
}

func get(t *testing.T, url string, header ...string) (*http.Response, string) {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(body)
}

func TestEveryFeedIsReadByGofeed(t *testing.T) {
	server, c := open(t)
	c.Add(2 * time.Minute)
	for _, lang := range []string{"en", "uk", "ru"} {
		var first string
		for path, kind := range map[string]string{"rss.xml": "rss", "atom.xml": "atom", "feed.json": "json"} {
			t.Run(lang+"/"+path, func(t *testing.T) {
				_, body := get(t, server.URL+"/"+lang+"/"+path)
				feed, err := gofeed.NewParser().ParseString(body)
				if err != nil {
					t.Fatal(err)
				}
				if feed.FeedType != kind || feed.Title == "" || len(feed.Items) != 8 {
					t.Fatalf("%s %q with %d items, want 8", feed.FeedType, feed.Title, len(feed.Items))
				}
				for _, item := range feed.Items {
					if item.Title == "" || item.GUID == "" || item.PublishedParsed == nil || len(item.Authors) != 1 || item.Authors[0].Name == "" {
						t.Errorf("incomplete item %+v", item)
					}
					if !strings.HasPrefix(item.Link, server.URL+"/"+lang+"/news/") {
						t.Errorf("link %q does not lead to the site", item.Link)
					}
					if res, _ := get(t, item.Link); res.StatusCode != http.StatusOK {
						t.Errorf("%s: %s", item.Link, res.Status)
					}
				}
				if first == "" {
					first = feed.Items[0].Link
				}
				if feed.Items[0].Link != first {
					t.Errorf("the formats disagree on what is newest: %s, %s", feed.Items[0].Link, first)
				}
			})
		}
	}
}

func TestConditionalGet(t *testing.T) {
	server, c := open(t)
	url := server.URL + "/en/rss.xml"
	res, _ := get(t, url)
	tag, modified := res.Header.Get("ETag"), res.Header.Get("Last-Modified")
	if tag == "" || modified == "" {
		t.Fatalf("ETag %q, Last-Modified %q", tag, modified)
	}
	t.Run("nothing new is 304 without a body", func(t *testing.T) {
		res, body := get(t, url, "If-None-Match", tag, "If-Modified-Since", modified)
		if res.StatusCode != http.StatusNotModified || body != "" {
			t.Errorf("%s, %d bytes", res.Status, len(body))
		}
	})
	t.Run("the date alone does too", func(t *testing.T) {
		if res, _ := get(t, url, "If-Modified-Since", modified); res.StatusCode != http.StatusNotModified {
			t.Error(res.Status)
		}
	})
	t.Run("another language's article does not change the feed", func(t *testing.T) {
		c.Add(8 * time.Second) // English
		res, _ := get(t, url, "If-None-Match", tag)
		if res.StatusCode != http.StatusOK {
			t.Fatalf("%s after a new English article", res.Status)
		}
		tag = res.Header.Get("ETag")
		c.Add(8 * time.Second) // Ukrainian, Russian
		if res, _ := get(t, url, "If-None-Match", tag); res.StatusCode != http.StatusNotModified {
			t.Error(res.Status)
		}
	})
	t.Run("a page stays the same when new ones come", func(t *testing.T) {
		page := server.URL + "/en/news/night-ferry"
		res, _ := get(t, page)
		c.Add(time.Hour)
		if again, _ := get(t, page, "If-None-Match", res.Header.Get("ETag")); again.StatusCode != http.StatusNotModified {
			t.Error(again.Status)
		}
	})
}

func TestTheFirstReaderStartsThePaper(t *testing.T) {
	c := &clock{now: time.Date(2026, 11, 23, 18, 0, 0, 0, time.UTC)}
	s, err := site.New(site.Options{Every: 8 * time.Second, Now: c.Now})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(s)
	defer server.Close()
	count := func(path string) int {
		_, body := get(t, server.URL+path)
		feed, err := gofeed.NewParser().ParseString(body)
		if err != nil {
			t.Fatal(err)
		}
		return len(feed.Items)
	}
	c.Add(time.Hour)
	if n := count("/uk/atom.xml"); n != 3 {
		t.Errorf("%d articles for the first reader, want the 3 old ones", n)
	}
	c.Add(30 * time.Second)
	if n := count("/uk/atom.xml"); n != 4 {
		t.Errorf("%d articles after 30 s, want 4", n)
	}
	if n := count("/ru/feed.json"); n != 3 {
		t.Errorf("%d articles of a language that nobody had read, want 3", n)
	}
}

func TestArticlesComeOneByOneAndWithoutEnd(t *testing.T) {
	server, c := open(t)
	parse := func(path string) []*gofeed.Item {
		_, body := get(t, server.URL+path)
		feed, err := gofeed.NewParser().ParseString(body)
		if err != nil {
			t.Fatal(err)
		}
		return feed.Items
	}
	if n := len(parse("/en/rss.xml")); n != 3 {
		t.Fatalf("%d articles at the start, want 3", n)
	}
	if res, _ := get(t, server.URL+"/en/news/tram-trial"); res.StatusCode != http.StatusNotFound {
		t.Errorf("an article that is not out yet: %s", res.Status)
	}
	seen := map[string]map[string]bool{"en": {}, "uk": {}, "ru": {}}
	titles := map[string]string{}
	for range 300 {
		c.Add(8 * time.Second)
		for lang, links := range seen {
			before := len(links)
			for _, item := range parse(site.FeedPath(lang)) {
				links[item.Link] = true
				if other := titles[item.Title]; other != "" && other != item.Link {
					t.Fatalf("%s and %s have one title", other, item.Link)
				}
				titles[item.Title] = item.Link
			}
			if n := len(links) - before; n > 1 && before > 0 {
				t.Fatalf("%d articles of %s at once", n, lang)
			}
		}
	}
	for lang, links := range seen {
		if n := len(links); n < 30 || n > 40 {
			t.Errorf("%d articles of %s in 40 minutes, want 12 at full pace and the rest at a quarter of it", n, lang)
		}
	}
}

func TestPageOfAnArticle(t *testing.T) {
	server, c := open(t)
	c.Add(time.Hour)
	for path, want := range map[string][]string{
		"/en/news/corran-bridge": {"purportedly told his staff", "min read", "Read also", "application/rss+xml"},
		"/uk/news/mist-koryn":    {"нібито наказав", "хв читання", "Читайте також", "application/atom+xml"},
		"/ru/news/most":          {"якобы велел", "мин чтения", "Читайте также", "application/feed+json"},
		"/en/news/weather-1":     {"metres a second"},
	} {
		t.Run(path, func(t *testing.T) {
			res, body := get(t, server.URL+path)
			if res.StatusCode != http.StatusOK {
				t.Fatal(res.Status)
			}
			for _, w := range want {
				if !strings.Contains(html.UnescapeString(body), w) {
					t.Errorf("%q is missing", w)
				}
			}
			_, after, _ := strings.Cut(body, `<script type="application/ld+json">`)
			ld, _, _ := strings.Cut(after, "</script>")
			var data struct {
				Headline, DatePublished string
				Image                   []string
			}
			if err := json.Unmarshal([]byte(ld), &data); err != nil || data.Headline == "" {
				t.Fatalf("JSON-LD: %v in %s", err, ld)
			}
			if _, err := time.Parse(time.RFC3339, data.DatePublished); err != nil {
				t.Error(err)
			}
			res, picture := get(t, data.Image[0])
			if _, err := png.DecodeConfig(bytes.NewReader([]byte(picture))); err != nil || res.Header.Get("Content-Type") != "image/png" {
				t.Errorf("picture %s: %v", data.Image[0], err)
			}
		})
	}
}

func TestFrontPageAnnouncesThreeFeedsAndEachSectionOne(t *testing.T) {
	server, _ := open(t)
	for path, want := range map[string]int{"/": 3, "/en/": 1, "/uk/": 1, "/ru/": 1} {
		if _, body := get(t, server.URL+path); strings.Count(body, `rel="alternate"`) != want {
			t.Errorf("%s announces %d feeds, want %d", path, strings.Count(body, `rel="alternate"`), want)
		}
	}
}

func TestPagesThatGoWrong(t *testing.T) {
	server, _ := open(t)
	for path, want := range map[string]int{"/odd/": 200, "/odd/no-feed": 200, "/odd/login": 200, "/odd/forbidden": 403, "/odd/missing": 404, "/odd/error": 500, "/odd/empty": 200, "/odd/broken.xml": 200} {
		if res, _ := get(t, server.URL+path); res.StatusCode != want {
			t.Errorf("%s: %s, want %d", path, res.Status, want)
		}
	}
	t.Run("the huge one goes on past any sensible limit", func(t *testing.T) {
		res, err := http.Get(server.URL + "/odd/huge")
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		if n, err := io.CopyN(io.Discard, res.Body, 20<<20); err != nil {
			t.Errorf("ended after %d bytes: %v", n, err)
		}
	})
	t.Run("the loop never ends", func(t *testing.T) {
		if res, err := http.Get(server.URL + "/odd/loop"); err == nil {
			res.Body.Close()
			t.Error("it did")
		}
	})
}

func BenchmarkFeed(b *testing.B) {
	s, err := site.New(site.Options{Start: time.Now().Add(-time.Hour)})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/en/rss.xml", nil))
		if w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
	}
}
