package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"herald/bot/telegram"
	"herald/news"
	"herald/storage"
	"herald/summarize"
)

// checkCmd looks at everything that `run` will need.
type checkCmd struct{}

// Run prints a line for each thing that was looked at, and fails when one of
// them is not as it must be; a fault comes with its remedy.
func (checkCmd) Run(w world) error {
	set, err := readSettings()
	if err != nil {
		return usageError{err}
	}
	faults := 0
	say := func(name string, err error, fine string) {
		if err == nil {
			fmt.Fprintf(w.stdout, "ok     %-9s %s\n", name, fine)
			return
		}
		faults++
		fmt.Fprintf(w.stdout, "fault  %-9s %v\n", name, err)
	}
	say("settings", nil, "each has a value that herald knows")
	schema, err := checkDatabase(w.ctx, set)
	say("database", err, fmt.Sprintf("%s, schema %d, whole, %s", databaseName(set.Database), schema, sharing(set)))
	name, err := checkToken(w.ctx, set)
	say("token", err, "Telegram knows the bot as @"+name)
	if set.WebhookURL != "" && err == nil {
		told, err := checkWebhookState(w.ctx, set)
		say("webhook", err, told)
	}
	if set.ModelOn() {
		say("model", checkModel(w.ctx, set), set.Model+" answers")
	} else {
		say("model", nil, "none is configured: summaries are extractive")
	}
	if faults > 0 {
		return fmt.Errorf("%d of the above must be mended before herald run", faults)
	}
	return nil
}

// sharing says how many copies of the bot the database is for.
func sharing(set Settings) string {
	if strings.Contains(set.Database, "://") {
		return "for as many copies as you start"
	}
	return "for one copy"
}

// checkWebhookState asks Telegram what it knows of the webhook. One that is not
// set yet is no fault, since run sets it.
func checkWebhookState(ctx context.Context, set Settings) (told string, err error) {
	client, err := telegram.New(set.Token, telegram.Options{URL: set.APIURL, Timeout: 10 * time.Second})
	if err != nil {
		return "", err
	}
	defer client.Close()
	info, err := client.WebhookInfo(ctx)
	switch {
	case err != nil:
		return "", err
	case info.URL != set.WebhookURL:
		return "not set at Telegram yet; herald run sets it to " + news.Host(set.WebhookURL), nil
	case info.LastErrorMessage != "" && info.PendingUpdateCount > 0:
		return "", fmt.Errorf("Telegram cannot push (%s), %d updates wait; see that %s leads to HERALD_LISTEN (%s) and that herald runs with the same TELEGRAM_WEBHOOK_SECRET", //nolint:staticcheck // a name
			info.LastErrorMessage, info.PendingUpdateCount, news.Host(set.WebhookURL), set.Listen)
	}
	return fmt.Sprintf("Telegram pushes to %s, %d updates wait", news.Host(set.WebhookURL), info.PendingUpdateCount), nil
}

func checkDatabase(ctx context.Context, set Settings) (schema int64, err error) {
	s, err := storage.Open(ctx, set.Database)
	if err != nil {
		return 0, err
	}
	defer func() { _ = s.Close() }() // nothing was left to write
	if err := s.Check(ctx); err != nil {
		return 0, err
	}
	return s.Schema(ctx)
}

func checkToken(ctx context.Context, set Settings) (name string, err error) {
	if set.Token == "" {
		return "", errors.New("TELEGRAM_BOT_TOKEN is not set: ask @BotFather for a token")
	}
	client, err := telegram.New(set.Token, telegram.Options{URL: set.APIURL, Timeout: 10 * time.Second})
	if err != nil {
		return "", err
	}
	defer client.Close()
	me, err := client.Me(ctx)
	var away *telegram.UnavailableError
	if errors.As(err, &away) {
		err = fmt.Errorf("%w; check that this machine reaches %s", err, news.Host(cmp.Or(set.APIURL, telegram.Server)))
	}
	if err != nil {
		return "", err
	}
	return me.Username, nil
}

// checkModel asks for a summary of one sentence, without the fallback that
// hides a model's faults from readers.
func checkModel(ctx context.Context, set Settings) error {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	_, model := newModel(set, nil, nil)
	_, err := model.Summarize(ctx, summarize.Request{
		Text: "The harbour of Kinn opens on Monday. The ferry sails again at seven in the morning, the harbour office said.",
		Lang: "en", Budget: summarize.Short, Model: true,
	})
	return err
}
