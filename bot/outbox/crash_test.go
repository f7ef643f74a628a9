package outbox_test

import (
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"herald/bot/outbox"
	"herald/bot/telegram"
	"herald/bot/telegram/emulator"
	"herald/news"
	"herald/storage"
)

var kills = flag.Int("kills", 4, "how often the broadcasting process is killed")

// The variables by which the test binary knows that it is the process to kill.
const (
	childFile = "OUTBOX_TEST_DATABASE"
	childURL  = "OUTBOX_TEST_URL"
)

func TestMain(m *testing.M) {
	if file := os.Getenv(childFile); file != "" {
		if err := child(file, os.Getenv(childURL)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	goleak.VerifyTestMain(m)
}

// child is herald as far as the outbox needs it, until it is told to stop.
func child(file, url string) error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	store, err := storage.Open(ctx, file)
	if err != nil {
		return err
	}
	defer store.Close()
	if err := store.VoidLeases(ctx); err != nil {
		return err
	}
	client, err := telegram.New(emulator.DefaultToken, telegram.Options{URL: url})
	if err != nil {
		return err
	}
	defer client.Close()
	return outbox.New(outbox.Config{Store: store, Telegram: client, Render: page}).Run(ctx)
}

// A broadcast to 200 chats; the process that sends it is killed again and
// again, at moments that nobody chose.
func TestAKilledProcessLosesNothingAndRepeatsAtMostWhatWasOnItsWay(t *testing.T) {
	chats, stories := 200, 3+*kills/2
	file := filepath.Join(t.TempDir(), "herald.db")
	w := newWorld(t, file, emulator.Options{Requests: 1}, telegram.Options{})
	w.tg.Start()
	defer w.tg.Close()
	readers := w.readers(chats)
	w.publish(stories)
	w.must(w.store.Close())
	w.client.Close()

	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	all := chats * stories
	for k := range *kills {
		cmd := spawn(t, file, w.tg.URL())
		at := all * (k + 1) / (*kills + 1) // evenly, give or take
		at += rand.IntN(max(1, all/(*kills+1)/2))
		err := w.tg.Await(ctx, func() bool { return w.tg.Stats().Messages >= at })
		w.must(err)
		w.must(cmd.Process.Signal(syscall.SIGKILL))
		if err := cmd.Wait(); err == nil {
			t.Fatal("the process ended by itself")
		}
	}
	cmd := spawn(t, file, w.tg.URL())
	err := w.tg.Await(ctx, func() bool {
		return !slices.ContainsFunc(readers, func(c news.ChatID) bool { return !slices.Contains(w.stories(c), stories) })
	})
	if err != nil {
		t.Errorf("not all arrived: %v", err)
	}
	w.must(cmd.Process.Signal(syscall.SIGTERM))
	w.must(cmd.Wait())

	repeated := 0
	for _, c := range readers {
		got := w.stories(c)
		if !slices.IsSorted(got) {
			t.Errorf("chat %d got the stories in the order %v", c, got)
		}
		repeated += len(got) - stories
		if got = slices.Compact(got); len(got) != stories {
			t.Errorf("chat %d has the stories %v of %d", c, got, stories)
		}
		if extra := len(w.stories(c)) - stories; extra > *kills {
			t.Errorf("chat %d got %d repetitions in %d crashes", c, extra, *kills)
		}
	}
	t.Logf("%d messages, %d crashes, 0 lost, %d repeated", all, *kills, repeated)
	if repeated > *kills*outbox.DefaultWorkers {
		t.Errorf("%d repetitions, more than were on their way in %d crashes", repeated, *kills)
	}
	store, err := storage.Open(ctx, file)
	w.must(err)
	defer store.Close()
	if n, err := store.Queue(ctx); err != nil || n != 0 {
		t.Errorf("%d deliveries wait in the end: %v", n, err)
	}
	w.must(store.Check(ctx))
}

func spawn(t *testing.T, file, url string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self)
	cmd.Env = append(os.Environ(), childFile+"="+file, childURL+"="+url)
	cmd.Stdout, cmd.Stderr = io.Discard, os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}
