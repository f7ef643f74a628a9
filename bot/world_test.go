package bot_test

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
	_ "time/tzdata"

	"go.uber.org/goleak"

	"herald/bot"
	"herald/bot/telegram"
	"herald/bot/telegram/emulator"
	"herald/news"
	"herald/reader"
	"herald/reader/fetch"
	"herald/storage"
	"herald/storage/storagetest"
	"herald/summarize"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(storagetest.Main(m)) }

// world is a bot with a real database between an emulated Telegram and a site.
type world struct {
	*testing.T
	tg    *emulator.Server
	store *storage.Store
	site  *httptest.Server
	log   *logbook
	bot   *bot.Bot

	unforeseen bool // an error in the log is part of the test

	ann, eve news.UserID // ann speaks English and governs the groups; eve is a guest
	stop     func()
}

// now is when the tests take place.
func now() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

func begin(t *testing.T, change ...func(*bot.Config)) *world {
	t.Helper()
	w := &world{T: t, tg: emulator.New(emulator.Options{}), site: httptest.NewServer(site()), log: &logbook{}}
	w.tg.Start()
	t.Cleanup(w.tg.Close)
	t.Cleanup(w.site.Close)
	var err error
	if w.store, err = storage.Open(t.Context(), storagetest.Database(t)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.store.Close() })
	w.ann = w.tg.AddUser(emulator.User{FirstName: "Ann", LanguageCode: "en"})
	w.eve = w.tg.AddUser(emulator.User{FirstName: "Eve", LanguageCode: "en-GB"})
	w.run(change...)
	t.Cleanup(func() {
		w.stop()
		for _, c := range w.tg.Complaints() {
			t.Errorf("Telegram would have swallowed: %s", c)
		}
		if !w.unforeseen && strings.Contains(w.log.String(), "level=ERROR") {
			t.Errorf("the log has an error:\n%s", w.log)
		}
	})
	return w
}

// run starts the bot; a second call starts it anew on the same database.
func (w *world) run(change ...func(*bot.Config)) {
	w.Helper()
	if w.stop != nil {
		w.stop()
	}
	client, err := telegram.New(w.tg.Token(), telegram.Options{URL: w.tg.URL()})
	if err != nil {
		w.Fatal(err)
	}
	c := bot.Config{
		Store: w.store, Reader: reader.New(fetch.New(fetch.Options{AllowPrivate: true, Timeout: 5 * time.Second, MaxBytes: 1 << 20}), reader.Options{}),
		Summarizer: summarize.Extractive{}, Telegram: client, Name: "herald_bot", Now: now,
		Log: slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	for _, f := range change {
		f(&c)
	}
	w.bot = bot.New(c)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- client.Poll(ctx, w.bot.Handle) }()
	w.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			w.Errorf("poll: %v", err)
		}
		client.Close()
	})
}

// ctx ends what takes too long.
func (w *world) ctx() context.Context {
	ctx, cancel := context.WithTimeout(w.Context(), 20*time.Second)
	w.Cleanup(cancel)
	return ctx
}

// user adds a person who speaks a language and has opened the bot.
func (w *world) user(lang string) news.UserID {
	return news.UserID(w.tg.Reader(emulator.User{FirstName: "Reader", LanguageCode: lang}))
}

// private is the chat with a person.
func private(u news.UserID) news.ChatID { return news.ChatID(u) }

// says lets a person write, waits until the bot is done with it, and gives what
// it said since.
func (w *world) says(chat news.ChatID, user news.UserID, text string, how ...emulator.Saying) []emulator.Message {
	w.Helper()
	before := len(w.tg.Replies(chat))
	if w.tg.Write(chat, user, text, how...) == 0 {
		w.Fatalf("%d cannot write %q in %d", user, text, chat)
	}
	w.idle()
	return w.tg.Replies(chat)[before:]
}

// asks is says in the person's private chat where one answer is due.
func (w *world) asks(user news.UserID, text string, how ...emulator.Saying) emulator.Message {
	w.Helper()
	return w.one(w.says(private(user), user, text, how...))
}

func (w *world) one(said []emulator.Message) emulator.Message {
	w.Helper()
	if len(said) != 1 {
		w.Fatalf("%d answers, want one final message: %+v\nlog:\n%s", len(said), said, w.log)
	}
	return said[0]
}

func (w *world) idle() {
	w.Helper()
	if err := w.tg.AwaitIdle(w.ctx()); err != nil {
		w.Fatalf("the bot is not done: %v\nlog:\n%s", err, w.log)
	}
}

// presses presses the button with that word and gives the answer and what the
// message is then.
func (w *world) presses(user news.UserID, m emulator.Message, word string) (emulator.CallbackAnswer, emulator.Message) {
	w.Helper()
	button, ok := m.Button(word)
	if !ok {
		w.Fatalf("no button %q under %q: %v", word, m.Text, m.Keyboard)
	}
	answer, err := w.tg.Press(w.ctx(), m.Chat, user, m.ID, button.Data)
	if err != nil {
		w.Fatalf("press %q: %v\nlog:\n%s", word, err, w.log)
	}
	w.idle()
	after, _ := w.tg.Message(m.Chat, m.ID)
	return answer, after
}

// forges presses a button that is not there.
func (w *world) forges(user news.UserID, m emulator.Message, data string) emulator.CallbackAnswer {
	w.Helper()
	answer, err := w.tg.AwaitAnswer(w.ctx(), w.tg.Forge(m.Chat, user, m.ID, data))
	if err != nil {
		w.Fatalf("press %q: %v", data, err)
	}
	w.idle()
	return answer
}

func (w *world) holds(s string, words ...string) {
	w.Helper()
	for _, word := range words {
		if !strings.Contains(s, word) {
			w.Errorf("%q is not in:\n%s", word, s)
		}
	}
}

func (w *world) lacks(s string, words ...string) {
	w.Helper()
	for _, word := range words {
		if strings.Contains(s, word) {
			w.Errorf("%q is in:\n%s", word, s)
		}
	}
}

// feeds are the addresses that a chat's topic is subscribed to.
func (w *world) feeds(chat news.ChatID, thread news.ThreadID) []string {
	w.Helper()
	subs, err := w.store.Subscriptions(w.ctx(), chat, thread)
	if err != nil {
		w.Fatal(err)
	}
	all := []string{}
	for _, s := range subs {
		all = append(all, strings.TrimPrefix(s.Feed.URL, w.site.URL))
	}
	return all
}

// shows puts an article into a chat as the outbox does.
func (w *world) shows(chat news.ChatID, path string) emulator.Message {
	w.Helper()
	return w.pushes(chat, news.Article{
		URL: w.site.URL + path, Title: "The ferry sails again", Site: "Harbour Post", Lang: "en", Published: now().Add(-time.Hour),
		Lead: "The ferry to the islands sails again.", Body: ferry,
	})
}

func (w *world) chat(id news.ChatID) news.Chat {
	w.Helper()
	c, err := w.store.Chat(w.ctx(), id)
	if err != nil {
		w.Fatal(err)
	}
	return c
}

// logbook is a log that may be read while it is written.
type logbook struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// ferry is an article with three people's words in it.
const ferry = `The ferry to the islands sails again from Monday, the harbour company said on Friday, after a winter in which the pier was rebuilt from the ground.

"We have waited five months for this morning," said Maria Lund, the mayor of the island town of Vik. She had opposed the closure from the first day and asked the region twice for a replacement boat.

The new pier cost nine million euros, two million more than planned. The harbour company explains the difference with the price of steel and with a storm in January that tore away half of the scaffolding.

"The storm cost us three weeks and a great deal of sleep," said Jonas Berg, the head of the harbour company. He said that the timetable of last summer holds without changes, and that tickets cost what they cost before.

Fishermen reportedly plan to block the entrance on the first day, because the new pier leaves them two berths instead of six. Their association met on Thursday evening and will vote on Sunday.`

const ukrainian = `Міська рада Приморська ухвалила бюджет розвитку на наступний рік, повідомила у п’ятницю пресслужба ради. За документ проголосували тридцять два депутати із сорока.

«Ми вперше за п’ять років вкладаємо в дороги більше, ніж у ремонт будівель», — сказала міська голова Олена Ткачук. За її словами, першими відремонтують вулиці біля шкіл і лікарні.

Опозиція критикує документ. «У бюджеті немає жодної гривні на бібліотеки», — заявив депутат Андрій Бойко після засідання. Він додав, що подасть зміни вже у січні.`

const russian = `Городской музей откроет после ремонта главный зал в субботу, сообщила в пятницу его дирекция. Ремонт длился два года и обошёлся на треть дешевле, чем ожидали.

«Мы сохранили каждую доску старого пола», — сказала директор музея Ирина Соколова. По её словам, первую неделю вход будет свободным для всех.`

// site is what the tests read: feeds, pages, articles and misfortunes.
func site() http.Handler {
	mux := http.NewServeMux()
	serve := func(path, kind string, body func(base string) string) {
		mux.HandleFunc("GET "+path, func(rw http.ResponseWriter, r *http.Request) {
			rw.Header().Set("Content-Type", kind+"; charset=utf-8")
			_, _ = rw.Write([]byte(body("http://" + r.Host)))
		})
	}
	rss := func(title string, items int) func(string) string {
		return func(base string) string {
			var b strings.Builder
			fmt.Fprintf(&b, `<?xml version="1.0"?><rss version="2.0"><channel><title>%s</title><link>%s/</link><description>d</description>`, title, base)
			for i := range items {
				fmt.Fprintf(&b, `<item><title>%s headline %d</title><link>%s/news/%d</link><guid>%s-%d</guid><pubDate>%s</pubDate><description>About number %d.</description></item>`,
					title, items-i, base, items-i, title, items-i, now().Add(-time.Duration(i)*time.Hour).Format(time.RFC1123Z), items-i)
			}
			b.WriteString(`</channel></rss>`)
			return b.String()
		}
	}
	page := func(title, lang, body string) func(string) string {
		return func(string) string {
			return fmt.Sprintf(`<!doctype html><html lang="%s"><head><title>%s</title><meta property="og:site_name" content="Harbour Post"></head><body><nav><a href="/">Home</a></nav><article><h1>%s</h1><p>%s</p></article></body></html>`,
				lang, title, title, strings.ReplaceAll(body, "\n\n", "</p>\n<p>"))
		}
	}
	serve("/harbour.xml", "application/rss+xml", rss("Harbour Post", 4))
	serve("/sport.xml", "application/rss+xml", rss("Harbour Sport", 2))
	serve("/empty.xml", "application/rss+xml", rss("Quiet Post", 0))
	for i := range 20 {
		serve(fmt.Sprintf("/many/%d.xml", i), "application/rss+xml", rss(fmt.Sprintf("Feed %02d", i), 1))
	}
	serve("/one", "text/html", func(string) string {
		return `<html><head><title>One</title><link rel="alternate" type="application/rss+xml" href="/harbour.xml"></head><body>One feed</body></html>`
	})
	serve("/two", "text/html", func(string) string {
		return `<html><head><title>Two</title><link rel="alternate" type="application/rss+xml" title="News" href="/harbour.xml"><link rel="alternate" type="application/rss+xml" title="Sport" href="/sport.xml"></head><body>Two feeds</body></html>`
	})
	serve("/twins", "text/html", func(string) string {
		return `<html><head><title>Twins</title><link rel="alternate" type="application/rss+xml" href="/twin/a.xml"><link rel="alternate" type="application/rss+xml" href="/twin/b.xml"></head></html>`
	})
	serve("/twin/a.xml", "application/rss+xml", func(base string) string { return strings.ReplaceAll(rss("Twin", 2)(base), "/news/", "/a/") })
	serve("/twin/b.xml", "application/rss+xml", func(base string) string { return strings.ReplaceAll(rss("Twin", 3)(base), "/news/", "/b/") })
	serve("/ferry", "text/html", page("The ferry sails again", "en", ferry))
	serve("/budget", "text/html", page("Рада ухвалила бюджет", "uk", ukrainian))
	serve("/museum", "text/html", page("Музей откроет главный зал", "ru", russian))
	serve("/empty", "text/html", func(string) string { return `<html><head><title></title></head><body></body></html>` })
	serve("/login", "text/html", func(string) string {
		return `<html><head><title>Log in</title></head><body><form method="post" action="/login"><input name="user"><input type="password" name="password"><button>Log in</button></form></body></html>`
	})
	serve("/huge", "text/html", func(string) string {
		return "<html><body><p>" + strings.Repeat("Far too long. ", 200_000) + "</p></body></html>"
	})
	for path, code := range map[string]int{"/forbidden": 403, "/gone": 404, "/broken": 500} {
		mux.HandleFunc("GET "+path, func(rw http.ResponseWriter, _ *http.Request) { http.Error(rw, "no", code) })
	}
	mux.HandleFunc("GET /circle", func(rw http.ResponseWriter, r *http.Request) {
		http.Redirect(rw, r, "/circle?n="+r.URL.Query().Get("n")+"1", http.StatusFound)
	})
	return mux
}

// pushes puts an article into a chat as the outbox does.
func (w *world) pushes(chat news.ChatID, a news.Article, omitted ...int) emulator.Message {
	w.Helper()
	kind := news.Private
	if chat < 0 {
		kind = news.Supergroup
	}
	c, err := w.store.EnsureChat(w.ctx(), news.Chat{ID: chat, Kind: cmp.Or(w.kind(chat), kind)})
	if err != nil {
		w.Fatal(err)
	}
	stored, err := w.store.SaveArticle(w.ctx(), a)
	if err != nil {
		w.Fatal(err)
	}
	return w.sends(c, stored, append(omitted, 0)[0])
}

func (w *world) kind(chat news.ChatID) news.ChatKind {
	c, err := w.store.Chat(w.ctx(), chat)
	if err != nil {
		return ""
	}
	return c.Kind
}

// failing is a summarizer that cannot.
type failing struct{}

func (failing) Summarize(context.Context, summarize.Request) (news.Summary, error) {
	return news.Summary{}, errors.New("the cat bit the cable")
}
