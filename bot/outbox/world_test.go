package outbox_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"herald/bot/outbox"
	"herald/bot/render"
	"herald/bot/telegram"
	"herald/bot/telegram/emulator"
	"herald/news"
	"herald/storage"
)

// world is a database file, a Bot API server, and an outbox between the two.
type world struct {
	testing.TB
	store    *storage.Store
	tg       *emulator.Server
	client   *telegram.Client
	out      *outbox.Outbox
	feed     news.Feed
	n        int          // entries published
	pictures news.Gallery // of the stories to come
	log      *slog.Logger
	render   func(context.Context, news.Job) telegram.Message
	paused   func(context.Context, news.Chat)
	stop     func() error
}

// bubble runs a test in a world of its own whose clock moves only while
// everybody waits: an hour of back-off takes no time.
func bubble(t *testing.T, options telegram.Options, test func(w *world)) {
	t.Helper()
	bubbleWith(t, emulator.Options{}, options, test)
}

func bubbleWith(t *testing.T, eo emulator.Options, to telegram.Options, test func(w *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, filepath.Join(t.TempDir(), "herald.db"), eo, to)
		defer w.close()
		test(w)
	})
}

func newWorld(t testing.TB, file string, eo emulator.Options, to telegram.Options) *world {
	t.Helper()
	w := &world{TB: t, tg: emulator.New(eo), log: slog.New(slog.DiscardHandler), render: page}
	var err error
	w.store, err = storage.Open(context.Background(), file)
	w.must(err)
	w.must(w.store.VoidLeases(context.Background()))
	if to.HTTP == nil {
		to.HTTP = &http.Client{Transport: w.tg.Transport()}
	}
	w.client, err = telegram.New(w.tg.Token(), to)
	w.must(err)
	return w
}

func (w *world) close() {
	w.Helper()
	w.halt()
	w.tg.Close()
	w.client.Close()
	w.must(w.store.Check(context.Background()))
	w.must(w.store.Close())
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// run sets the outbox to work until halt.
func (w *world) run() { w.runOn(w.store) }

func (w *world) runOn(store outbox.Store) {
	w.out = outbox.New(outbox.Config{Store: store, Telegram: w.client, Render: w.render, Paused: w.paused, Log: w.log})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- w.out.Run(ctx) }()
	w.stop = func() error {
		w.stop = nil
		cancel()
		return <-done
	}
}

func page(_ context.Context, j news.Job) telegram.Message {
	return render.Article(render.Job(j, "herald_bot", time.Now()))
}

// halt stops the outbox and wants it to have had no reason to stop itself.
func (w *world) halt() {
	w.Helper()
	if w.stop != nil {
		w.must(w.stop())
	}
}

// follow subscribes chats to the world's feed.
func (w *world) follow(chats ...news.ChatID) {
	w.Helper()
	for _, id := range chats {
		w.followIn(id, 0)
	}
}

func (w *world) followIn(id news.ChatID, thread news.ThreadID) {
	w.Helper()
	ctx := context.Background()
	kind := news.Private
	if id < 0 {
		kind = news.Supergroup
	}
	_, err := w.store.EnsureChat(ctx, news.Chat{ID: id, Kind: kind, Title: "somebody"})
	w.must(err)
	now := time.Now().UTC()
	sub, _, err := w.store.Subscribe(ctx, id, thread, news.Look{Feed: news.Feed{URL: "https://daily.example/feed", Title: "The Daily", Kind: news.RSS, CheckedAt: now, NextCheck: now}})
	w.must(err)
	w.feed = sub.Feed
}

// readers are people who have started the bot and follow the feed.
func (w *world) readers(n int) []news.ChatID {
	w.Helper()
	chats := make([]news.ChatID, n)
	for i := range chats {
		chats[i] = w.tg.Reader(emulator.User{FirstName: "Reader", LanguageCode: "en"})
	}
	w.follow(chats...)
	return chats
}

func (w *world) article(n int) news.Article {
	return news.Article{
		GUID: fmt.Sprint("story-", n), URL: fmt.Sprintf("https://daily.example/%d", n),
		Title: fmt.Sprintf("Story %d", n), Lead: "The ferry to the north quay came back at dawn.", Lang: "en",
		Body: "The ferry to the north quay came back at dawn.\n\nNobody had seen it leave.", Image: fmt.Sprintf("https://daily.example/%d.jpg", n), Pictures: w.pictures,
	}
}

// publish queues n more stories for the followers, or for those given only.
func (w *world) publish(n int, only ...news.ChatID) {
	w.Helper()
	ctx := context.Background()
	subs, err := w.store.Subscribers(ctx, w.feed.ID, 0, 10_000)
	w.must(err)
	var to []news.Recipient
	for _, s := range subs {
		if len(only) == 0 || slices.Contains(only, s.Chat) {
			to = append(to, news.Recipient{Subscription: s.ID, Chat: s.Chat, Thread: s.Thread})
		}
	}
	h := news.Harvest{Feed: w.feed, At: time.Now().UTC()}
	for range n {
		w.n++
		a := w.article(w.n)
		h.Arrivals = append(h.Arrivals, news.Arrival{Article: a, Entry: news.Entry{GUID: a.GUID, URL: a.URL, Title: a.Title}, To: to})
	}
	w.must(w.store.Record(ctx, h))
	if w.out != nil {
		w.out.Wake()
	}
}

// drained waits until nothing is queued any more, and says how long that took.
func (w *world) drained(within time.Duration) time.Duration {
	w.Helper()
	begun := time.Now()
	for w.queued() > 0 {
		if time.Since(begun) > within {
			w.Fatalf("%d deliveries still wait after %s", w.queued(), within)
		}
		pass(max(time.Millisecond, time.Since(begun)/1000))
	}
	return time.Since(begun)
}

// pass lets time go by, that of a bubble.
func pass(d time.Duration) { <-time.After(d) }

func (w *world) queued() int {
	w.Helper()
	n, err := w.store.Queue(context.Background())
	w.must(err)
	return n
}

// stories are the numbers of the stories that a chat has got, in its order.
func (w *world) stories(chat news.ChatID) []int {
	w.Helper()
	var got []int
	for _, m := range w.tg.Replies(chat) {
		var n int
		if _, err := fmt.Sscanf(m.Text, "Story %d", &n); err != nil {
			w.Fatalf("chat %d got %q", chat, m.Text)
		}
		got = append(got, n)
	}
	return got
}

func (w *world) want(chat news.ChatID, stories ...int) {
	w.Helper()
	if got := w.stories(chat); !slices.Equal(got, stories) {
		w.Errorf("chat %d got the stories %v, want %v", chat, got, stories)
	}
}

// delivery is that of a story to a chat.
func (w *world) delivery(chat news.ChatID, story int) news.Delivery {
	w.Helper()
	ctx := context.Background()
	a, err := w.store.ArticleByURL(ctx, w.article(story).URL)
	w.must(err)
	for id := news.DeliveryID(1); ; id++ {
		d, err := w.store.Delivery(ctx, id)
		w.must(err)
		if d.Chat == chat && d.Article == a.ID {
			return d
		}
	}
}

func (w *world) chat(id news.ChatID) news.Chat {
	w.Helper()
	c, err := w.store.Chat(context.Background(), id)
	w.must(err)
	return c
}
