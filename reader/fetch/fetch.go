package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"time"

	"golang.org/x/net/publicsuffix"

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
	limited, cancel := context.WithTimeout(ctx, c.opt.Timeout)
	defer cancel()
	resp, err := c.follow(limited, u, req)
	if err == nil {
		return resp, nil
	}
	if cause := ctx.Err(); errors.Is(cause, context.Canceled) {
		return resp, fmt.Errorf("fetch %s: %w", Redact(req.URL), cause)
	}
	return resp, failure(Redact(req.URL), limited, err)
}

// follow goes from redirect to redirect. Cookies live for one call: some sites
// redirect in a circle until they get their own back.
func (c *Client) follow(ctx context.Context, u *url.URL, req Request) (*Response, error) {
	jar, err := cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List})
	if err != nil {
		return &Response{}, err
	}
	client := &http.Client{Transport: c.transport, Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	permanent := true
	for hop := 0; hop <= MaxRedirects; hop++ {
		resp, next, err := c.hop(ctx, client, u, req)
		if err != nil || next == nil {
			if resp.MovedTo = ""; err == nil && hop > 0 && permanent {
				resp.MovedTo = resp.URL
			}
			return resp, err
		}
		permanent = permanent && next.permanent
		if next.URL.User == nil && next.URL.Host == u.Host && next.URL.Scheme == u.Scheme {
			next.URL.User = u.User
		}
		u = next.URL
	}
	return &Response{}, news.ErrRedirects
}

type redirect struct {
	*url.URL
	permanent bool
}

// hop is one request to one host, which holds one of the host's places until
// its body is read.
func (c *Client) hop(ctx context.Context, client *http.Client, u *url.URL, req Request) (*Response, *redirect, error) {
	free, err := c.hosts.enter(ctx, u.Host)
	if err != nil {
		return &Response{}, nil, err
	}
	defer free()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return &Response{}, nil, err
	}
	c.dress(r, req)
	answer, err := client.Do(r)
	if err != nil {
		return &Response{}, nil, err
	}
	defer answer.Body.Close()
	if to, err := location(answer); err != nil || to != nil {
		return &Response{}, to, err
	}
	return c.take(answer, u, req)
}

func (c *Client) dress(r *http.Request, req Request) {
	r.Header.Set("User-Agent", c.opt.UserAgent)
	accept := req.Accept
	if accept == "" {
		accept = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"
	}
	r.Header.Set("Accept", accept)
	if req.ETag != "" {
		r.Header.Set("If-None-Match", req.ETag)
	}
	if req.LastModified != "" {
		r.Header.Set("If-Modified-Since", req.LastModified)
	}
}

// location is where a redirect leads, nil where the answer is none.
func location(answer *http.Response) (*redirect, error) {
	switch answer.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
	default:
		return nil, nil
	}
	to, err := answer.Location()
	if err != nil { // no Location, or one that cannot be read
		return nil, news.ErrServer
	}
	if (to.Scheme != "http" && to.Scheme != "https") || to.Host == "" {
		return nil, fmt.Errorf("%w: it redirects to a %q address", news.ErrBadURL, to.Scheme)
	}
	code := answer.StatusCode
	return &redirect{URL: to, permanent: code == http.StatusMovedPermanently || code == http.StatusPermanentRedirect}, nil
}

// take reads the answer that is no redirect.
func (c *Client) take(answer *http.Response, u *url.URL, req Request) (*Response, *redirect, error) {
	resp := &Response{
		URL: Redact(u.String()), ContentType: answer.Header.Get("Content-Type"),
		ETag: answer.Header.Get("ETag"), LastModified: answer.Header.Get("Last-Modified"),
		Wait: wait(answer.StatusCode, answer.Header, time.Now()),
	}
	switch code := answer.StatusCode; {
	case code == http.StatusNotModified && (req.ETag != "" || req.LastModified != ""):
		resp.NotModified = true
		return resp, nil, nil
	case code < 200 || code > 299:
		return resp, nil, &statusError{code}
	}
	limit := c.opt.MaxBytes
	if req.MaxBytes > 0 {
		limit = req.MaxBytes
	}
	if answer.ContentLength > limit && !answer.Uncompressed {
		return resp, nil, news.ErrTooLarge
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, limit+1))
	switch {
	case int64(len(body)) > limit:
		return resp, nil, news.ErrTooLarge
	case err != nil && len(body) > 0 && errors.Is(err, io.ErrUnexpectedEOF):
		// The connection broke: what came is what there is. Feeds and pages
		// are salvaged, and the next look brings the rest.
		resp.ETag, resp.LastModified = "", ""
	case err != nil:
		return resp, nil, err
	}
	resp.Body = body
	return resp, nil, nil
}

// parse accepts absolute http and https addresses with a host.
func parse(raw string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil {
		return nil, errors.New("it cannot be parsed") // url's own error repeats the address with its password
	}
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "http" && u.Scheme != "https" {
		return nil, fmt.Errorf("scheme %q", u.Scheme)
	}
	if u.Hostname() == "" {
		return nil, errors.New("no host")
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// Redact is an address without user name and password, fit for people's eyes.
func Redact(raw string) string {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err == nil {
		if u.User != nil {
			u.User = nil
			return u.String()
		}
		return strings.TrimSpace(raw)
	}
	// Not an address: whatever stands before an @ could be a password.
	if i := strings.LastIndexByte(raw, '@'); i >= 0 {
		return "…" + raw[i:]
	}
	return raw
}
