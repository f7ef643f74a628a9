package watch

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"herald/news"
)

func TestNoWishAndNoFailureSilencesAFeedForMoreThanADay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		interval := time.Duration(rapid.Int64Range(int64(time.Second), int64(7*day)).Draw(t, "interval"))
		wait := time.Duration(rapid.Int64Min(0).Draw(t, "wait"))
		failures := rapid.IntRange(1, 1<<40).Draw(t, "failures")
		longest := max(day, interval)
		if d := afterFailure(interval, failures, wait); d > longest || d < min(interval, longest)*9/10 {
			t.Fatalf("after a failure: %s", d)
		}
		if d := afterSuccess(interval, wait); d > longest*106/100 || d < interval*9/10 {
			t.Fatalf("after a success: %s", d)
		}
	})
}

func TestEntriesComeInTheOrderInWhichTheyAppeared(t *testing.T) {
	at := func(h int) time.Time { return time.Date(2026, 5, 1, h, 0, 0, 0, time.UTC) }
	for _, c := range []struct {
		name  string
		hours []int // of the entries in the feed's order; 0: no date
		want  []int // their positions
	}{
		{"the newest stands first", []int{9, 8, 7}, []int{2, 1, 0}},
		{"the oldest stands first and dates say so", []int{7, 8, 9}, []int{0, 1, 2}},
		{"without dates the feed's order is turned", []int{0, 0, 0}, []int{2, 1, 0}},
		{"an entry without a date stays beside its neighbour", []int{9, 0, 7}, []int{2, 1, 0}},
		{"equal dates keep the feed's order", []int{8, 8, 7}, []int{2, 1, 0}},
		{"a pinned old entry goes back to its place", []int{5, 9, 8}, []int{0, 2, 1}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var entries []news.Entry
			for i, h := range c.hours {
				e := news.Entry{GUID: fmt.Sprint(i)}
				if h > 0 {
					e.Published = at(h)
				}
				entries = append(entries, e)
			}
			var got []int
			for _, e := range inOrder(entries) {
				var i int
				fmt.Sscan(e.GUID, &i)
				got = append(got, i)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestWhenNobodyCanBeReachedItIsOurOwnLine(t *testing.T) {
	var u uplink
	away := &news.SourceError{Source: "x", Reason: news.ErrUnreachable}
	for range 20 {
		u.note("one.example", away)
	}
	if u.down() {
		t.Fatal("one host that is down is not our line")
	}
	for i := range lineHosts {
		u.note(fmt.Sprint(i, ".example"), away)
	}
	if !u.down() {
		t.Fatal("so many hosts that are down at once are our line")
	}
	u.note("two.example", news.ErrGone)
	if u.down() {
		t.Fatal("an answer, even a refusal, shows that the line works")
	}
}
