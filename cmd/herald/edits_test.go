package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"herald/bot/telegram/emulator"
	"herald/news"
)

// bulletin is a site of one feed whose stories can be changed.
type bulletin struct {
	*httptest.Server
	mu      sync.Mutex
	stories []story
	wild    http.HandlerFunc // answers instead, where it is set
	looks   chan struct{}
}

type story struct{ title, text string }

func newBulletin(t testing.TB) *bulletin {
	b := &bulletin{looks: make(chan struct{}, 1)}
	b.Server = httptest.NewServer(http.HandlerFunc(b.serve))
	t.Cleanup(b.Close)
	return b
}

func (b *bulletin) with(change func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	change()
}

// looked waits for so many looks at the feed from now on.
func (b *bulletin) looked(r *river, n int) {
	r.Helper()
	for range n + 1 { // one may have been noted before
		select {
		case <-b.looks:
		case <-r.ctx.Done():
			r.Fatal("nobody looks at the feed any more")
		}
	}
}

func (b *bulletin) serve(w http.ResponseWriter, r *http.Request) {
	b.mu.Lock()
	if wild := b.wild; wild != nil {
		b.mu.Unlock()
		wild(w, r)
		return
	}
	defer b.mu.Unlock()
	if r.URL.Path == "/feed" {
		select {
		case b.looks <- struct{}{}:
		default:
		}
	}
	var n int
	if _, err := fmt.Sscanf(r.URL.Path, "/story/%d", &n); err == nil && n < len(b.stories) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, `<!doctype html><html lang="en"><head><title>%s</title></head><body><article><h1>%[1]s</h1>%s</article></body></html>`, b.stories[n].title, b.stories[n].text)
		return
	}
	w.Header().Set("Content-Type", "application/rss+xml")
	fmt.Fprint(w, `<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Bulletin</title>`)
	for n := len(b.stories) - 1; n >= 0; n-- {
		fmt.Fprintf(w, `<item><title>%s</title><link>%s/story/%d</link><guid>%[3]d</guid><description>%s</description></item>`, b.stories[n].title, b.URL, n, b.stories[n].text[3:60])
	}
	fmt.Fprint(w, `</channel></rss>`)
}

// saved is a story of some length about the crew.
func saved(crew string) string {
	return strings.Join([]string{
		"<p>The lifeboat of the north quay brought back the ferry's crew of " + crew + " at dawn, the coast guard said on Friday.</p>",
		"<p>“The sea was calm and nobody panicked,” said Maria Lund, the captain of the ferry, after she had come ashore last of all.</p>",
		"<p>Why the engine stopped is not known. The harbour company wants to have it examined in the yard next week.</p>",
	}, "")
}

func TestACorrectionAtTheSourceEditsThePushedMessage(t *testing.T) {
	r := newRiver(t, "HERALD_SEND_RATE=0")
	site := newBulletin(t)
	ann, ben := r.tg.AddUser(emulator.User{FirstName: "Ann", LanguageCode: "en"}), r.tg.AddUser(emulator.User{FirstName: "Олена", LanguageCode: "uk"})
	r.herald()
	for u, words := range map[news.UserID]string{ann: "Subscribed", ben: "Harbour Bulletin"} {
		r.tg.Write(news.ChatID(u), u, "/subscribe "+site.URL+"/feed")
		r.answer(news.ChatID(u), words)
	}
	site.with(func() { site.stories = []story{{"Crew of five saved", saved("five")}} })
	push, other := r.answer(news.ChatID(ann), "Crew of five saved"), r.answer(news.ChatID(ben), "Crew of five saved")
	summary, _ := push.Button("Summary")
	if _, err := r.tg.Press(r.ctx, push.Chat, ann, push.ID, summary.Data); err != nil {
		t.Fatal(err)
	}
	r.await("the summary unfolds", func() bool { m, _ := r.tg.Message(push.Chat, push.ID); return strings.Contains(m.Text, "extract") })

	site.with(func() { site.stories[0] = story{"Crew of six saved", saved("six")} })
	r.await("both messages are edited", func() bool {
		a, _ := r.tg.Message(push.Chat, push.ID)
		b, _ := r.tg.Message(other.Chat, other.ID)
		return strings.HasPrefix(a.Text, "Crew of six saved") && strings.HasPrefix(b.Text, "Crew of six saved")
	})
	a, _ := r.tg.Message(push.Chat, push.ID)
	b, _ := r.tg.Message(other.Chat, other.ID)
	if !strings.Contains(a.Text, "extract") || !strings.Contains(a.Text, "crew of six") || !strings.Contains(a.Text, "updated") {
		t.Errorf("the unfolded summary is not refreshed: %q", a.Text)
	}
	if !strings.Contains(b.Text, "оновлено") || strings.Contains(b.Text, "extract") {
		t.Errorf("the folded one is %q", b.Text)
	}
	button, _ := b.Button("Що змінилося")
	if _, err := r.tg.Press(r.ctx, b.Chat, ben, b.ID, button.Data); err != nil {
		t.Fatal(err)
	}
	r.await("what changed is one tap away", func() bool {
		m, _ := r.tg.Message(b.Chat, b.ID)
		return strings.Contains(m.Text, "Заголовок був: Crew of five saved") && strings.Contains(m.Text, "five six")
	})
	m, _ := r.tg.Message(b.Chat, b.ID)
	t.Logf("the reader sees:\n%s", m.Text)
	for _, c := range []news.ChatID{push.Chat, other.Chat} {
		if n := len(r.pushes(c)); n > 1 {
			t.Errorf("%d messages in chat %d", n, c)
		}
	}

	site.with(func() { site.stories = nil })
	site.looked(r, 3)
	if m, ok := r.tg.Message(push.Chat, push.ID); !ok || !strings.HasPrefix(m.Text, "Crew of six") {
		t.Errorf("a story that left its source leaves the chat: %+v", m)
	}
	r.keepsItsSecrets()
}
