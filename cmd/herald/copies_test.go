package main

import (
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"herald/bot/telegram/emulator"
	"herald/demo/site"
	"herald/news"
	"herald/storage"
	"herald/storage/storagetest"
)

var kills = flag.Int("kills", 2, "how often a copy of herald is killed")

// Several copies of the program on one PostgreSQL.

// instance is one copy.
type instance struct {
	*exec.Cmd
	log *transcript
}

// copies is a river on which many may sail; its database has a password, which
// nobody may see.
func copies(t *testing.T, settings ...string) *river {
	t.Helper()
	server := storagetest.Schema(t, storagetest.Postgres(t), "herald")
	r := newRiverFor(t, time.Minute+time.Duration(*kills)*10*time.Second, emulator.Options{}, append([]string{"HERALD_DATABASE=" + strings.Replace(server, "herald@", "herald:"+databasePassword+"@", 1)}, settings...)...)
	t.Cleanup(func() {
		if strings.Contains(r.log.String(), databasePassword) {
			t.Error("the log shows the database's password")
		}
	})
	return r
}

const databasePassword = "open-sesame"

func (r *river) copy(settings ...string) *instance {
	r.Helper()
	c := &instance{log: &transcript{}}
	c.Cmd = r.start(io.MultiWriter(r.log, c.log), settings...)
	return c
}

// has says that the copy was given a role. While it lives it keeps it.
func (c *instance) has(role string) bool {
	return strings.Contains(c.log.String(), "this copy has the role now\" role="+role)
}

func (c *instance) kill(t *testing.T) {
	t.Helper()
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = c.Wait()
}

// until waits for what the emulator does not know of.
func (r *river) until(what string, condition func() bool) {
	r.Helper()
	for !condition() {
		select {
		case <-r.ctx.Done():
			r.Fatalf("%s: %v", what, r.ctx.Err())
		case <-time.After(time.Millisecond):
		}
	}
}

func TestCopiesShareTheWorkByPollingOrByWebhook(t *testing.T) {
	t.Parallel() // mostly it waits for its processes
	for _, way := range []string{"polling", "webhook"} {
		t.Run(way, func(t *testing.T) {
			r := copies(t, "HERALD_SEND_RATE=0")
			var all []*instance
			if way == "polling" {
				all = []*instance{r.copy(), r.copy()}
			} else {
				all = r.behindWebhook(2)
			}
			ann := r.tg.AddUser(emulator.User{FirstName: "Ann", LanguageCode: "en"})
			chat := news.ChatID(ann)
			r.tg.Write(chat, ann, "/subscribe "+r.paper.URL+site.FeedPath("en"))
			r.answer(chat, "Three Rivers")
			r.publish(3)
			r.await("the article arrives", func() bool { return len(r.pushes(chat)) == 1 })
			push := r.pushes(chat)[0]
			for _, word := range []string{"Summary", "Quotes"} {
				now, _ := r.tg.Message(chat, push.ID)
				b, ok := now.Button(word)
				if !ok {
					t.Fatalf("no button %q on %q", word, now.Text)
				}
				if _, err := r.tg.Press(r.ctx, chat, ann, push.ID, b.Data); err != nil {
					t.Fatal(err)
				}
				r.await(word+" shows its effect", func() bool { m, _ := r.tg.Message(chat, push.ID); return m.Text != now.Text })
			}

			// Many people at once: each is answered once, in order, whoever handles it.
			const people, words = 20, 5
			var chats []news.ChatID
			for n := range people {
				u := r.tg.AddUser(emulator.User{FirstName: fmt.Sprint("Reader ", n), LanguageCode: "en"})
				chats = append(chats, news.ChatID(u))
				for k := range words {
					r.tg.Write(news.ChatID(u), u, fmt.Sprintf("/unsubscribe https://nowhere.example/%d", k))
				}
			}
			for _, c := range chats {
				r.await("all are answered", func() bool { return len(r.tg.Replies(c)) == words })
				for k, m := range r.tg.Replies(c) {
					if !strings.Contains(m.Text, fmt.Sprintf("nowhere.example/%d", k)) {
						t.Errorf("chat %d: answer %d is %q", c, k, m.Text)
					}
				}
			}

			// The one that sends dies; the other answers and delivers.
			dead := all[0]
			if !dead.has("send") {
				dead = all[1]
			}
			dead.kill(t)
			before := len(r.tg.Replies(chat))
			r.tg.Write(chat, ann, "/list")
			r.await("the other one answers", func() bool { return len(r.tg.Replies(chat)) == before+1 })
			r.publish(3)
			r.await("the other one delivers", func() bool { return len(r.pushes(chat)) >= 2 })
			r.keepsItsSecrets()
		})
	}
}

// behindWebhook starts copies that are pushed their updates in turn, and tries
// their doors.
func (r *river) behindWebhook(n int) []*instance {
	r.Helper()
	const secret = "only-telegram-knows"
	var doors []*httputil.ReverseProxy
	var next atomic.Int64
	balancer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		doors[int(next.Add(1))%len(doors)].ServeHTTP(w, req)
	}))
	r.Cleanup(balancer.Close)
	var all []*instance
	for range n {
		address := r.freeAddress()
		u, err := url.Parse("http://" + address)
		if err != nil {
			r.Fatal(err)
		}
		door := httputil.NewSingleHostReverseProxy(u)
		door.ErrorLog, door.ErrorHandler = nil, func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) }
		doors = append(doors, door)
		all = append(all, r.copy("TELEGRAM_WEBHOOK_URL="+balancer.URL+"/telegram", "TELEGRAM_WEBHOOK_SECRET="+secret, "HERALD_LISTEN="+address))
		r.until("the copy listens", func() bool {
			resp, err := http.Get(u.String() + healthPath)
			if err != nil {
				return false
			}
			resp.Body.Close()
			return resp.StatusCode == http.StatusOK
		})
		for presented, want := range map[string]int{"": 401, "wrong": 401, secret: 400} {
			req, err := http.NewRequestWithContext(r.ctx, http.MethodPost, u.String()+"/telegram", strings.NewReader("no update"))
			if err != nil {
				r.Fatal(err)
			}
			req.Header.Set("X-Telegram-Bot-Api-Secret-Token", presented)
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				r.Fatal(err)
			}
			resp.Body.Close()
			if resp.StatusCode != want {
				r.Errorf("with the secret %q the webhook says %s, want %d", presented, resp.Status, want)
			}
		}
	}
	r.Cleanup(func() {
		if strings.Contains(r.log.String(), secret) {
			r.Error("the log shows the webhook's secret")
		}
	})
	return all
}

func (r *river) freeAddress() string {
	r.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		r.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// Two copies deliver broadcasts to 200 chats; whichever sends is killed, again
// and again, and another one started.
func TestCopiesThatAreKilledLoseNothingAndKeepTheOrder(t *testing.T) {
	t.Parallel() // mostly it waits for its processes
	const readers = 200
	r := copies(t, "HERALD_SEND_RATE=200")
	portion := min(10, *kills) // stories that are published together
	wire := &newswire{}
	feed := httptest.NewServer(wire)
	defer feed.Close()
	stories := 2 + (*kills+portion-1)/portion*portion
	chats := make([]news.ChatID, readers)
	all := []*instance{r.copy(), r.copy()}
	for i := range chats {
		u := r.tg.AddUser(emulator.User{FirstName: fmt.Sprint("Reader ", i), LanguageCode: "en"})
		chats[i] = news.ChatID(u)
		r.tg.Write(chats[i], u, "/subscribe "+feed.URL)
	}
	for _, c := range chats {
		r.answer(c, "Harbour Wire")
	}
	begun := r.tg.Stats().Messages
	var takeovers []time.Duration
	for k := range *kills {
		if k%portion == 0 {
			wire.stories.Add(int64(portion))
		}
		half := begun + k*readers + readers/2
		r.await("the broadcast is under way", func() bool { return r.tg.Stats().Messages >= half })
		var sender, other *instance
		r.until("somebody sends", func() bool {
			for i, c := range all {
				if c.has("send") {
					sender, other = c, all[1-i]
				}
			}
			return sender != nil
		})
		died := time.Now()
		sender.kill(t)
		r.until("the other takes over", func() bool { return other.has("send") })
		takeovers = append(takeovers, time.Since(died))
		all = []*instance{other, r.copy()}
	}
	wire.stories.Add(2)
	complete := func() bool {
		for _, c := range chats {
			if len(distinct(r.pushes(c))) < stories {
				return false
			}
		}
		return true
	}
	r.await("every chat has every article", complete)
	r.finish(all)

	var order []string
	repeated, most := 0, 0
	for _, c := range chats {
		got := distinct(r.pushes(c))
		if order == nil {
			order = got
		}
		if strings.Join(got, "|") != strings.Join(order, "|") || len(got) != stories {
			t.Errorf("chat %d got %q, another %q", c, got, order)
		}
		extra := len(r.pushes(c)) - len(got)
		repeated, most = repeated+extra, max(most, extra)
	}
	longest := time.Duration(0)
	for _, d := range takeovers {
		longest = max(longest, d)
	}
	t.Logf("%d messages, %d kills, 0 lost, %d repeated (%d in one chat at most); the longest take-over %s", readers*stories, *kills, repeated, most, longest.Round(time.Millisecond))
	if repeated > *kills*outboxPlaces || most > *kills {
		t.Errorf("%d repetitions, %d in one chat: more than were on their way in %d kills", repeated, most, *kills)
	}
	r.keepsItsSecrets()
}

// newswire is a feed that never says the same twice, which the sample
// newspaper does after a while.
type newswire struct{ stories atomic.Int64 }

func (n *newswire) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/" {
		http.NotFound(w, r) // then the feed's own words stand in
		return
	}
	w.Header().Set("Content-Type", "application/rss+xml")
	fmt.Fprint(w, `<rss version="2.0"><channel><title>Harbour Wire</title><link>http://wire.example/</link><description>d</description>`)
	for k := n.stories.Load(); k > 0; k-- {
		fmt.Fprintf(w, `<item><title>Ship number %[1]d is in</title><link>http://%[2]s/ship/%[1]d</link><guid>ship-%[1]d</guid><description>Ship number %[1]d made fast at pier %[1]d this morning.</description></item>`, k, r.Host)
	}
	fmt.Fprint(w, `</channel></rss>`)
}

// outboxPlaces is how many messages a copy has on their way at most.
const outboxPlaces = 64

// finish stops all copies in good order and looks at what they leave.
func (r *river) finish(all []*instance) {
	r.Helper()
	for _, c := range all {
		r.until("the copy runs", func() bool { return strings.Contains(c.log.String(), "herald runs") }) // it may have been started just now
		if err := c.Process.Signal(os.Interrupt); err != nil {
			r.Fatal(err)
		}
		if err := c.Wait(); err != nil {
			r.Errorf("an interrupt is a clean stop: %v\n%s", err, c.log)
		}
	}
	s, err := storage.Open(r.ctx, r.setting("HERALD_DATABASE"))
	if err != nil {
		r.Fatal(err)
	}
	defer s.Close()
	if err := s.Check(r.ctx); err != nil {
		r.Error(err)
	}
	if n, err := s.Queue(r.ctx); err != nil || n != 0 {
		r.Errorf("%d deliveries wait in the end: %v", n, err)
	}
}

func (r *river) setting(name string) (value string) {
	for _, e := range r.env {
		if v, ok := strings.CutPrefix(e, name+"="); ok {
			value = v
		}
	}
	return value
}

// distinct are the titles of articles without those repeated at once.
func distinct(pushes []emulator.Message) (titles []string) {
	for _, m := range pushes {
		title, _, _ := strings.Cut(m.Text, "\n")
		if len(titles) == 0 || titles[len(titles)-1] != title {
			titles = append(titles, title)
		}
	}
	return titles
}

// A single copy on SQLite, too, may be pushed its updates.
func TestAWebhookIsSetUsedChecked(t *testing.T) {
	t.Parallel() // mostly it waits for its processes
	r := newRiver(t, "HERALD_DATABASE="+filepath.Join(t.TempDir(), "herald.db"))
	address := r.freeAddress()
	r.env = append(r.env, "TELEGRAM_WEBHOOK_URL=http://"+address, "TELEGRAM_WEBHOOK_SECRET=only-telegram-knows", "HERALD_LISTEN="+address)
	check := func(want string) {
		t.Helper()
		if said, status := r.verb("check"); !strings.Contains(said, want) || strings.Contains(said, "only-telegram-knows") {
			t.Errorf("status %d, no %q: %s", status, want, said)
		}
	}
	check("ok     webhook   not set at Telegram yet; herald run sets it")
	herald := r.herald()
	ann := r.tg.AddUser(emulator.User{FirstName: "Ann", LanguageCode: "en"})
	chat := news.ChatID(ann)
	r.tg.Write(chat, ann, "/subscribe "+r.paper.URL+site.FeedPath("en"))
	r.answer(chat, "Three Rivers")
	r.publish(3)
	r.await("the article arrives", func() bool { return len(r.pushes(chat)) == 1 })
	check("ok     webhook   Telegram pushes to 127.0.0.1")

	if err := herald.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := herald.Wait(); err != nil {
		t.Errorf("an interrupt is a clean stop: %v", err)
	}
	r.tg.Write(chat, ann, "/list") // while it is away
	r.await("Telegram complains", func() bool {
		said, _ := r.verb("check")
		return strings.Contains(said, "fault  webhook   Telegram cannot push")
	})
	before := len(r.tg.Replies(chat))
	r.herald()
	r.await("what was said meanwhile is answered", func() bool { return len(r.tg.Replies(chat)) == before+1 })
	r.keepsItsSecrets()
}
