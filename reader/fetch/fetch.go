package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"herald/news"
)

// The limits where Options name none.
const (
	// MaxPage is the largest page, in bytes after decompression: the parsers
	// behind need up to 2 s for the worst page of that size.
	MaxPage = 5 << 20
	// MaxFeed is the largest feed: full texts of some hundred articles.
	MaxFeed = 10 << 20
	// DefaultTimeout is for one call in whole, redirects and body included.
	DefaultTimeout = 30 * time.Second
	// MaxRedirects is what browsers' ancestors agreed on and few sites exceed.
	MaxRedirects = 10
	// PerHost is how many requests one host gets from us at the same time.
	PerHost = 2

	maxHeaders = 256 << 10
	maxQueue   = 4
)

// UserAgent is how herald introduces itself.
const UserAgent = "herald/0.1 (news reader; feeds and articles)"

// Options of a Client. The zero value is ready for use.
type Options struct {
	AllowPrivate bool          // loopback and private networks, and any port
	UserAgent    string        // "" = UserAgent
	MaxBytes     int64         // of a body, after decompression; 0 = MaxPage
	Timeout      time.Duration // of one call; 0 = DefaultTimeout
	PerHost      int           // requests to one host at the same time; 0 = PerHost
}

// Client fetches. It is safe for concurrent use.
type Client struct {
	opt       Options
	transport *http.Transport
	hosts     hosts
}

// New is a client with the options' limits.
func New(opt Options) *Client {
	if opt.UserAgent == "" {
		opt.UserAgent = UserAgent
	}
	if opt.MaxBytes <= 0 {
		opt.MaxBytes = MaxPage
	}
	if opt.Timeout <= 0 {
		opt.Timeout = DefaultTimeout
	}
	if opt.PerHost <= 0 {
		opt.PerHost = PerHost
	}
	return &Client{opt: opt, transport: newTransport(opt.AllowPrivate), hosts: hosts{limit: opt.PerHost}}
}

// Close closes idle connections; the client stays usable.
func (c *Client) Close() { c.transport.CloseIdleConnections() }

// Request is what to fetch. Only URL is needed.
type Request struct {
	URL string // http or https; a user name and password in it are sent to that host only

	// Validators of the answer before: where they still hold, the response
	// says NotModified.
	ETag, LastModified string

	Accept   string // the header of that name; "" = pages, then anything
	MaxBytes int64  // 0 = the client's
}

// Response is an answer with status 2xx, or 304 to a conditional request.
type Response struct {
	URL         string // where the answer came from, without user name and password
	MovedTo     string // the same, where every redirect on the way was permanent (301, 308); "" else
	NotModified bool
	Body        []byte // decompressed
	ContentType string // the header as it stands

	ETag, LastModified string
	// Wait is how long the server asks to be left alone: see Wait in wait.go.
	Wait time.Duration
}

// Get fetches an address. A failure is a *news.SourceError with the reason
// ErrBadURL, ErrUnreachable, ErrTimeout, ErrRefused, ErrGone, ErrServer,
// ErrTooLarge, ErrPrivateAddress or ErrRedirects; only where ctx was cancelled
// the error is ctx's, wrapped. The response is never nil: beside an error it
// may still hold Wait (Retry-After of a 429 or 503).
func (c *Client) Get(ctx context.Context, req Request) (*Response, error) {
	u, err := parse(req.URL)
	if err != nil {
		return &Response{}, &news.SourceError{Source: Redact(req.URL), Reason: news.ErrBadURL, Err: err}
	}
	resp, err := c.inTime(ctx, u, req)
	if err == nil {
		return resp, nil
	}
	if cause := ctx.Err(); errors.Is(cause, context.Canceled) {
		return resp, fmt.Errorf("fetch %s: %w", Redact(req.URL), cause)
	}
	return resp, failure(Redact(req.URL), err)
}

// inTime fetches within the client's time. The clock starts when the host has a
// place for the request: who stands behind others in the queue is not the
// slow one, and waits up to maxQueue times as long.
func (c *Client) inTime(ctx context.Context, u *url.URL, req Request) (*Response, error) {
	patient, cancel := context.WithTimeout(ctx, maxQueue*c.opt.Timeout)
	defer cancel()
	free, err := c.hosts.enter(patient, u.Host)
	if err != nil {
		return &Response{}, err
	}
	limited, cancel := context.WithTimeout(ctx, c.opt.Timeout)
	defer cancel()
	return c.follow(limited, u, free, req)
}
