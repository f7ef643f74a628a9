package demo_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf16"

	"github.com/go-telegram/bot/models"
	"go.uber.org/goleak"

	"herald/bot/telegram"
	"herald/demo"
	"herald/news"
)

// open starts a demo on free ports; its end is awaited when the test ends.
func open(t *testing.T) *demo.Demo {
	t.Helper()
	d, err := demo.New(t.Context(), demo.Options{Addr: "127.0.0.1:0", Every: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Errorf("Run: %v", err)
		}
		http.DefaultClient.CloseIdleConnections()
	})
	return d
}

func TestStopsCleanly(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	d, err := demo.New(t.Context(), demo.Options{Addr: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.Run(ctx) }()
	// An open page holds a stream of events: it must not hold up the end.
	res, err := http.Get(d.PageURL() + "api/events")
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	stop()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(5 * time.Second):
		t.Error("still running 5 s after its end was asked for")
	}
	http.DefaultClient.CloseIdleConnections()
}

func TestAddressThatIsTakenSaysWhatToDo(t *testing.T) {
	d := open(t)
	_, err := demo.New(t.Context(), demo.Options{Addr: strings.TrimSuffix(strings.TrimPrefix(d.PageURL(), "http://"), "/")})
	if err == nil || !strings.Contains(err.Error(), "--addr") {
		t.Errorf("error %v, want one that names --addr", err)
	}
}

func TestHintNamesThePageAndACommand(t *testing.T) {
	d := open(t)
	if hint := d.Hint(); !strings.Contains(hint, d.PageURL()) || !strings.Contains(hint, "/subscribe "+d.SiteURL()+"/en/") || strings.Contains(hint, "\n") {
		t.Errorf("hint %q", hint)
	}
	uk, err := demo.New(t.Context(), demo.Options{Addr: "127.0.0.1:0", Language: "uk"})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	defer func() { _ = uk.Run(ctx) }() // closes what New opened
	if hint := uk.Hint(); !strings.HasSuffix(hint, "/uk/") {
		t.Errorf("in Ukrainian the hint is %q", hint)
	}
}

// understudy is a bot that speaks every kind of message the page can show, in
// place of the real one, which cmd wires and tests.
type understudy struct {
	tg   *telegram.Client
	site string
	wg   sync.WaitGroup
}

func play(t *testing.T, d *demo.Demo) *understudy {
	t.Helper()
	client, err := telegram.New(d.Token(), telegram.Options{URL: d.APIURL()})
	if err != nil {
		t.Fatal(err)
	}
	u := &understudy{tg: client, site: d.SiteURL()}
	ctx, stop := context.WithCancel(context.Background())
	u.wg.Go(func() { _ = client.Poll(ctx, u.hear) })
	t.Cleanup(func() {
		stop()
		u.wg.Wait()
	})
	if err := client.SetCommands(t.Context(), "", []telegram.Command{
		{Name: "subscribe", Description: "get the news of a site"}, {Name: "summary", Description: "what an article says"},
		{Name: "quotes", Description: "who said what"}, {Name: "list", Description: "what this chat gets"}, {Name: "settings", Description: "choices of this chat"},
	}); err != nil {
		t.Fatal(err)
	}
	return u
}

func (u *understudy) hear(ctx context.Context, up *models.Update) {
	switch {
	case up.CallbackQuery != nil:
		u.pressed(ctx, up.CallbackQuery)
	case up.ChannelPost != nil:
		u.said(ctx, up.ChannelPost)
	case up.Message != nil:
		u.said(ctx, up.Message)
	}
}

func (u *understudy) said(ctx context.Context, m *models.Message) {
	to := telegram.Target{Chat: news.ChatID(m.Chat.ID)}
	text, argument, _ := strings.Cut(m.Text, " ")
	command, _, _ := strings.Cut(text, "@")
	switch {
	case m.Document != nil:
		u.send(ctx, to, telegram.Message{Text: "A document: " + m.Document.FileName, ReplyTo: news.MessageID(m.ID)})
	case command == "/start" && argument != "":
		u.send(ctx, to, telegram.Message{Text: "You came by the deep link " + argument + "."})
	case command == "/start":
		u.send(ctx, to, rich(telegram.Message{Text: "Hello! I bring you the news.\nSend /subscribe and an address. <script>alert(1)</script>"}, "bold", "Hello!"))
	case command == "/subscribe":
		_ = u.tg.Typing(ctx, to)
		u.send(ctx, to, rich(telegram.Message{
			Text:    "Subscribed to Three Rivers Courier.\nThe latest there:\n• Library bees\n• Corran Bridge closed",
			Preview: telegram.Preview{None: true}, Keyboard: [][]telegram.Button{{{Text: "Undo", Data: "undo"}}},
			ReplyTo: news.MessageID(m.ID),
		}, "bold", "Three Rivers Courier"))
		u.send(ctx, to, u.folded())
	case command == "/write":
		_ = u.tg.Draft(ctx, to, int64(m.ID), rich(telegram.Message{Text: "The bridge will be"}, "bold", "bridge"))
	case command == "/written":
		u.send(ctx, to, rich(telegram.Message{Text: "The bridge will be closed."}, "bold", "bridge"))
	case command == "/alert":
		u.send(ctx, to, telegram.Message{Text: "Press it.", Keyboard: [][]telegram.Button{{{Text: "Alert", Data: "alert"}, {Text: "Copy", Copy: "copied words"}}, {{Text: "Deep link", URL: "https://t.me/herald_bot?start=a_42"}}}})
	default:
		u.send(ctx, to, telegram.Message{Text: fmt.Sprintf("I heard %d letters.", len([]rune(m.Text))), ReplyTo: news.MessageID(m.ID)})
	}
}

func (u *understudy) pressed(ctx context.Context, q *models.CallbackQuery) {
	shown := q.Message.Message
	if shown == nil {
		return
	}
	chat, id := news.ChatID(shown.Chat.ID), news.MessageID(shown.ID)
	switch q.Data {
	case "alert":
		_ = u.tg.Answer(ctx, q.ID, "Read this carefully.", true)
	case "undo":
		_ = u.tg.Answer(ctx, q.ID, "Undone.", false)
	case "summary":
		_ = u.tg.Answer(ctx, q.ID, "", false)
		_ = u.tg.Edit(ctx, chat, id, u.article("blockquote", summaryText, "fold", "quotes"))
	case "quotes":
		_ = u.tg.Answer(ctx, q.ID, "", false)
		_ = u.tg.Edit(ctx, chat, id, u.article("expandable_blockquote", quotesText, "summary", "fold"))
	default:
		_ = u.tg.Answer(ctx, q.ID, "", false)
		_ = u.tg.Edit(ctx, chat, id, u.folded())
	}
}

const (
	leadText    = "The bridge that carries eleven thousand cars a day over the river Corran was closed at noon on Tuesday."
	summaryText = "The bridge that carries eleven thousand cars a day over the river Corran was closed at noon on Tuesday and will stay closed for at least a month. The closure comes four days after the regional radio station published a memo from the firm that maintains the bridge."
	quotesText  = "“The bridge is not about to fall down. But I would not drive my daughter over it, so I am not going to ask anybody else to.”\n— Victor Amankwah, the county’s chief engineer\n\n“We take every report seriously and are cooperating fully with the county.”\n— Halden & Rowe\n\n“That is the part that keeps me awake, because a crack does not read budgets.”\n— Victor Amankwah"
)

func (u *understudy) folded() telegram.Message { return u.article("", leadText, "summary", "quotes") }

// article is a pushed article with a body of that kind of quotation.
func (u *understudy) article(kind, body, summary, quotes string) telegram.Message {
	title, url := "Corran Bridge closed for a month as a leaked memo raises questions", u.site+"/en/news/corran-bridge"
	at := time.Date(2026, 11, 23, 17, 6, 0, 0, time.UTC)
	when := "23 November 2026, 17:06 UTC"
	m := telegram.Message{
		Text:     title + "\nThree Rivers Courier · " + when + " · 2 min\n\n" + body,
		Preview:  telegram.Preview{URL: url, Large: true},
		Keyboard: [][]telegram.Button{{{Text: "Summary", Data: summary}, {Text: "Quotes", Data: quotes}, {Text: "Open", URL: url}}},
	}
	m = rich(m, "bold", title)
	m.Entities = append(m.Entities, telegram.Entity{Type: "text_link", Offset: 0, Length: units(title), URL: url})
	m = rich(m, "italic", "Three Rivers Courier")
	m = rich(m, "date_time", when)
	m.Entities[len(m.Entities)-1].Unix, m.Entities[len(m.Entities)-1].Format = at.Unix(), "Dt"
	if kind != "" {
		m = rich(m, kind, body)
	}
	return m
}

func (u *understudy) send(ctx context.Context, to telegram.Target, m telegram.Message) {
	if _, err := u.tg.Send(ctx, to, m); err != nil && ctx.Err() == nil {
		panic(err) // the page's test would only wait for what never comes
	}
}

// rich marks the first place of words in the text.
func rich(m telegram.Message, kind, words string) telegram.Message {
	at := strings.Index(m.Text, words)
	m.Entities = append(m.Entities, telegram.Entity{Type: kind, Offset: units(m.Text[:at]), Length: units(words)})
	return m
}

func units(s string) int { return len(utf16.Encode([]rune(s))) }
