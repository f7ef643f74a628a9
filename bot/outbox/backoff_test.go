package outbox

import (
	"testing"
	"time"

	"herald/news"
)

func TestBackOffGrowsFromHalfASecondAndEndsAfterADay(t *testing.T) {
	var spent, before time.Duration
	for n := 1; ; n++ {
		pause, ok := backOff(n)
		if !ok {
			if spent < 18*time.Hour || spent > 30*time.Hour {
				t.Errorf("given up after %d attempts in %s", n, spent)
			}
			break
		}
		if n > 200 {
			t.Fatal("200 attempts and no end")
		}
		if pause > longestPause*12/10 || n == 1 && pause > firstPause*12/10 {
			t.Errorf("attempt %d waits %s", n, pause)
		}
		if n < 10 && pause < before {
			t.Errorf("attempt %d waits %s, the one before %s", n, pause, before)
		}
		spent += pause
		before = pause
	}
	if _, ok := backOff(1 << 40); ok {
		t.Error("an endless number of attempts is not given up")
	}
}

func TestOneChatsFailuresAreNoStorm(t *testing.T) {
	var w weather
	now := time.Now()
	for range 50 {
		w.note(1, true, now)
	}
	if w.bad() {
		t.Fatal("one chat that fails is a storm")
	}
	for c := range news.ChatID(stormChats) {
		w.note(c+2, true, now)
	}
	if !w.bad() || !w.until().After(now) {
		t.Fatal("many chats that fail are no storm")
	}
	for k := range 20 {
		late := w.until()
		w.note(1, true, late)
		if pause := w.until().Sub(late); pause > longestKnock*12/10 {
			t.Fatalf("knock %d waits %s", k, pause)
		}
	}
	if turned := w.note(9, false, now); !turned || w.bad() {
		t.Fatal("an answer does not end the storm")
	}
}
