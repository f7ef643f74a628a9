package storage_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"herald/news"
	"herald/storage"
)

var kills = flag.Int("kills", 5, "how often the child of TestKilled is killed")

// The child of TestKilled finds its database here.
const childVariable = "HERALD_STORAGE_TEST_CHILD"

func TestMain(m *testing.M) {
	flag.Parse()
	if path := os.Getenv(childVariable); path != "" {
		if err := child(context.Background(), path); err != nil {
			fmt.Println("failed", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

const (
	killChats   = 30
	killClaim   = 4 // jobs a claim, of each of
	killSenders = 2 // goroutines
)

// child records articles and sends them until it is killed. It says what it
// did: "recorded N" after Record, "sent CHAT N" where the message would be
// with Telegram, before Confirm.
func child(ctx context.Context, path string) error {
	s, err := storage.Open(ctx, path)
	if err != nil {
		return err
	}
	if err := s.VoidLeases(ctx); err != nil {
		return err
	}
	first, err := recorded(ctx, s)
	if err != nil {
		return err
	}
	var to []news.Recipient
	for c := range killChats {
		to = append(to, news.Recipient{Subscription: news.SubscriptionID(c + 1)})
	}
	errs := make(chan error)
	var out sync.Mutex
	say := func(format string, args ...any) {
		out.Lock()
		defer out.Unlock()
		fmt.Printf(format+"\n", args...)
	}
	for range killSenders {
		go func() {
			for n := 1; ; n++ {
				jobs, err := s.Claim(ctx, time.Now(), time.Hour, killClaim)
				if err != nil {
					errs <- err
					return
				}
				for _, j := range jobs {
					say("sent %d %s", j.Delivery.Chat, j.Article.Title)
					if err := s.Confirm(ctx, j.Delivery.ID, news.MessageID(n), time.Now()); err != nil {
						errs <- err
						return
					}
				}
			}
		}()
	}
	go func() {
		for n := first; ; n++ {
			e := news.Entry{GUID: fmt.Sprint(n)}
			err := s.Record(ctx, news.Harvest{Feed: news.Feed{ID: 1}, Seen: []news.Entry{e}, At: time.Now(),
				Arrivals: []news.Arrival{{Entry: e, To: to, Article: news.Article{GUID: e.GUID, Title: e.GUID}}}})
			if err != nil {
				errs <- err
				return
			}
			say("recorded %d", n)
		}
	}()
	return <-errs
}

// recorded is the number of the first article that is not stored.
func recorded(ctx context.Context, s *storage.Store) (int, error) {
	for n := 1; ; n++ {
		fresh, err := s.Unknown(ctx, 1, []news.Entry{{GUID: fmt.Sprint(n)}})
		if err != nil || len(fresh) == 1 {
			return n, err
		}
	}
}

// TestKilled kills a process at random moments of Record, Claim and Confirm,
// and finds that nothing is lost, that each chat's order holds, and that no
// more is repeated than was in flight.
func TestKilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "herald.db")
	s, err := storage.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	for c := range killChats {
		id := news.ChatID(c + 1)
		if _, err := s.EnsureChat(t.Context(), news.Chat{ID: id, Kind: news.Private}); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.Subscribe(t.Context(), id, 0, news.Look{Feed: news.Feed{URL: "https://a.example/feed"}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	log := &killLog{got: map[string][]string{}}
	for range *kills {
		killOnce(t, path, log, 50+rand.IntN(400))
	}

	s, err = storage.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := s.VoidLeases(t.Context()); err != nil {
		t.Fatal(err)
	}
	for jobs := []news.Job{{}}; len(jobs) > 0; {
		if jobs, err = s.Claim(t.Context(), time.Now(), time.Hour, 100); err != nil {
			t.Fatal(err)
		}
		for _, j := range jobs {
			log.sent(fmt.Sprint(j.Delivery.Chat), j.Article.Title)
			if err := s.Confirm(t.Context(), j.Delivery.ID, 1, time.Now()); err != nil {
				t.Fatal(err)
			}
		}
	}
	stored, err := recorded(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	if stored <= log.recorded {
		t.Errorf("articles up to %d are stored, and %d was acknowledged", stored-1, log.recorded)
	}
	repeated := 0
	for c := range killChats {
		got := log.got[fmt.Sprint(c+1)]
		once := slices.Compact(slices.Clone(got))
		repeated += len(got) - len(once)
		for i, title := range once {
			if title != fmt.Sprint(i+1) {
				t.Fatalf("chat %d got %q as number %d of %v", c+1, title, i+1, once)
			}
		}
		if len(once) != stored-1 {
			t.Errorf("chat %d got %d articles of %d", c+1, len(once), stored-1)
		}
	}
	if limit := *kills * killClaim * killSenders; repeated > limit {
		t.Errorf("%d messages were repeated, and at most %d were in flight", repeated, limit)
	}
	t.Logf("%d kills, %d articles to %d chats: 0 lost, %d repeated", *kills, stored-1, killChats, repeated)
}

type killLog struct {
	recorded int
	got      map[string][]string
}

func (l *killLog) sent(chat, title string) { l.got[chat] = append(l.got[chat], title) }

// killOnce runs the child until it has said so many lines, and kills it.
func killOnce(t *testing.T, path string, log *killLog, lines int) {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	cmd.Env = append(os.Environ(), childVariable+"="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	scanner := bufio.NewScanner(io.Reader(out))
	for n := 0; scanner.Scan(); n++ { // what was said before the kill counts to its end
		if n == lines {
			if err := cmd.Process.Kill(); err != nil {
				t.Fatal(err)
			}
		}
		switch word := strings.Fields(scanner.Text()); {
		case len(word) == 3 && word[0] == "sent":
			log.sent(word[1], word[2])
		case len(word) == 2 && word[0] == "recorded":
			fmt.Sscan(word[1], &log.recorded)
		default:
			t.Errorf("the child says %q", scanner.Text())
		}
	}
	if err := cmd.Wait(); err == nil {
		t.Fatal("the child ended by itself")
	}
}
