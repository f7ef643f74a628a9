package telegram_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"herald/bot/telegram"
	"herald/bot/telegram/emulator"
	"herald/news"
)

// slow carries requests with a delay there and back, of virtual time.
type slow struct {
	next  http.RoundTripper
	there func(n int) time.Duration
	back  time.Duration
	mu    sync.Mutex
	n     int
}

func (s *slow) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	n := s.n
	s.n++
	s.mu.Unlock()
	pass(s.there(n))
	resp, err := s.next.RoundTrip(r)
	pass(s.back)
	return resp, err
}

// readers adds people who have started the bot.
func readers(s *emulator.Server, n int) []news.ChatID {
	chats := make([]news.ChatID, n)
	for i := range chats {
		chats[i] = s.Reader(emulator.User{})
	}
	return chats
}

// broadcast sends one message to each chat from several workers and gives how
// long it took.
func broadcast(t *testing.T, c *telegram.Client, chats []news.ChatID, workers int) time.Duration {
	t.Helper()
	began := time.Now()
	work := make(chan news.ChatID)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			for chat := range work {
				if _, err := c.Send(telegram.Broadcast(t.Context()), telegram.Target{Chat: chat}, telegram.Message{Text: "news"}); err != nil {
					t.Errorf("send: %v", err)
				}
			}
		})
	}
	for _, chat := range chats {
		work <- chat
	}
	close(work)
	wg.Wait()
	return time.Since(began)
}

func TestTenThousandDeliveriesAtTheDefaultRateMeetNo429(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{Limits: emulator.Documented(), Keep: 1, Requests: 10})
		jitter := []int{0, 9, 3, 14, 1, 6, 18, 2} // milliseconds
		c, err := telegram.New(s.Token(), telegram.Options{URL: s.URL(), Rate: 30, HTTP: &http.Client{Transport: &slow{
			next: s.Transport(), back: 40 * time.Millisecond,
			there: func(n int) time.Duration { return time.Duration(jitter[n%len(jitter)]) * time.Millisecond },
		}}})
		if err != nil {
			t.Fatal(err)
		}
		took := broadcast(t, c, readers(s, 10_000), 16)
		rate := 10_000 / took.Seconds()
		t.Logf("%.2f messages a second", rate)
		if rate < 29 {
			t.Errorf("%.2f messages a second, want at least 29", rate)
		}
		if st := s.Stats(); st.TooMany != 0 || st.Messages != 10_000 {
			t.Errorf("%+v", st)
		}
	})
}

func TestHigherRatesAreReached(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{Limits: emulator.Limits{PerSecond: 1000}, Keep: 1})
		c := inside(t, s, telegram.Options{Rate: 1000})
		took := broadcast(t, c, readers(s, 5000), 64)
		if rate := 5000 / took.Seconds(); rate < 950 {
			t.Errorf("%.0f messages a second, want about 1000", rate)
		}
		if n := s.Stats().TooMany; n != 0 {
			t.Errorf("%d times 429", n)
		}
	})
}

// Telegram takes payment for messages and not for edits, whatever their number.
func TestPaidBroadcastsArePaidForAboveThirtyASecondAndEditsKeepToThirty(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{Limits: emulator.Limits{PerSecond: 500}})
		c := inside(t, s, telegram.Options{Rate: 500, Paid: true})
		chats := readers(s, 600)
		if rate := 600 / broadcast(t, c, chats, 64).Seconds(); rate < 450 {
			t.Errorf("%.0f messages a second", rate)
		}
		for _, r := range s.Log("sendMessage") {
			if r.Params["allow_paid_broadcast"] != "true" {
				t.Fatalf("a broadcast was not paid for: %v", r.Params)
			}
		}
		if _, err := c.Send(t.Context(), telegram.Target{Chat: chats[0]}, telegram.Message{Text: "an answer"}); err != nil {
			t.Fatal(err)
		}
		if log := s.Log("sendMessage"); log[len(log)-1].Params["allow_paid_broadcast"] != "" {
			t.Error("an answer was paid for")
		}
		began := time.Now()
		var wg sync.WaitGroup
		for i, chat := range chats[:150] {
			wg.Go(func() {
				if err := c.Edit(telegram.Broadcast(t.Context()), chat, s.Replies(chat)[0].ID, telegram.Message{Text: fmt.Sprint("edited ", i)}); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if rate := 150 / time.Since(began).Seconds(); rate > 32 || rate < 25 {
			t.Errorf("%.1f edits a second", rate)
		}
		if n := s.Stats().TooMany; n != 0 {
			t.Errorf("%d times 429", n)
		}
	})
	t.Run("what is free is not paid for", func(t *testing.T) {
		s := served(t, emulator.Options{})
		c := client(t, s, telegram.Options{Rate: 30, Paid: true})
		if _, err := c.Send(telegram.Broadcast(brief(t)), telegram.Target{Chat: s.Reader(emulator.User{})}, telegram.Message{Text: "x"}); err != nil {
			t.Fatal(err)
		}
		if s.Log("sendMessage")[0].Params["allow_paid_broadcast"] != "" {
			t.Error("it was paid for")
		}
	})
}

func TestAChatGetsAShortBurstThenOneASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{Limits: emulator.Documented()})
		c := inside(t, s, telegram.Options{Rate: 30})
		to := telegram.Target{Chat: s.Reader(emulator.User{})}
		began := time.Now()
		var at []time.Duration
		for range 8 {
			if _, err := c.Send(t.Context(), to, telegram.Message{Text: "x"}); err != nil {
				t.Fatal(err)
			}
			at = append(at, time.Since(began))
		}
		if at[2] > 150*time.Millisecond {
			t.Errorf("the third message came after %s", at[2])
		}
		if at[7] < 4900*time.Millisecond || at[7] > 5200*time.Millisecond {
			t.Errorf("the eighth message came after %s, want 5s", at[7])
		}
		if n := s.Stats().TooMany; n != 0 {
			t.Errorf("%d times 429", n)
		}
	})
}

func TestAGroupNeverGetsMoreThanTwentyInAnyMinute(t *testing.T) {
	for name, kind := range map[string]news.ChatKind{"group": news.Group, "supergroup": news.Supergroup, "channel": news.Channel} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := emulator.New(emulator.Options{Limits: emulator.Documented()})
				chat := s.AddChat(emulator.Group{Kind: kind})
				transport := &slow{next: s.Transport(), back: 70 * time.Millisecond, there: func(n int) time.Duration { return time.Duration(n%7) * 130 * time.Millisecond }}
				c, err := telegram.New(s.Token(), telegram.Options{URL: s.URL(), Rate: 30, HTTP: &http.Client{Transport: transport}})
				if err != nil {
					t.Fatal(err)
				}
				var wg sync.WaitGroup
				for range 3 {
					wg.Go(func() {
						for range 25 {
							if _, err := c.Send(t.Context(), telegram.Target{Chat: chat}, telegram.Message{Text: "x"}); err != nil {
								t.Error(err)
							}
						}
					})
				}
				began := time.Now()
				wg.Wait()
				sent := s.Replies(chat)
				for i := 20; i < len(sent); i++ {
					if gap := sent[i].Date.Sub(sent[i-20].Date); gap < time.Minute {
						t.Errorf("messages %d to %d within %s", i-20, i, gap)
					}
				}
				if took := time.Since(began); len(sent) != 75 || took > 4*time.Minute {
					t.Errorf("%d messages in %s", len(sent), took)
				}
				if st := s.Stats(); st.TooMany != 0 {
					t.Errorf("%+v", st)
				}
			})
		})
	}
}

func TestABroadcastIsGivenBackWhereAGroupIsFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{Limits: emulator.Documented()})
		to := telegram.Target{Chat: s.AddGroup("Club")}
		c := inside(t, s, telegram.Options{Rate: 30})
		ctx := telegram.Broadcast(t.Context())
		sent := 0
		var retry *telegram.RetryError
		for {
			if _, err := c.Send(ctx, to, telegram.Message{Text: "x"}); errors.As(err, &retry) {
				break
			} else if err != nil {
				t.Fatal(err)
			}
			sent++
		}
		if !retry.Paced || retry.After > time.Minute || retry.After < 20*time.Second || sent < 15 || sent >= 20 {
			t.Errorf("after %d messages: %+v", sent, retry)
		}
		began := time.Now()
		if _, err := c.Send(t.Context(), to, telegram.Message{Text: "answer"}); err != nil || time.Since(began) > time.Second {
			t.Errorf("an answer has its place kept: %v after %s", err, time.Since(began))
		}
		pass(retry.After)
		if _, err := c.Send(ctx, to, telegram.Message{Text: "x"}); err != nil {
			t.Errorf("after the wait: %v", err)
		}
	})
}

func TestAnswersOvertakeBroadcasts(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{})
		c := inside(t, s, telegram.Options{Rate: 30})
		chats := readers(s, 301)
		ann := chats[300]
		var wg sync.WaitGroup
		for _, chat := range chats[:300] {
			wg.Go(func() {
				if _, err := c.Send(telegram.Broadcast(t.Context()), telegram.Target{Chat: chat}, telegram.Message{Text: "news"}); err != nil {
					t.Error(err)
				}
			})
		}
		synctest.Wait()
		for range 3 {
			began := time.Now()
			if _, err := c.Send(t.Context(), telegram.Target{Chat: ann}, telegram.Message{Text: "answer"}); err != nil {
				t.Error(err)
			}
			if took := time.Since(began); took > 100*time.Millisecond {
				t.Errorf("the answer waited %s behind broadcasts", took)
			}
		}
		wg.Wait()
	})
}

// A broadcast that waits for its place makes room for an answer at once.
func TestAnAnswerWaitsForNoBroadcast(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{Limits: emulator.Documented(), Keep: 1})
		c := inside(t, s, telegram.Options{Rate: 30})
		chats := readers(s, 700)
		var wg sync.WaitGroup
		wg.Go(func() { broadcast(t, c, chats[:600], 16) })
		pass(2*time.Second + 7*time.Millisecond)
		var longest, all time.Duration
		for _, chat := range chats[600:] {
			began := time.Now()
			if _, err := c.Send(t.Context(), telegram.Target{Chat: chat}, telegram.Message{Text: "an answer"}); err != nil {
				t.Fatal(err)
			}
			took := time.Since(began)
			longest, all = max(longest, took), all+took
			pass(101 * time.Millisecond)
		}
		if longest > 100*time.Millisecond || all > 100*35*time.Millisecond {
			t.Errorf("an answer waited %s, on average %s", longest, all/100)
		}
		wg.Wait()
		if n := s.Stats().TooMany; n != 0 {
			t.Errorf("%d times 429", n)
		}
	})
}

func TestAChatsBroadcastsLeaveRoomForItsAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{Limits: emulator.Documented()})
		c := inside(t, s, telegram.Options{Rate: 30})
		to := telegram.Target{Chat: s.Reader(emulator.User{})}
		for range 5 {
			if _, err := c.Send(telegram.Broadcast(t.Context()), to, telegram.Message{Text: "news"}); err != nil {
				t.Fatal(err)
			}
			began := time.Now()
			if _, err := c.Send(t.Context(), to, telegram.Message{Text: "answer"}); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(began); took > 100*time.Millisecond {
				t.Errorf("the answer waited %s", took)
			}
			pass(time.Second)
		}
		if n := s.Stats().TooMany; n != 0 {
			t.Errorf("%d times 429", n)
		}
	})
}

func TestASecondChats429HoldsAllBroadcastsAndSlowsThem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{Keep: 1})
		c := inside(t, s, telegram.Options{Rate: 30})
		chats := readers(s, 400)
		send := func(ctx context.Context, chat news.ChatID) error {
			_, err := c.Send(ctx, telegram.Target{Chat: chat}, telegram.Message{Text: "x"})
			return err
		}
		var retry *telegram.RetryError
		for i, seconds := range []int{20, 10} {
			s.Fault(emulator.Fault{Chat: chats[i], Count: 1, Code: 429, RetryAfter: seconds})
			if err := send(telegram.Broadcast(t.Context()), chats[i]); !errors.As(err, &retry) {
				t.Fatal(err)
			}
		}
		if err := send(telegram.Broadcast(t.Context()), chats[2]); !errors.As(err, &retry) || !retry.Paced || retry.After > 10*time.Second || retry.After < 9*time.Second {
			t.Errorf("a third chat's broadcast: %v", err)
		}
		if err := send(t.Context(), chats[3]); err != nil {
			t.Errorf("answers go on: %v", err)
		}
		pass(10 * time.Second)
		if rate := 100 / broadcast(t, c, chats[100:200], 8).Seconds(); rate < 13 || rate > 16 {
			t.Errorf("%.1f a second after a flood, want half of 30", rate)
		}
		pass(2 * time.Minute)
		if rate := 100 / broadcast(t, c, chats[200:300], 8).Seconds(); rate < 29 {
			t.Errorf("%.1f a second when it is over, want 30 again", rate)
		}
	})
}

func TestRateZeroIsNoPaceOfOurs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{})
		c := inside(t, s, telegram.Options{})
		group := s.AddGroup("Club")
		began := time.Now()
		for range 500 {
			if _, err := c.Send(telegram.Broadcast(t.Context()), telegram.Target{Chat: group}, telegram.Message{Text: "x"}); err != nil {
				t.Fatal(err)
			}
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("500 messages took %s of waiting", took)
		}
	})
}

func TestAnAlbumCountsAsItsPictures(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{Limits: emulator.Limits{PerMinute: 20}})
		c := inside(t, s, telegram.Options{Rate: 30})
		group := s.AddGroup("Club")
		photos := []string{"https://example.org/1.jpg", "https://example.org/2.jpg", "https://example.org/3.jpg", "https://example.org/4.jpg", "https://example.org/5.jpg", "https://example.org/6.jpg"}
		began := time.Now()
		for range 4 {
			id, err := c.Send(t.Context(), telegram.Target{Chat: group}, telegram.Message{Text: "six", Album: photos})
			if m, ok := s.Message(group, id); err != nil || !ok || m.Text != "six" {
				t.Fatal(m, err)
			}
		}
		if took := time.Since(began); took < time.Minute {
			t.Errorf("24 pictures within %s", took)
		}
		if n := s.Stats().TooMany; n != 0 {
			t.Errorf("%d times 429", n)
		}
		first := s.Replies(group)[0]
		if first.Text != "six" || first.Album == "" || first.Photo != photos[0] {
			t.Errorf("%+v", first)
		}
	})
}

func TestQuietChatsAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{Keep: 1, Requests: 10})
		c := inside(t, s, telegram.Options{Rate: 1000})
		most := 0
		for range 5 {
			broadcast(t, c, readers(s, 4000), 32)
			most = max(most, telegram.Remembered(c))
		}
		// A chat is idle 3s after its message, and looked for every 10s.
		if most > 14_000 {
			t.Errorf("%d of 20,000 chats are remembered", most)
		}
		pass(time.Minute)
		broadcast(t, c, readers(s, 1), 1)
		if n := telegram.Remembered(c); n != 1 {
			t.Errorf("%d chats are remembered after a quiet minute, want the last one", n)
		}
	})
}

func TestWhoGivesUpWaitingHoldsNobodyUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := emulator.New(emulator.Options{})
		c := inside(t, s, telegram.Options{Rate: 30})
		chats := readers(s, 60)
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer cancel()
		var wg sync.WaitGroup
		var mu sync.Mutex
		given, sent := 0, 0
		for _, chat := range chats {
			wg.Go(func() {
				_, err := c.Send(ctx, telegram.Target{Chat: chat}, telegram.Message{Text: "x"})
				mu.Lock()
				defer mu.Unlock()
				if errors.Is(err, context.DeadlineExceeded) {
					given++
				} else if err == nil {
					sent++
				} else {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if sent < 14 || given != 60-sent {
			t.Errorf("%d sent, %d gave up", sent, given)
		}
		if took := broadcast(t, c, chats[:10], 10); took > 2*time.Second {
			t.Errorf("those after them waited %s", took)
		}
	})
}

func BenchmarkSend(b *testing.B) {
	s := emulator.New(emulator.Options{Keep: 1, Requests: 1})
	c := inside(b, s, telegram.Options{})
	to := telegram.Target{Chat: s.Reader(emulator.User{})}
	m := telegram.Message{Text: "Harbour opens on Monday\nThe ferry sails again.", Entities: []telegram.Entity{{Type: "bold", Length: 23}},
		Keyboard: [][]telegram.Button{{{Text: "Summary", Data: "s"}, {Text: "Quotes", Data: "q"}}}}
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := c.Send(context.Background(), to, m); err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}

func BenchmarkSendOverASocket(b *testing.B) {
	s := emulator.New(emulator.Options{Keep: 1, Requests: 1})
	s.Start()
	defer s.Close()
	c, err := telegram.New(s.Token(), telegram.Options{URL: s.URL()})
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	to := telegram.Target{Chat: s.Reader(emulator.User{})}
	b.ReportAllocs()
	b.SetParallelism(8)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := c.Send(context.Background(), to, telegram.Message{Text: "hello"}); err != nil {
				b.Error(err)
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}

// BenchmarkPace is what pacing itself costs: a rate that is never reached, a
// chat of its own for each message.
func BenchmarkPace(b *testing.B) {
	s := emulator.New(emulator.Options{Keep: 1, Requests: 1})
	c := inside(b, s, telegram.Options{Rate: 1e9})
	chats := readers(s, 100_000)
	b.ReportAllocs()
	b.ResetTimer()
	i := 0
	for b.Loop() {
		if _, err := c.Send(context.Background(), telegram.Target{Chat: chats[i%len(chats)]}, telegram.Message{Text: "x"}); err != nil {
			b.Fatal(err)
		}
		i++
	}
}
