package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"herald/bot/telegram/emulator"
	"herald/demo/site"
	"herald/news"
	"herald/storage/storagetest"
)

// The river from its spring to its mouth: the program itself as a process of
// its own, the Bot API emulator, the sample newspaper, a SQLite file.

// river is the world around one herald.
type river struct {
	testing.TB
	ctx   context.Context
	tg    *emulator.Server
	paper *httptest.Server
	env   []string
	log   *transcript

	mu  sync.Mutex
	now time.Time
}

// edition is the time between two articles of the paper; tests move its clock.
const edition = time.Minute

func newRiver(t testing.TB, settings ...string) *river {
	t.Helper()
	return newRiverFor(t, time.Minute, emulator.Options{}, settings...)
}

// newRiverFor is newRiver for a test that may take so long, with a Telegram
// of its own.
func newRiverFor(t testing.TB, long time.Duration, o emulator.Options, settings ...string) *river {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), long)
	t.Cleanup(cancel)
	start := time.Now().Add(-time.Hour)
	r := &river{TB: t, ctx: ctx, now: start, log: &transcript{}, tg: emulator.New(o)}
	r.tg.Start()
	t.Cleanup(r.tg.Close)
	paper, err := site.New(site.Options{Every: edition, Start: start, Now: r.clock})
	if err != nil {
		t.Fatal(err)
	}
	r.paper = httptest.NewServer(paper)
	t.Cleanup(r.paper.Close)
	for _, e := range os.Environ() {
		if !strings.HasPrefix(e, "HERALD_") && !strings.HasPrefix(e, "TELEGRAM_") && !strings.HasPrefix(e, "OPENAI_") {
			r.env = append(r.env, e)
		}
	}
	r.env = append(r.env, asHerald+"=1", "TELEGRAM_BOT_TOKEN="+r.tg.Token(), "TELEGRAM_API_URL="+r.tg.URL(),
		"HERALD_DATABASE="+storagetest.Database(t), "HERALD_POLL_INTERVAL=1s", "HERALD_ALLOW_PRIVATE_ADDRESSES=true", "HERALD_LOG=debug")
	r.env = append(r.env, settings...)
	return r
}

func (r *river) clock() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

// publish lets n more articles appear.
func (r *river) publish(n int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = r.now.Add(time.Duration(n) * edition)
}

// herald starts the program. It is killed at the latest when the test ends.
func (r *river) herald() *exec.Cmd { return r.start(r.log) }

// start is herald with a log and settings of its own.
func (r *river) start(log io.Writer, settings ...string) *exec.Cmd {
	r.Helper()
	cmd := exec.Command(os.Args[0], "run")
	cmd.Env, cmd.Dir, cmd.Stdout, cmd.Stderr = append(slices.Clone(r.env), settings...), r.TempDir(), log, log
	if err := cmd.Start(); err != nil {
		r.Fatal(err)
	}
	r.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if r.Failed() {
			r.Logf("herald said:\n%s", r.log)
		}
	})
	return cmd
}

// await fails the test when the condition does not come true.
func (r *river) await(what string, condition func() bool) {
	r.Helper()
	if err := r.tg.Await(r.ctx, condition); err != nil {
		r.Fatalf("%s: %v", what, err)
	}
}

// answer is what the bot says in a chat that holds the words.
func (r *river) answer(chat news.ChatID, words string) emulator.Message {
	r.Helper()
	m, err := r.tg.AwaitMessage(r.ctx, chat, func(m emulator.Message) bool { return m.Bot && strings.Contains(m.Text, words) })
	if err != nil {
		r.Fatalf("nothing with %q in chat %d: %v\n%+v", words, chat, err, r.tg.Messages(chat))
	}
	return m
}

// pushes are the articles in a chat: messages with buttons that were not asked for.
func (r *river) pushes(chat news.ChatID) []emulator.Message {
	var all []emulator.Message
	for _, m := range r.tg.Replies(chat) {
		if _, ok := m.Button("Summary"); ok {
			all = append(all, m)
		}
	}
	return all
}

func TestANewArticleReachesTheChatOnceAndTheButtonsWork(t *testing.T) {
	r := newRiver(t, "HERALD_SEND_RATE=0")
	ann := r.tg.AddUser(emulator.User{FirstName: "Ann", LanguageCode: "en"})
	chat := news.ChatID(ann)
	herald := r.herald()

	r.tg.Write(chat, ann, "/subscribe "+r.paper.URL+site.FeedPath("en"))
	reply := r.answer(chat, "Three Rivers")
	if n := len(r.tg.Replies(chat)); n != 1 {
		t.Errorf("one command, one message: got %d", n)
	}
	if len(r.pushes(chat)) != 0 {
		t.Error("something old was pushed")
	}

	r.publish(3) // one in each language
	r.await("the article arrives", func() bool { return len(r.pushes(chat)) == 1 })
	push := r.pushes(chat)[0]
	title, _, _ := strings.Cut(push.Text, "\n")
	if strings.Contains(reply.Text, title) {
		t.Errorf("%q was there when the chat subscribed", title)
	}
	for _, button := range []string{"Summary", "Quotes", "Open"} {
		if _, ok := push.Button(button); !ok {
			t.Errorf("no button %q", button)
		}
	}

	press := func(words string) emulator.Message {
		t.Helper()
		now, _ := r.tg.Message(chat, push.ID)
		b, ok := now.Button(words)
		if !ok {
			t.Fatalf("no button %q on %q", words, now.Text)
		}
		if _, err := r.tg.Press(r.ctx, chat, ann, push.ID, b.Data); err != nil {
			t.Fatalf("press %s: %v", words, err)
		}
		r.await(words+" shows its effect", func() bool { m, _ := r.tg.Message(chat, push.ID); return m.Text != now.Text })
		m, _ := r.tg.Message(chat, push.ID)
		return m
	}
	if m := press("Summary"); !strings.HasPrefix(m.Text, title) {
		t.Errorf("the summary unfolds inside the message, got %q", m.Text)
	}
	if m := press("Quotes"); !strings.Contains(m.Text, "—") {
		t.Errorf("the quotes have no speaker: %q", m.Text)
	}
	if m := press("Quotes"); m.Text != push.Text {
		t.Errorf("a second press folds the message again: %q, at first %q", m.Text, push.Text)
	}

	r.tg.Write(chat, ann, "/summary")
	r.await("the chat's latest article is summarized", func() bool { return len(r.tg.Replies(chat)) == 3 })

	if err := herald.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := herald.Wait(); err != nil {
		t.Errorf("an interrupt is a clean stop: %v", err)
	}
	r.herald()
	r.publish(3)
	r.await("after the restart the next article arrives", func() bool { return len(r.pushes(chat)) >= 2+1 })
	for _, c := range r.tg.Complaints() {
		t.Error("Telegram would have swallowed:", c)
	}
	r.keepsItsSecrets()
}

func TestARestartInTheMiddleOfABroadcastLosesNone(t *testing.T) {
	const readers = 200
	r := newRiver(t, "HERALD_SEND_RATE=100")
	herald := r.herald()
	chats := make([]news.ChatID, readers)
	for i := range chats {
		u := r.tg.AddUser(emulator.User{FirstName: fmt.Sprint("Reader ", i), LanguageCode: "en"})
		chats[i] = news.ChatID(u)
		r.tg.Write(chats[i], u, "/subscribe "+r.paper.URL+site.FeedPath("en"))
	}
	for _, c := range chats {
		r.answer(c, "Three Rivers")
	}
	reached := func() (n int) {
		for _, c := range chats {
			if len(r.pushes(c)) > 0 {
				n++
			}
		}
		return n
	}
	r.publish(6) // two English articles: the order shows
	r.await("the broadcast is under way", func() bool { return reached() >= readers/4 })
	if err := herald.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = herald.Wait()
	before := reached()
	t.Logf("killed when %d of %d chats had an article", before, readers)

	r.herald()
	titles := map[string]bool{}
	complete := func() bool {
		for _, c := range chats {
			seen := map[string]bool{}
			for _, m := range r.pushes(c) {
				title, _, _ := strings.Cut(m.Text, "\n")
				seen[title], titles[title] = true, true
			}
			if len(seen) < 2 {
				return false
			}
		}
		return true
	}
	r.await("every chat has both articles", complete)
	if len(titles) != 2 {
		t.Errorf("two articles were published, the chats have %d", len(titles))
	}
	repeated := 0
	for _, c := range chats {
		var order []string
		for _, m := range r.pushes(c) {
			title, _, _ := strings.Cut(m.Text, "\n")
			if len(order) == 0 || order[len(order)-1] != title {
				order = append(order, title)
			} else {
				repeated++
			}
		}
		if len(order) != 2 {
			t.Errorf("chat %d got the articles out of order: %q", c, order)
		}
	}
	t.Logf("%d messages were repeated", repeated)
	r.keepsItsSecrets()
}

func TestARefusedTokenIsOneSentence(t *testing.T) {
	r := newRiver(t)
	r.env = append(r.env, "TELEGRAM_BOT_TOKEN=1:not-the-token")
	err := r.herald().Wait()
	if code := exitCode(err); code != 1 || !strings.Contains(r.log.String(), "check TELEGRAM_BOT_TOKEN") {
		t.Errorf("exit status %d, %q", code, r.log)
	}
	if strings.Contains(r.log.String(), "not-the-token") {
		t.Error("the log shows the token")
	}
}

// keepsItsSecrets looks for the token and for stack traces in all that was said.
func (r *river) keepsItsSecrets() {
	r.Helper()
	_, secret, _ := strings.Cut(r.tg.Token(), ":")
	if said := r.log.String(); strings.Contains(said, secret) || strings.Contains(said, "goroutine ") {
		r.Errorf("the log shows the token or a stack trace:\n%s", said)
	}
}

func exitCode(err error) int {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	return 0
}

// transcript collects what processes say.
type transcript struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (t *transcript) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.buf.Write(b)
}

func (t *transcript) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.buf.String()
}

func TestASecondCopyOnTheSameFileIsRefused(t *testing.T) {
	r := newRiver(t, "HERALD_DATABASE="+filepath.Join(t.TempDir(), "herald.db"))
	first := r.herald()
	ann := r.tg.AddUser(emulator.User{FirstName: "Ann", LanguageCode: "en"})
	r.tg.Write(news.ChatID(ann), ann, "/help")
	r.answer(news.ChatID(ann), "/subscribe")
	second := r.herald()
	if code := exitCode(second.Wait()); code != 1 || !strings.Contains(r.log.String(), "another herald runs on this database; stop that one first") {
		t.Errorf("exit status %d, %q", code, r.log)
	}
	if err := first.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = first.Wait()
	r.herald()
	r.tg.Write(news.ChatID(ann), ann, "/list")
	r.await("the next one takes over from the killed one", func() bool { return len(r.tg.Replies(news.ChatID(ann))) >= 2 })
}
