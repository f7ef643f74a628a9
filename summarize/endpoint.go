package summarize

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/sashabaranov/go-openai"
)

// The ways in which a model gives no summary. All of them end in the extract.
var (
	ErrNoBudget = errors.New("the day's token budget is used up")
	ErrNoLedger = errors.New("nobody can tell how much is left of the day's token budget")
	ErrResting  = errors.New("the model failed several times in a row and is left alone for a while")
	ErrBusy     = errors.New("more is asked of the model than its requests a minute allow")
	ErrAnswer   = errors.New("the model's answer is no summary")
	ErrUnproven = errors.New("too much of the model's summary does not stand in the article")
)

// EndpointError is a failure of the model's endpoint: of the network, or a
// status that is none of success. Its text holds neither the key nor what the
// server wrote, since servers repeat keys.
type EndpointError struct {
	Status int           // HTTP status; 0 where there was no answer
	After  time.Duration // what Retry-After asked for; 0 where it did not
	Err    error         // the network's error; nil where there is a status

	refuses bool   // it may take the question in another form
	about   string // lower case; what the server complained of, to choose the form
}

func (e *EndpointError) Error() string {
	if e.Status != 0 {
		return strings.TrimSpace(fmt.Sprintf("the endpoint answered %d %s", e.Status, http.StatusText(e.Status)))
	}
	if errors.Is(e.Err, ErrAnswer) {
		return "the endpoint's answer cannot be read"
	}
	return fmt.Sprintf("the endpoint cannot be reached: %v", e.Err)
}

// Unwrap gives the network's error.
func (e *EndpointError) Unwrap() error { return e.Err }

// passing says that the same question may be answered later.
func (e *EndpointError) passing() bool {
	switch e.Status {
	case 0:
		return !errors.Is(e.Err, context.Canceled) && !errors.Is(e.Err, context.DeadlineExceeded) && !errors.Is(e.Err, errTooLong) && !errors.Is(e.Err, errElsewhere)
	case http.StatusTooManyRequests, http.StatusRequestTimeout, http.StatusConflict, http.StatusTooEarly:
		return true
	}
	return e.Status >= 500 && e.Status != http.StatusNotImplemented
}

// wait is how long to wait before the next try: what the server asked for,
// else the pause of ours.
func (e *EndpointError) wait(pause time.Duration) time.Duration {
	if e.After > 0 {
		return e.After
	}
	return pause
}

// plainError makes an EndpointError of what go-openai returns.
func plainError(ctx context.Context, err error, heard *heardHeaders) error {
	if errors.Is(err, openai.ErrReasoningModelMaxTokensDeprecated) {
		return openai.ErrReasoningModelMaxTokensDeprecated
	}
	e := &EndpointError{After: heard.after}
	var api *openai.APIError
	var request *openai.RequestError
	switch {
	case errors.As(err, &api) && api.HTTPStatusCode != 0:
		e.Status, e.about = api.HTTPStatusCode, strings.ToLower(api.Message)
	case errors.As(err, &request) && request.HTTPStatusCode != 0:
		e.Status, e.about = request.HTTPStatusCode, strings.ToLower(string(request.Body))
	case ctx.Err() != nil:
		e.Err = ctx.Err()
	case errors.Is(err, errTooLong):
		e.Err = errTooLong
	case errors.Is(err, errNoStream):
		return errNoStream
	case errors.Is(err, io.ErrUnexpectedEOF):
		e.Err = io.ErrUnexpectedEOF // it broke off on its way
	case heard.status == http.StatusOK:
		e.Err = ErrAnswer // it came and could not be read
	default:
		e.Err = withoutURL(err)
	}
	e.refuses = refused(e.Status)
	return e
}

// withoutURL takes the address off a network error: it may hold a password.
func withoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}

// How many bytes of an answer are read: a stream wraps each word in a few
// hundred.
const (
	longest       = 1 << 20
	longestStream = 8 << 20
)

var errTooLong = errors.New("the answer is longer than a summary can be")

var errElsewhere = errors.New("it sends to another host, which nobody configured")

// sameHost lets a redirect stay at its host: articles go nowhere else.
func sameHost(r *http.Request, via []*http.Request) error {
	if len(via) > 3 || r.URL.Hostname() != via[0].URL.Hostname() {
		return errElsewhere
	}
	return nil
}

// heardHeaders is what go-openai does not tell of an answer.
type heardHeaders struct {
	status   int
	after    time.Duration
	streamed bool // the answer comes as a stream of events
}

type heardKey struct{}

func listen(ctx context.Context) (context.Context, *heardHeaders) {
	h := new(heardHeaders)
	return context.WithValue(ctx, heardKey{}, h), h
}

// transport bounds answers and notes their Retry-After.
type transport struct{ base http.RoundTripper }

// RoundTrip sends one request.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := t.base.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	streamed := strings.HasPrefix(resp.Header.Get("Content-Type"), "text/event-stream")
	if h, ok := r.Context().Value(heardKey{}).(*heardHeaders); ok {
		h.status, h.after, h.streamed = resp.StatusCode, retryAfter(resp.Header.Get("Retry-After")), streamed
	}
	left := longest
	if streamed {
		left = longestStream
	}
	resp.Body = &bounded{ReadCloser: resp.Body, left: left}
	return resp, nil
}

// retryAfter reads the header in both of its forms (RFC 9110, section 10.2.3).
func retryAfter(v string) time.Duration {
	if s, err := strconv.Atoi(strings.TrimSpace(v)); err == nil && s > 0 {
		return time.Duration(min(s, 24*3600)) * time.Second
	}
	if at, err := http.ParseTime(v); err == nil {
		return max(0, time.Until(at))
	}
	return 0
}

// bounded fails where more comes than it may.
type bounded struct {
	io.ReadCloser
	left int
}

// Read fills p with what is left of the bound.
func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errTooLong
	}
	n, err := b.ReadCloser.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}
