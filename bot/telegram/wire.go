package telegram

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"
	"time"

	"herald/news"
)

const (
	// maxAnswer bounds an answer of the server: a hundred updates with long
	// texts are some megabytes.
	maxAnswer = 16 << 20
	// maxRequest bounds what is sent; the longest message is far below it.
	maxRequest = 1 << 20
	// requestTimeout is for everything but long polling. Telegram answers
	// within a second; a picture by address takes it several.
	requestTimeout = 30 * time.Second
)

// envelope is how the Bot API wraps each answer,
// https://core.telegram.org/bots/api#making-requests.
type envelope struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  struct {
		MigrateTo  news.ChatID `json:"migrate_to_chat_id"`
		RetryAfter int         `json:"retry_after"`
	} `json:"parameters"`
}

// wire exchanges requests for results. It is also the HTTP client of the
// library, so the library's own requests fail with the same typed errors.
type wire struct {
	http    *http.Client
	token   string
	base    string // without a slash at its end
	timeout time.Duration
	long    time.Duration // for getUpdates
}

// pool is an HTTP client made for one host and bursts: as many idle
// connections as there are workers, and none kept longer than the server keeps
// it. Redirects are an error: following one would show the token elsewhere.
func pool() *http.Client {
	return &http.Client{
		Transport: &http.Transport{
			Proxy:               http.ProxyFromEnvironment,
			DialContext:         (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
			ForceAttemptHTTP2:   true,
			MaxIdleConns:        128,
			MaxIdleConnsPerHost: 128,
			IdleConnTimeout:     50 * time.Second,
			TLSHandshakeTimeout: 10 * time.Second,
			// A connection that has died without a word is found by asking, not
			// by the time-out of every request that is put on it.
			HTTP2: &http.HTTP2Config{SendPingTimeout: 15 * time.Second, PingTimeout: 10 * time.Second},
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// Do carries a request of the library: the body is read whole, so that a
// connection which the server has closed meanwhile can be replaced, and an
// answer other than success becomes a typed error.
func (w *wire) Do(req *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(io.LimitReader(req.Body, maxRequest+1))
	if err != nil {
		return nil, err
	}
	if len(body) > maxRequest {
		return nil, fmt.Errorf("request of more than %d bytes", maxRequest)
	}
	result, err := w.exchange(req.Context(), path.Base(req.URL.Path), req.Header.Get("Content-Type"), body)
	if err != nil {
		return nil, err
	}
	answer := append(append([]byte(`{"ok":true,"result":`), result...), '}')
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(bytes.NewReader(answer)), Request: req}, nil
}

// call makes a request with JSON parameters; result may be nil.
func (w *wire) call(ctx context.Context, method string, params, result any) error {
	body, err := json.Marshal(params)
	if err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	raw, err := w.exchange(ctx, method, "application/json", body)
	if err != nil || result == nil {
		return err
	}
	if err := json.Unmarshal(raw, result); err != nil {
		return &UnavailableError{Method: method, Code: http.StatusOK, Err: fmt.Errorf("result: %w", err)}
	}
	return nil
}

// exchange posts a body and gives the raw result. The context's own end is
// returned as it is; every other failure is one of errors.go.
func (w *wire) exchange(ctx context.Context, method, contentType string, body []byte) (json.RawMessage, error) {
	timeout := w.timeout
	if method == "getUpdates" {
		timeout = w.long
	}
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(limited, http.MethodPost, w.base+"/bot"+w.token+"/"+method, bytes.NewReader(body))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", method, w.clean(err))
	}
	req.Header.Set("Content-Type", contentType)
	resp, err := w.http.Do(req)
	if err != nil {
		return nil, w.broken(ctx, method, 0, err)
	}
	defer func() { _ = resp.Body.Close() }()
	raw, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err != nil {
		return nil, w.broken(ctx, method, resp.StatusCode, err)
	}
	if len(raw) > maxAnswer {
		return nil, &UnavailableError{Method: method, Code: resp.StatusCode, Err: fmt.Errorf("an answer of more than %d bytes", maxAnswer)}
	}
	var e envelope
	if err := json.Unmarshal(raw, &e); err != nil {
		// A proxy's page, or half an answer. Its text is of no use to anyone.
		if resp.StatusCode == http.StatusTooManyRequests {
			e.Code = resp.StatusCode
			e.Parameters.RetryAfter, _ = strconv.Atoi(resp.Header.Get("Retry-After")) // 0 is the shortest wait
			return nil, refused(method, e)
		}
		return nil, &UnavailableError{Method: method, Code: resp.StatusCode, Err: errors.New("the answer is not the Bot API's")}
	}
	if e.OK {
		return e.Result, nil
	}
	if e.Code == 0 {
		e.Code = resp.StatusCode
	}
	if e.Code < 400 {
		return nil, &UnavailableError{Method: method, Code: e.Code, Err: errors.New("the answer is not the Bot API's")}
	}
	e.Description = w.redact(e.Description)
	return nil, refused(method, e)
}

// broken is a failed exchange: the caller's own end, or Telegram's absence.
func (w *wire) broken(ctx context.Context, method string, code int, err error) error {
	if cause := ctx.Err(); cause != nil {
		return fmt.Errorf("%s: %w", method, cause)
	}
	return &UnavailableError{Method: method, Code: code, Err: w.clean(err)}
}

// clean takes the address, and with it the token, out of an error.
func (w *wire) clean(err error) error {
	for {
		var u *url.Error
		if !errors.As(err, &u) {
			break
		}
		err = u.Err
	}
	if text := err.Error(); text != w.redact(text) {
		return errors.New(w.redact(text)) // whoever unwraps it must not find it either
	}
	return err
}

// redact hides the token, whole or only its secret half.
func (w *wire) redact(s string) string {
	s = strings.ReplaceAll(s, w.token, "<token>")
	if _, secret, ok := strings.Cut(w.token, ":"); ok && len(secret) > 4 {
		s = strings.ReplaceAll(s, secret, "<token>")
	}
	return s
}
