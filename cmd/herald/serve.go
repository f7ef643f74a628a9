package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"runtime/debug"
	"time"

	"golang.org/x/sync/errgroup"

	"herald/bot"
	"herald/bot/outbox"
	"herald/bot/telegram"
	"herald/quotes"
	"herald/reader"
	"herald/reader/fetch"
	"herald/storage"
	"herald/summarize"
	"herald/watch"
)

// serve is the wiring: the four loops of the bot on one database, until ctx
// ends or one of them cannot go on. `run` and `demo` differ in settings only.
func serve(ctx context.Context, set Settings, log *slog.Logger) error {
	if os.Getenv("GOGC") == "" {
		// Half of what lives is date tables that never die: with Go's default
		// the heap would grow to twice them between two collections.
		defer debug.SetGCPercent(debug.SetGCPercent(50))
	}
	release, err := storage.Hold(ctx, set.Database)
	if err != nil {
		return err
	}
	defer release() //nolint:errcheck // the end of the process releases it too
	store, err := storage.Open(ctx, set.Database)
	if err != nil {
		return err
	}
	defer func() {
		if err := store.Close(); err != nil {
			log.Error("the database did not close cleanly", "error", err)
		}
	}()
	if !store.Shared() { // one process on SQLite: what was leased before belongs to nobody
		if err := store.VoidLeases(ctx); err != nil {
			return err
		}
	}
	client, err := telegram.New(set.Token, telegram.Options{URL: set.APIURL, Rate: float64(set.Rate), Paid: bool(set.Paid), Log: log})
	if err != nil {
		return usageError{err}
	}
	defer client.Close()
	if set.Rate > telegram.Free && !set.Paid && set.APIURL == "" {
		log.Warn("HERALD_SEND_RATE is above what Telegram takes without payment; it will answer 429, unless HERALD_PAID_BROADCAST=true", "rate", float64(set.Rate))
	}
	name, err := whoAmI(ctx, client, log)
	switch {
	case ctx.Err() != nil:
		return nil // told to stop before it began: a clean stop as any
	case err != nil:
		return err
	}

	door := fetch.New(fetch.Options{AllowPrivate: bool(set.AllowPrivate)})
	defer door.Close()
	web := reader.New(door, reader.Options{})
	var messages bot.Telegram = client
	var relay *outbox.Relay
	if store.Shared() || set.WebhookURL != "" {
		relay = outbox.NewRelay(store, client)
		messages = relay
	}
	summaries, speakers := newEngines(set, store, log)
	conversation := bot.New(bot.Config{
		Store: store, Reader: web, Summarizer: summaries, Namer: speakers, Telegram: messages, Log: log,
		Name: name, AllowUsers: set.AllowUsers, Admins: set.Admins, Model: set.ModelOn(),
	})
	if err := conversation.Announce(ctx); err != nil {
		log.Warn("the menu of commands could not be set", "error", err)
	}
	delivery := outbox.New(outbox.Config{Store: store, Telegram: client, Log: log, Render: conversation.Push, Paused: conversation.Paused})
	feeds := watch.New(watch.Config{Store: store, Reader: web, Interval: time.Duration(set.Interval), Keep: time.Duration(set.Keep), Queued: delivery.Wake, Log: log})

	log.Info("herald runs", "bot", "@"+name, "database", databaseName(set.Database), "interval", time.Duration(set.Interval), "rate", float64(set.Rate), "model", set.Model)
	g, ctx := errgroup.WithContext(ctx)
	hooks := map[string]http.Handler{}
	if relay == nil {
		g.Go(func() error { return client.Poll(ctx, conversation.Handle) })
		g.Go(func() error { return delivery.Run(ctx) })
	} else {
		s := &shared{store: store, client: client, relay: relay, delivery: delivery, handle: conversation.Handle, log: log}
		take := s.run(ctx, g)
		if path := set.webhookPath(); path != "" {
			hooks[path] = telegram.Webhook(set.WebhookSecret, take, log)
			g.Go(func() error { return setWebhook(ctx, client, set, log) })
		} else {
			g.Go(func() error {
				return elected(ctx, store, "poll", log, func(ctx context.Context) error { return client.Fetch(ctx, take) })
			})
		}
	}
	g.Go(func() error { return feeds.Run(ctx) })
	if !store.Shared() {
		g.Go(func() error { return guard(ctx, store, log) })
	}
	if set.Listen != "" {
		g.Go(func() error { return listen(ctx, set.Listen, store, hooks, log) })
	}
	err = rescued(store, g.Wait())
	log.Info("herald stops")
	return err
}

// whoAmI asks Telegram for the bot's name. A token that is refused ends the
// run; a server that cannot be reached is waited for.
func whoAmI(ctx context.Context, client *telegram.Client, log *slog.Logger) (string, error) {
	for pause := time.Second; ; pause = min(2*pause, time.Minute) {
		me, err := client.Me(ctx)
		switch {
		case err == nil:
			return me.Username, nil
		case errors.Is(err, telegram.ErrUnauthorized), ctx.Err() != nil:
			return "", err
		}
		log.Warn("telegram cannot be reached", "error", err, "again_in", pause)
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

// newModel is the configured language model, checked against the article. tokens
// keeps what it took of the day's budget; nil where it is asked by this process
// alone.
func newModel(set Settings, tokens summarize.Ledger, log *slog.Logger) (*summarize.LLM, summarize.Summarizer) {
	llm := summarize.NewLLM(summarize.LLMConfig{
		Key: set.ModelKey, BaseURL: set.ModelURL, Model: set.Model, DailyTokens: int(set.ModelTokens), Window: int(set.ModelWindow), Ledger: tokens, Log: log,
	})
	return llm, summarize.Faithful{Of: llm}
}

// cachedSummaries bounds what is kept of a model's summaries, about 1 KB each,
// and cachedSpeakers the names that it found.
const (
	cachedSummaries = 2000
	cachedSpeakers  = 5000
)

// newEngines are what summaries and missing speakers are made by: the model
// where one is configured, with the extract whenever it fails; else the
// extract, and nobody who could name a speaker. Both share the model's budget.
func newEngines(set Settings, tokens summarize.Ledger, log *slog.Logger) (summarize.Summarizer, quotes.Namer) {
	if !set.ModelOn() {
		return summarize.Extractive{}, nil
	}
	llm, faithful := newModel(set, tokens, log)
	return summarize.Fallback{
		Primary:    summarize.NewCached(faithful, llm.Version(), cachedSummaries),
		Extractive: summarize.Extractive{},
		Log:        log,
	}, summarize.NewNamer(llm, cachedSpeakers)
}
