package emulator

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"
	"time"
)

// webhook is where updates are pushed instead of being polled.
type webhook struct {
	url, secret string
	failed      string
	stop        context.CancelFunc
	wake        chan struct{}
}

var secretToken = regexp.MustCompile(`^[A-Za-z0-9_-]{0,256}$`)

// setWebhook, https://core.telegram.org/bots/api#setwebhook. Unlike the real
// server it takes plain http too, for receivers of the same machine.
func (s *Server) setWebhook(_ context.Context, a *args) (any, error) {
	u, err := url.Parse(a.str("url"))
	switch {
	case a.str("url") == "":
		return s.deleteWebhook(context.Background(), a)
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return nil, bad("bad webhook: An HTTPS URL must be provided for webhook")
	case !secretToken.MatchString(a.str("secret_token")):
		return nil, bad("secret token contains unallowed characters")
	}
	if err := s.allow(a); err != nil {
		return nil, err
	}
	s.unhook(a.bool("drop_pending_updates"))
	if s.updates.poller != nil {
		close(s.updates.poller)
		s.updates.poller = nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.webhook = webhook{url: u.String(), secret: a.str("secret_token"), stop: cancel, wake: make(chan struct{}, 1)}
	s.hooks.Add(1)
	go s.push(ctx, s.webhook)
	return true, nil
}

func (s *Server) deleteWebhook(_ context.Context, a *args) (any, error) {
	s.unhook(a.bool("drop_pending_updates"))
	return true, nil
}

func (s *Server) unhook(drop bool) {
	if s.webhook.stop != nil {
		s.webhook.stop()
	}
	s.webhook = webhook{}
	if drop {
		s.updates.waiting = nil
	}
}

func (s *Server) wakeHook() {
	if s.webhook.wake != nil {
		select {
		case s.webhook.wake <- struct{}{}:
		default:
		}
	}
}

func (s *Server) getWebhookInfo(_ context.Context, _ *args) (any, error) {
	info := map[string]any{"url": s.webhook.url, "has_custom_certificate": false, "pending_update_count": len(s.updates.waiting)}
	if s.webhook.failed != "" {
		info["last_error_message"], info["last_error_date"] = s.webhook.failed, time.Now().Unix()
	}
	return info, nil
}

// push posts one update after the other, each until it is taken.
func (s *Server) push(ctx context.Context, hook webhook) {
	defer s.hooks.Done()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	client := &http.Client{Transport: &http.Transport{}, Timeout: time.Minute}
	defer client.CloseIdleConnections()
	for {
		s.mu.Lock()
		var next *wireUpdate
		if len(s.updates.waiting) > 0 && ctx.Err() == nil {
			u := s.updates.waiting[0]
			next = &u
		}
		s.mu.Unlock()
		if next == nil {
			select {
			case <-hook.wake:
				continue
			case <-ctx.Done():
				return
			case <-s.closed:
				return
			}
		}
		failed := post(ctx, client, hook, next)
		s.mu.Lock()
		if ctx.Err() == nil {
			s.webhook.failed = failed
			if failed == "" {
				s.updates.confirm(next.ID + 1)
				s.changedNow()
			}
		}
		s.mu.Unlock()
		if failed != "" {
			select {
			case <-time.After(100 * time.Millisecond): // the real server waits longer and longer
			case <-ctx.Done():
				return
			case <-s.closed:
				return
			}
		}
	}
}

// post gives "" where the receiver took the update.
func post(ctx context.Context, client *http.Client, hook webhook, u *wireUpdate) string {
	body, err := json.Marshal(u)
	if err != nil {
		return err.Error()
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, hook.url, bytes.NewReader(body))
	if err != nil {
		return err.Error()
	}
	req.Header.Set("Content-Type", "application/json")
	if hook.secret != "" {
		req.Header.Set("X-Telegram-Bot-Api-Secret-Token", hook.secret)
	}
	resp, err := client.Do(req)
	if err != nil {
		return err.Error()
	}
	_ = resp.Body.Close()
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return "Wrong response from the webhook: " + resp.Status
	}
	return ""
}
