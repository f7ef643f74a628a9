package watch_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"herald/news"
)

// keeper is the text of a story's page, with a word to be changed.
func keeper(n int, word string) string {
	return strings.Repeat(fmt.Sprintf("<p>The lighthouse keeper of rock %d has counted the ships of the night and written their names into the %s, as every keeper before him.</p>", n, word), 4)
}

// pushed publishes a story and brings it to ann.
func (w *world) pushed() news.Job {
	w.Helper()
	w.subscribe(ann, feedPath)
	w.run()
	pass(time.Minute)
	w.publish(feedPath, 1, 1)
	pass(15 * time.Minute)
	return w.want(ann, 1, 1)[0]
}

// change alters the feed's entry of the only story, and its validator.
func (w *world) change(change func(*item)) {
	w.with(func() {
		w.edits++
		change(&w.feeds[feedPath][0])
	})
}

// edits are what waits for ann, which must be edits.
func (w *world) edited(n int) []news.Job {
	w.Helper()
	jobs := w.got(ann)
	if len(jobs) != n {
		w.Fatalf("%d deliveries wait, want %d: %+v", len(jobs), n, jobs)
	}
	for _, j := range jobs {
		if j.Delivery.Kind != news.Edit || j.Delivery.Message != 1 {
			w.Errorf("the delivery is %+v", j.Delivery)
		}
	}
	return jobs
}

func TestAStoryThatChangesAtItsSourceIsEdited(t *testing.T) {
	t.Run("another title", func(t *testing.T) {
		bubble(t, func(w *world) {
			w.pushed()
			before := w.queued
			w.change(func(it *item) { it.title = "Story 1, corrected" })
			pass(15 * time.Minute)
			if j := w.edited(1)[0]; j.Article.Title != "Story 1, corrected" || j.Article.Version != 2 {
				t.Errorf("the article is %+v", j.Article)
			}
			if w.queued != before+1 {
				t.Error("the outbox was not woken")
			}
		})
	})
	t.Run("another text, of which the feed tells by its date alone", func(t *testing.T) {
		bubble(t, func(w *world) {
			w.pushed()
			w.change(func(it *item) { it.updated = time.Now(); w.texts[1] = keeper(1, "log") })
			pass(15 * time.Minute)
			if j := w.edited(1)[0]; !strings.Contains(j.Article.Body, "into the log") || !strings.Contains(j.Article.Lead, "rock 1") {
				t.Errorf("the article is %+v", j.Article)
			}
		})
	})
	t.Run("a change in two steps is two edits where there is time, and one where there is not", func(t *testing.T) {
		bubble(t, func(w *world) {
			w.pushed()
			w.change(func(it *item) { it.title = "Story 1, second" })
			pass(15 * time.Minute)
			w.change(func(it *item) { it.title = "Story 1, third" })
			pass(15 * time.Minute)
			if j := w.edited(1)[0]; j.Article.Title != "Story 1, third" {
				t.Errorf("the article is %+v", j.Article)
			}
			w.change(func(it *item) { it.title = "Story 1, fourth" })
			pass(time.Hour)
			w.edited(1)
		})
	})
}

func TestWhatIsNoChange(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(w *world, it *item)
	}{
		{"spaces, marks and letter case", func(w *world, it *item) { it.title = "STORY  “1”"; it.updated = time.Now() }},
		{"a date alone", func(_ *world, it *item) { it.updated = time.Now() }},
		{"another teaser over the same page", func(_ *world, it *item) { it.teaser = "The keeper counts the ships of night 1." }},
		{"a page that is gone", func(w *world, it *item) { it.updated = time.Now(); w.broken["/1"] = 404 }},
		{"a page that fails", func(w *world, it *item) { it.updated = time.Now(); w.broken["/1"] = 500 }},
		{"a page that asks for consent", func(w *world, it *item) {
			it.updated = time.Now()
			w.texts[1] = strings.Repeat("<p>We and our partners want to set cookies before you go on. Please accept them all.</p>", 5)
		}},
		{"a story that left the feed", func(w *world, it *item) { w.feeds[feedPath] = w.feeds[feedPath][:0] }},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, func(w *world) {
				first := w.pushed()
				w.change(func(it *item) { c.change(w, it) })
				pass(3 * time.Hour)
				w.edited(0)
				if a, err := w.store.Article(context.Background(), first.Article.ID); err != nil || a != first.Article {
					t.Errorf("the article is %+v, %v", a, err)
				}
			})
		})
	}
}

func TestAPageThatFailedIsReadAgainThoughItsFeedDoesNotChange(t *testing.T) {
	bubble(t, func(w *world) {
		w.pushed()
		w.change(func(it *item) { it.updated = time.Now(); w.texts[1] = keeper(1, "log"); w.broken["/1"] = 500 })
		pass(15 * time.Minute)
		w.edited(0)
		w.with(func() { delete(w.broken, "/1") })
		pass(time.Hour)
		w.edited(1)
	})
}

// The only requests for a page are those that its feed gives reason for.
func TestPagesAreNotReadAtEveryLook(t *testing.T) {
	t.Run("a feed that shows no change costs no page", func(t *testing.T) {
		bubble(t, func(w *world) {
			w.pushed()
			pass(24 * time.Hour)
			if n := w.requests("/1"); n != 1 {
				t.Errorf("the page was read %d times", n)
			}
		})
	})
	t.Run("a feed that dates all anew at each look costs a page a few readings", func(t *testing.T) {
		bubble(t, func(w *world) {
			w.pushed()
			for range 3 * 24 * 6 {
				w.change(func(it *item) { it.updated = time.Now() })
				pass(10 * time.Minute)
			}
			if n := w.requests("/1"); n < 5 || n > 12 {
				t.Errorf("the page was read %d times in three days", n)
			}
			w.edited(0)
		})
	})
	t.Run("an old story is left alone", func(t *testing.T) {
		bubble(t, func(w *world) {
			w.pushed()
			pass(news.EditAge)
			w.change(func(it *item) { it.title = "Story 1, corrected too late" })
			pass(time.Hour)
			w.edited(0)
			if n := w.requests("/1"); n != 1 {
				t.Errorf("the page was read %d times", n)
			}
		})
	})
	t.Run("many changes at once are read in portions", func(t *testing.T) {
		bubble(t, func(w *world) {
			w.subscribe(ann, feedPath)
			w.run()
			pass(time.Minute)
			w.publish(feedPath, 1, 12)
			pass(15 * time.Minute)
			w.want(ann, 1, 12)
			w.with(func() {
				w.edits++
				for i := range w.feeds[feedPath] {
					w.feeds[feedPath][i].title = fmt.Sprint("Corrected ", i)
				}
			})
			pass(10 * time.Minute)
			first := len(w.got(ann))
			pass(30 * time.Minute)
			if all := first + len(w.got(ann)); first > 5 || all != 12 {
				t.Errorf("%d edits at first, %d in all", first, all)
			}
		})
	})
}
