package telegram

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"

	tg "github.com/go-telegram/bot"
	"github.com/go-telegram/bot/models"

	"herald/news"
)

const (
	// maxUpdate bounds a webhook's body, in bytes. The longest message is some
	// 100 KB with what it answers and its entities.
	maxUpdate = 1 << 20
	// takingTime is how long an update may take to be stored, and readingTime
	// to come in; Telegram waits for a minute.
	takingTime  = 30 * time.Second
	readingTime = 10 * time.Second
	// maxPushes is how many updates Telegram may push at the same time.
	maxPushes = 40
)

// secretHeader carries the webhook's secret,
// https://core.telegram.org/bots/api#setwebhook.
const secretHeader = "X-Telegram-Bot-Api-Secret-Token" //nolint:gosec // the header's name is no secret

// Webhook receives updates that Telegram pushes. A request without the secret
// is refused (401) before its body is read. It is answered with 200 once take
// has stored the update; where take fails (503) Telegram pushes it again.
// Anything but an update is refused (400, 405, 413).
func Webhook(secret string, take func(context.Context, []news.Update) error, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if subtle.ConstantTimeCompare([]byte(r.Header.Get(secretHeader)), []byte(secret)) != 1 || secret == "" {
			http.Error(w, "the secret is missing or wrong", http.StatusUnauthorized)
			return
		}
		if r.Method != http.MethodPost {
			http.Error(w, "updates are posted", http.StatusMethodNotAllowed)
			return
		}
		slow := http.NewResponseController(w)
		_ = slow.SetReadDeadline(time.Now().Add(readingTime)) // a server that has none needs none
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxUpdate))
		_ = slow.SetReadDeadline(time.Time{})
		var large *http.MaxBytesError
		switch {
		case errors.As(err, &large):
			log.Warn("an update is too large and was refused", "bytes", maxUpdate)
			http.Error(w, "too large", http.StatusRequestEntityTooLarge)
			return
		case err != nil:
			http.Error(w, "the body cannot be read", http.StatusBadRequest)
			return
		}
		u, err := incoming(body)
		if err != nil {
			http.Error(w, "not an update", http.StatusBadRequest)
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), takingTime)
		defer cancel()
		if err := take(ctx, []news.Update{u}); err != nil {
			log.Error("an update could not be stored; Telegram will push it again", "update", u.ID, "error", err)
			http.Error(w, "not stored", http.StatusServiceUnavailable)
			return
		}
		w.WriteHeader(http.StatusOK)
	})
}

// incoming is an update as it is stored: its number and its chat are read, the
// rest is kept as it came.
func incoming(body []byte) (news.Update, error) {
	var bare struct {
		ID *int64 `json:"update_id"`
	}
	if err := json.Unmarshal(body, &bare); err != nil {
		return news.Update{}, err
	}
	if bare.ID == nil {
		return news.Update{}, errors.New("an update has a number")
	}
	var u models.Update
	_ = json.Unmarshal(body, &u) // one that cannot be read keeps nobody's order
	return news.Update{ID: *bare.ID, Lane: laneOf(&u), Body: body}, nil
}

// ReadUpdate is a stored update for its handler.
func ReadUpdate(u news.Update) (*models.Update, error) {
	out := new(models.Update)
	if err := json.Unmarshal(u.Body, out); err != nil {
		return nil, err
	}
	return out, nil
}

// SetWebhook has Telegram push updates to an address, with the secret in each
// request, from now on; what waits is pushed, too.
func (c *Client) SetWebhook(ctx context.Context, url, secret string) error {
	_, err := c.api.SetWebhook(ctx, &tg.SetWebhookParams{URL: url, SecretToken: secret, AllowedUpdates: allowed, MaxConnections: maxPushes})
	return err
}

// WebhookInfo is how Telegram sees the webhook: URL is "" where none is set.
func (c *Client) WebhookInfo(ctx context.Context) (*models.WebhookInfo, error) {
	return c.api.GetWebhookInfo(ctx)
}

// Fetch polls as Poll does, and hands updates to take instead of handling
// them: what take has stored is confirmed to the server. It is for the one of
// several copies that was elected to poll, and returns as Poll does.
func (c *Client) Fetch(ctx context.Context, take func(context.Context, []news.Update) error) error {
	offset := int64(0)
	for ctx.Err() == nil {
		raw, _, err := c.next(ctx, func() int64 { return offset })
		if err != nil {
			return err
		}
		updates, next := make([]news.Update, 0, len(raw)), offset
		for _, r := range raw {
			u, err := incoming(r)
			if err != nil {
				c.log.Error("an update without a number was passed over", "error", err)
				continue
			}
			updates, next = append(updates, u), u.ID+1
		}
		if len(updates) == 0 {
			continue
		}
		// What was asked for is stored also when ctx has ended meanwhile.
		storing, cancel := context.WithTimeout(context.WithoutCancel(ctx), takingTime)
		err = take(storing, updates)
		cancel()
		if err != nil {
			c.log.Error("updates could not be stored and are asked for again", "updates", len(updates), "error", err)
			_ = sleep(ctx, time.Second)
			continue
		}
		offset = next
	}
	return nil
}
