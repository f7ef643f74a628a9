package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"time"

	"golang.org/x/net/publicsuffix"

	"herald/news"
)

// follow goes from redirect to redirect; free gives back the place at the
// first host. Cookies live for one call: some sites
// redirect in a circle until they get their own back.
func (c *Client) follow(ctx context.Context, u *url.URL, free func(), req Request) (*Response, error) {
	jar, err := cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List})
	if err != nil {
		free()
		return &Response{}, err
	}
	client := &http.Client{Transport: c.transport, Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	permanent := true
	for hop := 0; hop <= MaxRedirects; hop++ {
		if free == nil {
			if free, err = c.hosts.enter(ctx, u.Host); err != nil {
				return &Response{}, err
			}
		}
		resp, next, err := c.hop(ctx, client, u, req)
		free() // before the next host is asked, so that two hosts never wait for each other
		free = nil
		if err != nil || next == nil {
			if resp.MovedTo = ""; err == nil && hop > 0 && permanent {
				resp.MovedTo = resp.URL
			}
			return resp, err
		}
		permanent = permanent && next.permanent
		if next.to.User == nil && next.to.Host == u.Host && next.to.Scheme == u.Scheme {
			next.to.User = u.User
		}
		u = next.to
	}
	return &Response{}, news.ErrRedirects
}

type redirect struct {
	to        *url.URL
	permanent bool
}

// hop is one request to one host, read to the end of its body.
func (c *Client) hop(ctx context.Context, client *http.Client, u *url.URL, req Request) (*Response, *redirect, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return &Response{}, nil, err
	}
	c.dress(r, req)
	answer, err := client.Do(r)
	if err != nil {
		return &Response{}, nil, err
	}
	defer func() { _ = answer.Body.Close() }()
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
	return &redirect{to: to, permanent: code == http.StatusMovedPermanently || code == http.StatusPermanentRedirect}, nil
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
