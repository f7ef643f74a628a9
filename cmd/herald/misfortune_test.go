package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"herald/bot/telegram/emulator"
	"herald/news"
)

// What befalls a bot that runs: another one with its token, a token that is
// taken back, a database that somebody deletes, feeds that mean ill.

// subscribed is a person who gets a bulletin.
func (r *river) subscribed(site *bulletin) news.ChatID {
	r.Helper()
	u := r.tg.AddUser(emulator.User{FirstName: "Ann", LanguageCode: "en"})
	r.tg.Write(news.ChatID(u), u, "/subscribe "+site.URL+"/feed")
	r.answer(news.ChatID(u), "Subscribed")
	return news.ChatID(u)
}

func TestAnotherPollerIsNamedAndWaitedOutWhileDeliveriesGoOn(t *testing.T) {
	r := newRiver(t, "HERALD_SEND_RATE=0")
	site := newBulletin(t)
	r.herald()
	ann := r.subscribed(site)
	if err := r.tg.AwaitIdle(r.ctx); err != nil {
		t.Fatal(err)
	}
	remove := r.tg.Fault(emulator.Fault{Method: "getUpdates", Code: 409})
	begun := time.Now()
	r.tg.Write(ann, news.UserID(ann), "/list") // ends the poll that waits
	site.with(func() { site.stories = []story{{"Crew of five saved", saved("five")}} })
	r.answer(ann, "Crew of five saved")
	r.await("herald asks again", func() bool {
		n := 0
		for _, q := range r.tg.Log("getUpdates") {
			if q.At.After(begun) && q.Code == 409 {
				n++
			}
		}
		if n > 2+int(time.Since(begun)/(4*time.Second)) {
			t.Fatalf("%d polls in %s: each ousts the other one", n, time.Since(begun))
		}
		return n >= 1
	})
	remove()
	r.tg.Write(ann, news.UserID(ann), "/help")
	r.answer(ann, "What I can do")
	r.await("the log names it", func() bool {
		return strings.Contains(r.log.String(), "another program polls with this token; stop one of the two")
	})
}

func TestATokenThatIsTakenBackStopsHeraldWithASentence(t *testing.T) {
	r := newRiver(t, "HERALD_SEND_RATE=0")
	site := newBulletin(t)
	herald := r.herald()
	ann := r.subscribed(site)
	remove := r.tg.Fault(emulator.Fault{Code: 401})
	site.with(func() { site.stories = []story{{"Crew of five saved", saved("five")}} })
	if code := exitCode(herald.Wait()); code != 1 || !strings.Contains(r.log.String(), "telegram refuses the token; check TELEGRAM_BOT_TOKEN") {
		t.Errorf("exit status %d", code)
	}
	remove()
	r.herald()
	r.answer(ann, "Crew of five saved")
}

func TestADatabaseDeletedUnderTheBotIsSavedAndTheNextStartGoesOn(t *testing.T) {
	r := newRiver(t, "HERALD_SEND_RATE=0")
	if strings.Contains(r.database(), "://") {
		t.Skip("only a file can be deleted")
	}
	site := newBulletin(t)
	herald := r.herald()
	ann := r.subscribed(site)
	if err := os.Remove(r.database()); err != nil {
		t.Fatal(err)
	}
	if code := exitCode(herald.Wait()); code != 1 || !strings.Contains(r.log.String(), "all that it held was saved as "+r.database()) {
		t.Fatalf("exit status %d: %s", code, r.log)
	}
	r.herald()
	site.with(func() { site.stories = []story{{"Crew of five saved", saved("five")}} })
	r.answer(ann, "Crew of five saved")
}

// database is the file that herald runs on.
func (r *river) database() string {
	for _, e := range r.env {
		if path, ok := strings.CutPrefix(e, "HERALD_DATABASE="); ok {
			return path
		}
	}
	r.Fatal("no database")
	return ""
}

func TestFeedsThatMeanIllHoldUpNobody(t *testing.T) {
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	for range 200 {
		_, _ = z.Write(make([]byte, 1<<20))
	}
	_ = z.Close()
	garbage := make([]byte, 5<<20)
	for i := range garbage {
		garbage[i] = byte(rand.Uint32())
	}
	rss := func(items string) string {
		return `<?xml version="1.0"?><rss version="2.0"><channel><title>x</title>` + items + `</channel></rss>`
	}
	item := func(n int, title string) string {
		return fmt.Sprintf(`<item><title>%s</title><guid>ill-%d</guid><description>%[1]s</description></item>`, title, n)
	}
	many := ""
	for n := range 20_000 {
		many += item(n, "x")
	}
	entities := `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">`
	for c := 'b'; c < 'k'; c++ {
		entities += fmt.Sprintf(`<!ENTITY %c "%s">`, c, strings.Repeat(fmt.Sprintf("&%c;", c-1), 10))
	}
	says := func(s string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/rss+xml")
			_, _ = w.Write([]byte(s))
		}
	}
	ill := map[string]http.HandlerFunc{
		"noise":              says(string(garbage)),
		"a bomb of entities": says(entities + `]><rss version="2.0"><channel><title>&j;</title>` + item(1, "&j;") + `</channel></rss>`),
		"a deep nest":        says(rss(strings.Repeat("<item>", 200_000))),
		"twenty thousand":    says(rss(many)),
		"a title of 4 MB":    says(rss(item(1, strings.Repeat("long ", 800_000)))),
		"NULs and halves":    says(rss(item(1, "a\x00b\xff\xfe\ud7ff & < \x1b[31m"))),
		"nothing":            says(""),
		"a page":             says("<html><body>" + strings.Repeat("<div>", 10_000)),
		"a circle":           func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) },
		"a bomb of zeros": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(bomb.Bytes())
		},
		"no end": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/rss+xml")
			for r.Context().Err() == nil {
				if _, err := w.Write(garbage[:1<<16]); err != nil {
					return
				}
			}
		},
		"silence": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"a cut answer": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "4000")
			_, _ = w.Write([]byte("<rss>"))
		},
		"an error that goes on": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500); _, _ = w.Write(garbage) },
	}
	r := newRiver(t, "HERALD_SEND_RATE=0")
	herald := r.herald()
	good := newBulletin(t)
	ann := r.subscribed(good)
	u := r.tg.AddUser(emulator.User{FirstName: "Eve", LanguageCode: "en"})
	asked := make(chan string, 1000)
	for name, answer := range ill {
		site := newBulletin(t)
		r.tg.Write(news.ChatID(u), u, "/subscribe "+site.URL+"/feed")
		r.await(name+" is subscribed to", func() bool { return strings.Contains(fmt.Sprint(r.tg.Replies(news.ChatID(u))), "Subscribed") })
		if err := r.tg.AwaitIdle(r.ctx); err != nil {
			t.Fatal(err)
		}
		site.with(func() {
			site.wild = func(w http.ResponseWriter, r *http.Request) {
				select {
				case asked <- name:
				default:
				}
				answer(w, r)
			}
		})
	}
	for left := len(ill); left > 0; { // each has been looked at once
		select {
		case name := <-asked:
			if _, ok := ill[name]; ok {
				delete(ill, name)
				left--
			}
		case <-r.ctx.Done():
			t.Fatalf("nobody looked at %d feeds", left)
		}
	}
	good.with(func() { good.stories = []story{{"Crew of five saved", saved("five")}} })
	r.answer(ann, "Crew of five saved")
	r.tg.Write(ann, news.UserID(ann), "/summary")
	r.answer(ann, "extract")
	t.Log("resident at most:", peak(herald.Process.Pid))
	_ = herald.Process.Kill() // or the silent feeds would wait for it
	if strings.Contains(r.log.String(), "panic") {
		t.Error("something panicked")
	}
	r.keepsItsSecrets()
}

// peak is the most memory that a process had, as Linux tells.
func peak(pid int) string { return memory(pid, "VmHWM:") }

func memory(pid int, name string) string {
	b, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for line := range strings.Lines(string(b)) {
		if size, ok := strings.CutPrefix(line, name); ok {
			return strings.TrimSpace(size)
		}
	}
	return "unknown"
}
