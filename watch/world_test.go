package watch_test

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"herald/news"
	"herald/reader"
	"herald/reader/fetch"
	"herald/storage"
	"herald/watch"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// site is a news site on the loopback. It lives outside the tests' bubbles, so
// it tells the time by what it is told.
type site struct {
	*httptest.Server
	mu     sync.Mutex
	feeds  map[string][]item // by path
	broken map[string]int    // path → status
	header http.Header       // of every answer for a feed
	moved  map[string]string
	asked  []string       // paths, in order
	since  []string       // If-None-Match of the requests for feeds
	texts  map[int]string // of stories whose page was changed
	edits  int            // of feeds
}

type item struct {
	n    int
	link string // "" is /n
	at   time.Time

	title, teaser string // "" are those of a story that was never changed
	updated       time.Time
}

func newSite(t *testing.T) *site {
	s := &site{feeds: map[string][]item{}, broken: map[string]int{}, header: http.Header{}, moved: map[string]string{}, texts: map[int]string{}}
	s.Server = httptest.NewServer(http.HandlerFunc(s.serve))
	s.Config.SetKeepAlivesEnabled(false) // an idle connection would stop the clock of a bubble
	t.Cleanup(s.Close)
	return s
}

func (s *site) serve(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.asked = append(s.asked, r.URL.Path)
	if to := s.moved[r.URL.Path]; to != "" {
		http.Redirect(w, r, to, http.StatusMovedPermanently)
		return
	}
	items, feed := s.feeds[r.URL.Path]
	if feed {
		for k, v := range s.header {
			w.Header()[k] = v
		}
		s.since = append(s.since, r.Header.Get("If-None-Match"))
	}
	if code := s.broken[r.URL.Path]; code != 0 {
		w.WriteHeader(code)
		return
	}
	if feed {
		tag := fmt.Sprintf(`"%d"`, len(items)+s.edits)
		w.Header().Set("ETag", tag)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprint(w, s.rss(items))
		return
	}
	var n int
	if _, err := fmt.Sscanf(r.URL.Path, "/%d", &n); err != nil {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if text := s.texts[n]; text != "" {
		fmt.Fprintf(w, `<html lang="en"><head><title>Story %d</title></head><body><article><h1>Story %d</h1>%s</article></body></html>`, n, n, text)
		return
	}
	fmt.Fprintf(w, `<html lang="en"><head><title>Story %d</title></head><body><article><h1>Story %d</h1>%s</article></body></html>`, n, n,
		strings.Repeat(fmt.Sprintf("<p>The lighthouse keeper of rock %d has counted the ships of the night and written their names into the book, as every keeper before him.</p>", n), 4))
}

func (s *site) rss(items []item) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>The Lighthouse</title><link>` + s.URL + `/</link>`)
	for _, it := range slices.Backward(items) { // the newest first, as feeds do
		link := it.link
		if link == "" {
			link = fmt.Sprintf("%s/%d", s.URL, it.n)
		}
		title, teaser := cmp.Or(it.title, fmt.Sprint("Story ", it.n)), cmp.Or(it.teaser, fmt.Sprintf("Ships of night %d.", it.n))
		updated := ""
		if !it.updated.IsZero() {
			updated = `<atom:updated>` + it.updated.UTC().Format(time.RFC3339) + `</atom:updated>`
		}
		fmt.Fprintf(&b, `<item><guid isPermaLink="false">story-%d</guid><title>%s</title><link>%s</link><pubDate>%s</pubDate>%s<description>%s</description></item>`,
			it.n, title, strings.ReplaceAll(link, "&", "&amp;"), it.at.UTC().Format(time.RFC1123Z), updated, teaser)
	}
	b.WriteString(`</channel></rss>`)
	return b.String()
}

// with changes the site.
func (s *site) with(change func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change()
}

// requests counts those for a path.
func (s *site) requests(path string) (n int) {
	s.with(func() {
		for _, p := range s.asked {
			if p == path {
				n++
			}
		}
	})
	return n
}

// world is a site, a database and a watch between them; its clock is a
// bubble's.
type world struct {
	testing.TB
	*site
	store    *storage.Store
	file     string
	reader   *reader.Reader
	interval time.Duration
	keep     time.Duration
	queued   int
	stop     func()
}

const feedPath = "/feed.xml"

func bubble(t *testing.T, test func(w *world)) {
	t.Helper()
	s := newSite(t)
	synctest.Test(t, func(t *testing.T) {
		w := &world{TB: t, site: s, interval: 10 * time.Minute}
		w.feeds[feedPath] = nil
		client := fetch.New(fetch.Options{AllowPrivate: true, PerHost: 4})
		defer client.Close()
		w.reader = reader.New(client, reader.Options{})
		var err error
		w.file = filepath.Join(t.TempDir(), "herald.db")
		w.store, err = storage.Open(context.Background(), w.file)
		w.must(err)
		defer func() {
			w.halt()
			w.must(w.store.Close())
		}()
		test(w)
	})
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// publish lets stories appear on the site, a minute apart.
func (w *world) publish(path string, from, to int) {
	now := time.Now()
	w.with(func() {
		for n := from; n <= to; n++ {
			w.feeds[path] = append(w.feeds[path], item{n: n, at: now.Add(time.Duration(n-to) * time.Minute)})
		}
	})
}

// subscribe is what /subscribe does.
func (w *world) subscribe(chat news.ChatID, path string) news.Subscription {
	w.Helper()
	ctx := context.Background()
	_, err := w.store.EnsureChat(ctx, news.Chat{ID: chat, Kind: news.Private})
	w.must(err)
	looks, err := w.reader.Discover(ctx, w.URL+path)
	w.must(err)
	sub, _, err := w.store.Subscribe(ctx, chat, 0, looks[0])
	w.must(err)
	return sub
}

func (w *world) run() { w.runOn(w.store, w.reader) }

func (w *world) runOn(store watch.Store, reader watch.Reader) {
	c := watch.New(watch.Config{
		Store: store, Reader: reader, Interval: w.interval, Keep: w.keep, Log: slog.New(slog.DiscardHandler),
		Queued: func() { w.queued++ },
	})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- c.Run(ctx) }()
	w.stop = func() {
		w.stop = nil
		cancel()
		w.must(<-done)
	}
}

func (w *world) halt() {
	if w.stop != nil {
		w.stop()
	}
}

// pass lets time go by.
func pass(d time.Duration) { <-time.After(d) }

// got takes what waits for a chat out of the queue, in order.
func (w *world) got(chat news.ChatID) []news.Job {
	w.Helper()
	ctx := context.Background()
	var list []news.Job
	for {
		jobs, err := w.store.Claim(ctx, time.Now(), time.Minute, 100)
		w.must(err)
		if len(jobs) == 0 {
			return list
		}
		for _, j := range jobs {
			w.must(w.store.Settle(ctx, []news.Outcome{{Delivery: j.Delivery.ID, State: news.Sent, Message: 1}}, time.Now()))
			if j.Delivery.Chat == chat {
				list = append(list, j)
			}
		}
	}
}

// want says which stories wait for a chat, in this order.
func (w *world) want(chat news.ChatID, from, to int) []news.Job {
	w.Helper()
	jobs := w.got(chat)
	var titles, want []string
	for _, j := range jobs {
		titles = append(titles, j.Article.Title)
	}
	for n := from; n <= to; n++ {
		want = append(want, fmt.Sprint("Story ", n))
	}
	if !slices.Equal(titles, want) {
		w.Fatalf("chat %d gets %q, want %q", chat, titles, want)
	}
	return jobs
}

func (w *world) feed(s news.Subscription) news.Feed {
	w.Helper()
	f, err := w.store.Feed(context.Background(), s.Feed.ID)
	w.must(err)
	return f
}
