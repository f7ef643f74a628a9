package watch_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"herald/news"
)

const ann, ben = news.ChatID(1), news.ChatID(2)

func TestNewEntriesAreQueuedOldestFirstAndOldOnesNever(t *testing.T) {
	bubble(t, func(w *world) {
		w.publish(feedPath, 1, 3)
		w.subscribe(ann, feedPath)
		w.run()
		pass(time.Hour)
		w.want(ann, 1, 0) // nothing
		w.publish(feedPath, 4, 6)
		pass(15 * time.Minute)
		jobs := w.want(ann, 4, 6)
		if a := jobs[0].Article; !strings.Contains(a.Body, "rock 4") || a.Lead == "" {
			t.Errorf("the article is not that of its page: %+v", a)
		}
		if w.queued != 1 {
			t.Errorf("the outbox was woken %d times, want once", w.queued)
		}
		if f := w.feed(w.subscribe(ann, feedPath)); f.LastError != "" || f.Failures != 0 || f.CheckedAt.IsZero() {
			t.Errorf("the feed is %+v", f)
		}
	})
}

func TestAFeedIsAskedAtItsIntervalAndConditionally(t *testing.T) {
	bubble(t, func(w *world) {
		w.publish(feedPath, 1, 3)
		w.subscribe(ann, feedPath)
		w.run()
		pass(10 * time.Hour)
		if n := w.requests(feedPath); n < 56 || n > 66 {
			t.Errorf("%d looks in ten hours at an interval of ten minutes", n)
		}
		w.with(func() {
			for i, tag := range w.since[1:] {
				if tag != `"3"` {
					t.Fatalf("look %d came with the validator %q", i+1, tag)
				}
			}
		})
	})
}

func TestAFeedThatFails(t *testing.T) {
	for _, c := range []struct {
		name       string
		status     int
		retryAfter string
		within     time.Duration
		least, top int // looks within that time
		reason     error
	}{
		{name: "404 keeps the feed and asks ever more seldom", status: 404, within: 19 * time.Hour, least: 7, top: 7, reason: news.ErrGone},
		{name: "500 is asked ever more seldom", status: 500, within: 19 * time.Hour, least: 7, top: 7, reason: news.ErrServer},
		{name: "a failure of days is asked once a day", status: 500, within: 44 * time.Hour, least: 8, top: 9, reason: news.ErrServer},
		{name: "Retry-After is honoured", status: 503, retryAfter: "18000", within: 19 * time.Hour, least: 4, top: 4, reason: news.ErrServer},
		{name: "a Retry-After of a year silences no feed for more than a day", status: 429, retryAfter: "31536000", within: 40 * time.Hour, least: 2, top: 2, reason: news.ErrRefused},
	} {
		t.Run(c.name, func(t *testing.T) {
			bubble(t, func(w *world) {
				sub := w.subscribe(ann, feedPath)
				before := w.requests(feedPath)
				w.with(func() {
					w.broken[feedPath] = c.status
					if c.retryAfter != "" {
						w.header.Set("Retry-After", c.retryAfter)
					}
				})
				w.run()
				pass(c.within)
				if n := w.requests(feedPath) - before; n < c.least || n > c.top {
					t.Errorf("%d looks in %s, want %d to %d", n, c.within, c.least, c.top)
				}
				if f := w.feed(sub); f.LastError != c.reason.Error() || f.Failures == 0 {
					t.Errorf("failures %d, error %q, want %q", f.Failures, f.LastError, c.reason)
				}
				w.with(func() { w.broken[feedPath] = 0; w.header.Del("Retry-After") })
				w.publish(feedPath, 1, 3)
				pass(25 * time.Hour)
				w.want(ann, 1, 3)
				if f := w.feed(sub); f.Failures != 0 || f.LastError != "" {
					t.Errorf("after a success failures are %d, the error %q", f.Failures, f.LastError)
				}
			})
		})
	}
}

func TestACacheLifetimeOfAYearSilencesNoFeed(t *testing.T) {
	bubble(t, func(w *world) {
		w.with(func() { w.header.Set("Cache-Control", "max-age=31536000") })
		w.subscribe(ann, feedPath)
		w.run()
		pass(time.Minute)
		w.publish(feedPath, 1, 1)
		pass(65 * time.Minute)
		w.want(ann, 1, 1)
	})
}

func TestAFeedThatMovedForGoodIsAskedThere(t *testing.T) {
	bubble(t, func(w *world) {
		sub := w.subscribe(ann, feedPath)
		w.with(func() {
			w.moved[feedPath] = "/new.xml"
			w.feeds["/new.xml"] = nil
			delete(w.feeds, feedPath)
		})
		w.publish("/new.xml", 1, 2)
		w.run()
		pass(time.Hour)
		w.want(ann, 1, 2)
		if f := w.feed(sub); !strings.HasSuffix(f.URL, "/new.xml") {
			t.Errorf("the feed's address is %s", f.URL)
		}
		if n := w.requests(feedPath); n != 2 { // the subscription's and the first look
			t.Errorf("the old address was asked %d times", n)
		}
	})
}

func TestAfterALongPauseTheNewestFewComeAndALineSaysHowManyWereLeftOut(t *testing.T) {
	bubble(t, func(w *world) {
		w.subscribe(ann, feedPath)
		pass(3 * 24 * time.Hour) // the bot is down
		w.publish(feedPath, 1, 40)
		w.subscribe(ben, feedPath) // meanwhile another one
		pass(10 * time.Minute)
		w.publish(feedPath, 41, 42)
		w.run()
		pass(time.Hour)
		jobs := w.want(ann, 38, 42)
		for i, j := range jobs {
			if want := map[int]int{0: 37}[i]; j.Delivery.Omitted != want {
				t.Errorf("%s says that %d were left out, want %d", j.Article.Title, j.Delivery.Omitted, want)
			}
		}
		w.publish(feedPath, 43, 50)
		pass(time.Hour)
		w.want(ann, 43, 50)
	})
}

func TestWhoSubscribedWithinTheLongPauseGetsWhatCameSince(t *testing.T) {
	bubble(t, func(w *world) {
		w.subscribe(ann, feedPath)
		pass(3 * 24 * time.Hour)
		w.publish(feedPath, 1, 40)
		w.subscribe(ben, feedPath)
		w.publish(feedPath, 41, 42)
		w.run()
		pass(time.Hour)
		for _, j := range w.want(ben, 41, 42) {
			if j.Delivery.Omitted != 0 {
				t.Errorf("%s says that %d were left out", j.Article.Title, j.Delivery.Omitted)
			}
		}
	})
}

func TestANightsOutageLosesNothing(t *testing.T) {
	bubble(t, func(w *world) {
		w.subscribe(ann, feedPath)
		pass(11 * time.Hour)
		w.publish(feedPath, 1, 40)
		w.run()
		pass(time.Hour)
		w.want(ann, 1, 40)
	})
}

func TestAnIntervalOfADayIsNoLongPause(t *testing.T) {
	bubble(t, func(w *world) {
		w.interval = 24 * time.Hour
		w.subscribe(ann, feedPath)
		w.run()
		pass(time.Hour)
		w.publish(feedPath, 1, 12)
		pass(26 * time.Hour)
		w.want(ann, 1, 12)
	})
}

func TestAFloodOfEntriesComesInPortionsAndWhole(t *testing.T) {
	bubble(t, func(w *world) {
		w.subscribe(ann, feedPath)
		w.publish(feedPath, 1, 120)
		w.run()
		pass(time.Minute)
		w.want(ann, 1, 120)
		if n := w.queued; n != 3 {
			t.Errorf("it came in %d portions, want 3", n)
		}
	})
}

func TestAnArticleThatCannotBeFetchedIsDeliveredByItsTitleAndLink(t *testing.T) {
	bubble(t, func(w *world) {
		w.subscribe(ann, feedPath)
		w.with(func() { w.broken["/2"] = http.StatusForbidden })
		w.publish(feedPath, 1, 3)
		w.run()
		pass(time.Hour)
		jobs := w.want(ann, 1, 3)
		if a := jobs[1].Article; a.URL != w.URL+"/2" || a.Title != "Story 2" {
			t.Errorf("the article is %+v", a)
		}
	})
}

func TestTheSameLinkFromTwoFeedsReachesAChatOnce(t *testing.T) {
	bubble(t, func(w *world) {
		w.feeds["/other.xml"] = nil
		w.subscribe(ann, feedPath)
		w.subscribe(ann, "/other.xml")
		w.subscribe(ben, "/other.xml")
		w.publish(feedPath, 1, 1)
		w.with(func() {
			w.feeds["/other.xml"] = []item{{n: 7, at: time.Now(), link: w.URL + "/1?utm_source=rss"}}
		})
		w.run()
		pass(time.Hour)
		ctx := context.Background()
		jobs, err := w.store.Claim(ctx, time.Now(), time.Minute, 10)
		w.must(err)
		got := map[news.ChatID]int{}
		for _, j := range jobs {
			got[j.Delivery.Chat]++
			if j.Article.URL != w.URL+"/1" {
				t.Errorf("an article is stored as %s", j.Article.URL)
			}
		}
		if n, err := w.store.Queue(ctx); err != nil || n != 2 || got[ann] != 1 || got[ben] != 1 {
			t.Errorf("%d deliveries wait, %v; want one for each chat", n, got)
		}
	})
}

func TestOneFeedThatHangsHoldsUpNoOther(t *testing.T) {
	bubble(t, func(w *world) {
		for i := range 30 {
			path := fmt.Sprintf("/%c.xml", 'a'+i%26) + fmt.Sprint(i)
			w.with(func() { w.feeds[path] = nil })
			w.subscribe(ann, path)
			w.with(func() { w.broken[path] = 500 })
		}
		w.subscribe(ann, feedPath)
		w.publish(feedPath, 1, 2)
		w.run()
		pass(time.Minute)
		w.want(ann, 1, 2)
	})
}

func TestWhatNobodyNeedsIsCleanedUp(t *testing.T) {
	bubble(t, func(w *world) {
		w.keep = 2 * time.Hour
		w.subscribe(ann, feedPath)
		w.publish(feedPath, 1, 3)
		w.run()
		pass(time.Minute)
		w.want(ann, 1, 3)
		ctx := context.Background()
		if _, err := w.store.ArticleByURL(ctx, w.URL+"/1"); err != nil {
			t.Fatal(err)
		}
		pass(7 * time.Hour)
		if _, err := w.store.ArticleByURL(ctx, w.URL+"/1"); !errors.Is(err, news.ErrNotFound) {
			t.Errorf("the article is still there: %v", err)
		}
		w.with(func() { w.feeds[feedPath] = w.feeds[feedPath][:2] })
		pass(time.Hour)
		w.want(ann, 1, 0) // what is still listed is no news again
	})
}
