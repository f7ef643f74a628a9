package telegram

import (
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"strings"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"
)

const (
	// batch is the most that the server gives at once. Since a poll asks from
	// the oldest unfinished update on, it also bounds what is held here.
	batch = 100

	minBackOff = 500 * time.Millisecond
	maxBackOff = 30 * time.Second

	// finishing is how long handlers may go on after Poll was told to stop.
	// The last second of it is for those that need telling.
	finishing = 10 * time.Second

	// While handlers work, new updates are looked for at these intervals: a
	// long poll would return at once, with what is being handled.
	minGlance = 20 * time.Millisecond
	maxGlance = 200 * time.Millisecond
)

// allowed are the kinds of update that herald wants; the server keeps the
// others back.
var allowed = []string{
	models.AllowedUpdateMessage, models.AllowedUpdateChannelPost,
	models.AllowedUpdateCallbackQuery, models.AllowedUpdateMyChatMember,
}

// Poll fetches updates and hands them to handle until ctx ends: one chat's in
// order, chats side by side (Options.Workers at most). An update is confirmed
// to the server when it and all before it are done, so a crash loses none; it
// may repeat those that were done but not yet confirmed.
//
// handle's context is not ctx: it goes on for up to ten seconds after ctx has
// ended. A panic in handle is logged and its update counts as done. Failures
// of the network and of the server are logged and waited out, as is another
// poller with the same token (409); a webhook that is still set is taken down.
// Poll returns nil when ctx has ended, ErrUnauthorized when the token is
// refused. It must not run twice at the same time.
func (c *Client) Poll(ctx context.Context, handle func(context.Context, *models.Update)) error {
	working, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	// The library dispatches: whatever else is registered with it has its say.
	id := c.api.RegisterHandlerMatchFunc(
		func(*models.Update) bool { return true },
		func(ctx context.Context, _ *tg.Bot, u *models.Update) { handle(ctx, u) })
	defer c.api.UnregisterHandler(id)

	d := newDispatcher(working, c.workers, c.log, c.wire.redact, c.api.ProcessUpdate)
	err := c.receive(ctx, d)
	d.finish(stop)
	if err == nil {
		c.confirm(context.WithoutCancel(ctx), d)
	}
	return err
}

// receive polls until ctx ends or the token is refused.
func (c *Client) receive(ctx context.Context, d *dispatcher) error {
	glance := minGlance
	for ctx.Err() == nil {
		raw, offset, err := c.next(ctx, d.offset)
		if err != nil {
			return err
		}
		if d.take(c.decode(raw), offset) > 0 {
			glance = minGlance
		} else {
			glance = min(2*glance, maxGlance)
		}
		d.pause(ctx, glance)
	}
	return nil
}

// next polls until the server answers, and waits out what fails: the updates
// as they come, and the number that they were asked for from. There are none
// when ctx has ended; the error is ErrUnauthorized.
func (c *Client) next(ctx context.Context, from func() int64) (raw []json.RawMessage, offset int64, err error) {
	var pause time.Duration
	for ctx.Err() == nil {
		offset = from()
		raw, err = c.getUpdates(ctx, offset, c.poll)
		switch {
		case errors.Is(err, ErrUnauthorized):
			return nil, offset, err
		case err == nil:
			if pause > 0 {
				c.log.Info("telegram answers again")
			}
			return raw, offset, nil
		case ctx.Err() == nil:
			pause = c.backOff(ctx, pause, err)
			_ = sleep(ctx, pause) // the loop looks at ctx
		}
	}
	return nil, offset, nil
}

// decode reads updates. One that cannot be read is given with nothing but its
// number, so that it is passed, not met forever.
func (c *Client) decode(raw []json.RawMessage) []*models.Update {
	updates := make([]*models.Update, 0, len(raw))
	for _, r := range raw {
		u := new(models.Update)
		if err := json.Unmarshal(r, u); err != nil {
			var bare struct {
				ID int64 `json:"update_id"`
			}
			if json.Unmarshal(r, &bare) != nil || bare.ID == 0 {
				c.log.Error("an update without a number was passed over", "error", err)
				continue
			}
			c.log.Error("an update cannot be read and is passed over", "update", bare.ID, "error", err)
			u = &models.Update{ID: bare.ID}
		}
		updates = append(updates, u)
	}
	return updates
}

// getUpdates asks for what comes from offset on, as it comes.
func (c *Client) getUpdates(ctx context.Context, offset int64, wait time.Duration) (raw []json.RawMessage, err error) {
	err = c.wire.call(ctx, "getUpdates", map[string]any{
		"offset": offset, "limit": batch, "timeout": int(wait.Seconds()), "allowed_updates": allowed,
	}, &raw)
	return raw, err
}

// backOff says what failed and how long to wait: what the server asks for, or
// twice as long as before, give or take a fifth.
func (c *Client) backOff(ctx context.Context, before time.Duration, err error) time.Duration {
	pause := min(max(2*before, minBackOff), maxBackOff)
	var retry *RetryError
	switch {
	case errors.As(err, &retry):
		pause = max(retry.After, minBackOff)
	case errors.Is(err, ErrConflict) && strings.Contains(err.Error(), "webhook is active"):
		c.log.Warn("a webhook is set; it is taken down, since this program polls")
		if _, err := c.api.DeleteWebhook(ctx, &tg.DeleteWebhookParams{}); err != nil {
			c.log.Error("the webhook cannot be taken down", "error", err)
			return pause
		}
		return minBackOff
	case errors.Is(err, ErrConflict):
		// Each ousts the other as long as both go on: be the slower one.
		pause = max(pause, 4*time.Second)
		c.log.Error("another program polls with this token; stop one of the two", "again_in", pause)
		return pause
	}
	c.log.Warn("telegram cannot be reached for updates", "error", err, "again_in", pause)
	return time.Duration(float64(pause) * (1 + 0.2*rand.Float64())) // never shorter than a retry_after
}

// confirm tells the server what is done, since no further poll will.
func (c *Client) confirm(ctx context.Context, d *dispatcher) {
	if d.offset() == 0 {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
	defer cancel()
	err := c.wire.call(ctx, "getUpdates", map[string]any{"offset": d.offset(), "limit": 1, "timeout": 0, "allowed_updates": allowed}, nil)
	if err != nil {
		c.log.Warn("the last updates could not be confirmed and will come again", "error", err)
	}
}
