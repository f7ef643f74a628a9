package telegram_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"herald/bot/telegram"
	"herald/bot/telegram/emulator"
)

func TestDraft(t *testing.T) {
	tg := emulator.New(emulator.Options{})
	tg.Start()
	t.Cleanup(tg.Close)
	reader := tg.Reader(emulator.User{FirstName: "Reader"})
	client, err := telegram.New(tg.Token(), telegram.Options{URL: tg.URL()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	to := telegram.Target{Chat: reader}
	t.Run("people see the text with its formatting, under a number", func(t *testing.T) {
		events := tg.Events()
		defer events.Close()
		if err := client.Draft(ctx, to, 42, telegram.Message{Text: "so far", Entities: []telegram.Entity{{Type: "bold", Length: 2}}}); err != nil {
			t.Fatal(err)
		}
		e, err := events.Next(ctx)
		if err != nil || e.Kind != "draft" || e.Text != "so far" || e.Chat != reader {
			t.Errorf("%+v, %v", e, err)
		}
		sent := tg.Log("sendMessageDraft")
		if len(sent) != 1 || sent[0].Params["draft_id"] != "42" || len(tg.Complaints()) > 0 || len(tg.Replies(reader)) != 0 {
			t.Errorf("%+v, complaints %v", sent, tg.Complaints())
		}
	})
	t.Run("none is sent within a retry_after", func(t *testing.T) {
		other := telegram.Target{Chat: tg.Reader(emulator.User{FirstName: "Other"})}
		f := emulator.TooMany(30)
		f.Method, f.Chat, f.Count = "sendMessageDraft", other.Chat, 1
		tg.Fault(f)
		before := len(tg.Log("sendMessageDraft"))
		var retry *telegram.RetryError
		if err := client.Draft(ctx, other, 1, telegram.Message{Text: "a"}); !errors.As(err, &retry) {
			t.Errorf("%v", err)
		}
		if err := client.Draft(ctx, other, 1, telegram.Message{Text: "b"}); err != nil || len(tg.Log("sendMessageDraft")) != before+1 {
			t.Errorf("%v, %d requests", err, len(tg.Log("sendMessageDraft"))-before)
		}
	})
	t.Run("a server that refuses some is asked again, one that refuses all is not", func(t *testing.T) {
		fresh, err := telegram.New(tg.Token(), telegram.Options{URL: tg.URL()})
		if err != nil {
			t.Fatal(err)
		}
		defer fresh.Close()
		var refused *telegram.RequestError
		no := emulator.Fault{Method: "sendMessageDraft", Code: 400, Description: "Bad Request: TEXTDRAFT_PEER_INVALID", Count: 2}
		tg.Fault(no)
		for range 2 {
			if err := fresh.Draft(ctx, to, 1, telegram.Message{Text: "a"}); !errors.As(err, &refused) {
				t.Errorf("%v", err)
			}
		}
		if err := fresh.Draft(ctx, to, 1, telegram.Message{Text: "a"}); err != nil {
			t.Errorf("%v", err)
		}
		no.Count = 0
		defer tg.Fault(no)()
		for range 3 {
			err = fresh.Draft(ctx, to, 1, telegram.Message{Text: "a"})
		}
		before := len(tg.Log("sendMessageDraft"))
		if err2 := fresh.Draft(ctx, to, 1, telegram.Message{Text: "a"}); !errors.Is(err, telegram.ErrNoDrafts) || !errors.Is(err2, telegram.ErrNoDrafts) || len(tg.Log("sendMessageDraft")) != before {
			t.Errorf("%v, then %v", err, err2)
		}
	})
	t.Run("a server that knows none is asked once", func(t *testing.T) {
		tg.Fault(emulator.Fault{Method: "sendMessageDraft", Code: 404, Description: "Not Found: method not found"})
		before := len(tg.Log("sendMessageDraft"))
		for range 3 {
			if err := client.Draft(ctx, to, 1, telegram.Message{Text: "a"}); !errors.Is(err, telegram.ErrNoDrafts) {
				t.Errorf("%v", err)
			}
		}
		if n := len(tg.Log("sendMessageDraft")) - before; n != 1 {
			t.Errorf("asked %d times", n)
		}
	})
}
