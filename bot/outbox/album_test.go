package outbox_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"herald/bot/telegram"
	"herald/bot/telegram/emulator"
	"herald/news"
)

// illustrated gives the next story pictures and sends it to a chat that likes
// albums, in which the fault lies.
func (w *world) illustrated(chat news.ChatID, f *emulator.Fault) []emulator.Message {
	w.Helper()
	w.must(w.store.SaveSettings(context.Background(), chat, news.Settings{Media: news.Album}))
	w.pictures = news.GalleryOf([]string{"https://daily.example/pier.jpg", "https://daily.example/crowd.jpg"})
	if f != nil {
		f.Chat = chat
		w.tg.Fault(*f)
	}
	w.publish(1)
	w.run()
	w.drained(time.Hour)
	return w.tg.Replies(chat)
}

func TestAnArticleWithSeveralPicturesIsAnAlbumWhereTheChatLikesThat(t *testing.T) {
	bubble(t, telegram.Options{}, func(w *world) {
		ann := w.readers(1)[0]
		got := w.illustrated(ann, nil)
		if len(got) != 3 || got[0].Album == "" || !strings.HasPrefix(got[0].Text, "Story 1\n") || got[1].Text != "" || got[2].Photo != "https://daily.example/crowd.jpg" {
			t.Fatalf("got %+v", got)
		}
		links := func(m emulator.Message) (words []string) {
			for _, e := range m.Entities {
				if strings.HasPrefix(e.URL, "https://t.me/herald_bot?start=") {
					words = append(words, string([]rune(m.Text)[e.Offset:e.Offset+e.Length]))
				}
			}
			return words
		}
		if l := links(got[0]); !slices.Equal(l, []string{"Summary", "Quotes"}) {
			t.Errorf("the links are %q in %q", l, got[0].Text)
		}
		for _, m := range got { // whichever picture somebody answers
			if a, err := w.store.Shown(context.Background(), ann, m.ID); err != nil || a.Title != "Story 1" {
				t.Errorf("picture %d shows %q, %v", m.ID, a.Title, err)
			}
		}
		w.correct(1, "Story 1, corrected")
		w.drained(time.Minute)
		if m := w.tg.Replies(ann)[0]; !strings.HasPrefix(m.Text, "Story 1, corrected") || !slices.Contains(links(m), "What changed") || len(w.tg.Replies(ann)) != 3 {
			t.Errorf("after a correction: %q", m.Text)
		}
	})
}

func TestAnAlbumThatFails(t *testing.T) {
	refused := func(methods ...string) *emulator.Fault {
		return &emulator.Fault{Match: func(r emulator.Request) bool { return slices.Contains(methods, r.Method) }, Code: 400, Description: `Bad Request: failed to send message #2 with the error message "WEBPAGE_CURL_FAILED"`}
	}
	for _, c := range []struct {
		name     string
		fault    *emulator.Fault
		messages int
		photo    string
		requests int
	}{
		{"falls back to the lead image", refused("sendMediaGroup"), 1, "https://daily.example/1.jpg", 2},
		{"and to words", refused("sendMediaGroup", "sendPhoto"), 1, "", 3},
		{"a 429 is waited out, and the album comes", &emulator.Fault{Method: "sendMediaGroup", Code: 429, RetryAfter: 7, Count: 1}, 3, "https://daily.example/1.jpg", 2},
		{"a chat that forbids pictures gets words", &emulator.Fault{Match: func(r emulator.Request) bool { return r.Method == "sendPhoto" || r.Method == "sendMediaGroup" }, Code: 400, Description: "Bad Request: not enough rights to send photos to the chat"}, 1, "", 3},
		{"too large a picture falls back, too", &emulator.Fault{Method: "sendMediaGroup", Code: 400, Description: "Bad Request: wrong type of the web page content"}, 1, "https://daily.example/1.jpg", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, telegram.Options{}, func(w *world) {
				ann := w.readers(1)[0]
				got := w.illustrated(ann, c.fault)
				if len(got) != c.messages || got[0].Photo != c.photo || !strings.HasPrefix(got[0].Text, "Story 1") {
					t.Fatalf("got %+v", got)
				}
				if (c.messages == 1) != (len(got[0].Keyboard) > 0) {
					t.Errorf("the buttons are %+v", got[0].Keyboard)
				}
				if n := len(w.tg.Log("sendMediaGroup", "sendPhoto", "sendMessage")); n != c.requests {
					t.Errorf("%d requests, want %d", n, c.requests)
				}
				w.correct(1, "Story 1, corrected")
				w.drained(time.Minute)
				if m := w.tg.Replies(ann)[0]; !strings.HasPrefix(m.Text, "Story 1, corrected") {
					t.Errorf("after a correction: %+v", m)
				}
			})
		})
	}
}
