package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/go-telegram/bot/models"
	"golang.org/x/sync/errgroup"

	"herald/bot/inbox"
	"herald/bot/outbox"
	"herald/bot/telegram"
	"herald/news"
	"herald/storage"
)

// shared is the wiring where several copies of herald work on one database, or
// where a single one is pushed its updates: updates are stored and handled by
// any copy; what is sent, broadcasts and answers, is sent by the elected one.
type shared struct {
	store    *storage.Store
	client   *telegram.Client
	relay    *outbox.Relay
	delivery *outbox.Outbox
	handle   func(context.Context, *models.Update)
	log      *slog.Logger
}

// run starts the loops in g and gives what stores updates that come in. When
// ctx ends, answers are sent until the updates in work are done.
func (s *shared) run(ctx context.Context, g *errgroup.Group) (take func(context.Context, []news.Update) error) {
	in := inbox.New(inbox.Config{Store: s.store, Log: s.log, Handle: func(ctx context.Context, u *models.Update) {
		s.handle(outbox.Answering(ctx, u.ID), u)
	}})
	desk := outbox.NewDesk(s.store, s.client, s.log)
	answering, answered := context.WithCancel(context.WithoutCancel(ctx))
	g.Go(func() error {
		defer answered()
		return in.Run(ctx)
	})
	g.Go(func() error {
		return hearing(answering, s.store, s.log, func(said news.Signal) {
			all := said.Kind == news.Missed
			if all || said.Kind == news.Queued {
				s.delivery.Wake()
			}
			if all || said.Kind == news.Asked {
				desk.Wake()
			}
			if all || said.Kind == news.Updated {
				in.Wake()
			}
			s.relay.Heard(said)
		})
	})
	g.Go(func() error {
		return elected(answering, s.store, "send", s.log, func(held context.Context) error {
			if err := s.store.VoidSending(held); err != nil {
				return err
			}
			work, held := errgroup.WithContext(held)
			broadcasting, stop := context.WithCancel(held)
			defer stop()
			defer context.AfterFunc(ctx, stop)()
			work.Go(func() error { return s.delivery.Run(broadcasting) })
			work.Go(func() error { return desk.Run(held) })
			return work.Wait()
		})
	})
	return in.Take
}

// retry is between two tries to reach the database anew.
const retry = time.Second

// elected serves in a role whenever this copy has it, until ctx ends or
// Telegram refuses the token.
func elected(ctx context.Context, store *storage.Store, role string, log *slog.Logger, serve func(context.Context) error) error {
	for ctx.Err() == nil {
		err := store.Elect(ctx, role, func(ctx context.Context) error {
			log.Info("this copy has the role now", "role", role)
			return serve(ctx)
		})
		if errors.Is(err, telegram.ErrUnauthorized) {
			return err
		}
		if ctx.Err() == nil {
			log.Warn("this copy cannot have the role now", "role", role, "error", err)
			sleep(ctx, retry)
		}
	}
	return nil
}

// hearing passes on what copies tell one another, until ctx ends.
func hearing(ctx context.Context, store *storage.Store, log *slog.Logger, heard func(news.Signal)) error {
	for ctx.Err() == nil {
		if err := store.Listen(ctx, heard); err != nil {
			log.Warn("this copy does not hear the others; it looks every second", "error", err)
			sleep(ctx, retry)
		}
	}
	return nil
}

// setWebhook has Telegram push updates from now on. It is tried until it
// succeeds, or until Telegram says why it never will.
func setWebhook(ctx context.Context, client *telegram.Client, set Settings, log *slog.Logger) error {
	for pause := retry; ctx.Err() == nil; pause = min(2*pause, time.Minute) {
		err := client.SetWebhook(ctx, set.WebhookURL, set.WebhookSecret)
		var refused *telegram.RequestError
		var wait *telegram.RetryError
		switch {
		case err == nil:
			log.Info("telegram pushes updates", "to", news.Host(set.WebhookURL))
			return nil
		case errors.As(err, &refused):
			return fmt.Errorf("TELEGRAM_WEBHOOK_URL: Telegram refuses it: %s; it must be an https address that Telegram reaches, on port 443, 80, 88 or 8443", refused.Description)
		case errors.Is(err, telegram.ErrUnauthorized):
			return err
		case errors.As(err, &wait):
			pause = max(pause, wait.After)
		}
		if ctx.Err() == nil {
			log.Warn("the webhook could not be set", "error", err, "again_in", pause)
			sleep(ctx, pause)
		}
	}
	return nil
}

// sleep waits for a while or until ctx ends.
func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
