package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"herald/storage"
)

// Between two looks at what no loop of the bot would notice: whether the
// database file is still there, and whether the clock was set back.
const (
	guardEvery = 3 * time.Second
	rescueTime = 5 * time.Minute
)

// guard ends the bot with storage.ErrLost when its database file is gone, until
// ctx ends. It mends what a clock that was set back would hold up.
func guard(ctx context.Context, store *storage.Store, log *slog.Logger) error {
	tick := time.NewTicker(guardEvery)
	defer tick.Stop()
	for {
		if err := store.Lost(); err != nil {
			log.Error("the database file was removed or replaced; herald stops and saves what it holds")
			return err
		}
		by, err := store.SetBack(ctx, time.Now())
		switch {
		case err != nil && ctx.Err() == nil:
			log.Error("the database failed the guard", "error", err)
		case by > 0:
			log.Warn("the clock was set back; what waits for a time waits for that much less", "by", by.Round(time.Second))
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return nil
		}
	}
}

// rescued saves a lost database; the error says where it lies.
func rescued(store *storage.Store, err error) error {
	if !errors.Is(err, storage.ErrLost) {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), rescueTime)
	defer cancel()
	file, failed := store.Rescue(ctx)
	if failed != nil {
		return fmt.Errorf("%w, and what it held could not be saved: %w", err, failed)
	}
	return fmt.Errorf("%w; all that it held was saved as %s; start herald again, with HERALD_DATABASE set to that file", err, file)
}
