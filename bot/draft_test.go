package bot_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"herald/bot"
	"herald/bot/telegram"
	"herald/bot/telegram/emulator"
)

// TestDraftsAreShownAtTelegramsPace lets a model write a word every 50 ms for
// a while, and then think.
func TestDraftsAreShownAtTelegramsPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tg := emulator.New(emulator.Options{})
		reader := tg.Reader(emulator.User{FirstName: "Reader"})
		client, err := telegram.New(tg.Token(), telegram.Options{URL: tg.URL(), HTTP: &http.Client{Transport: tg.Transport()}})
		if err != nil {
			t.Fatal(err)
		}
		show, run := bot.Drafting(func(ctx context.Context, m telegram.Message) error {
			return client.Draft(ctx, telegram.Target{Chat: reader}, 7, m)
		})
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error)
		go func() { done <- run(ctx) }()
		for i := range 100 { // five seconds
			show(telegram.Message{Text: fmt.Sprintf("%d words", i+1)})
			time.Sleep(50 * time.Millisecond)
		}
		time.Sleep(50 * time.Second)
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		sent := tg.Log("sendMessageDraft")
		for i := 1; i < len(sent); i++ {
			gap := sent[i].At.Sub(sent[i-1].At)
			if gap < time.Second || gap > 21*time.Second {
				t.Errorf("%v between two drafts", gap)
			}
		}
		if n := len(sent); n < 7 || n > 9 {
			t.Errorf("%d drafts: some six while it writes, and two that keep the last one in sight", n)
		}
		if last := sent[len(sent)-1].Params["text"]; last != "100 words" || sent[0].Params["text"] != "1 words" || sent[0].Params["draft_id"] != "7" {
			t.Errorf("first %v, last %q", sent[0].Params, last)
		}
		client.Close()
		tg.Close()
	})
}

func TestAfterADraftThatCannotBeShownThereIsNone(t *testing.T) {
	fault, calls := errors.New("no"), 0
	show, run := bot.Drafting(func(context.Context, telegram.Message) error { calls++; return fault })
	show(telegram.Message{Text: "one"})
	if err := run(t.Context()); !errors.Is(err, fault) {
		t.Errorf("%v", err)
	}
	for range 100 {
		show(telegram.Message{Text: "more"}) // nobody takes it, and nobody is held up
	}
	if calls != 1 {
		t.Errorf("%d drafts", calls)
	}
}
