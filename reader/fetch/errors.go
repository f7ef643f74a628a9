package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"

	"herald/news"
)

// statusError is an answer that says no.
type statusError struct{ code int }

func (e *statusError) Error() string { return fmt.Sprintf("status %d", e.code) }

// reason is what a status means to a person.
func (e *statusError) reason() error {
	switch e.code {
	case http.StatusUnauthorized, http.StatusPaymentRequired, http.StatusForbidden, http.StatusNotAcceptable,
		http.StatusProxyAuthRequired, http.StatusTooManyRequests, http.StatusUnavailableForLegalReasons,
		http.StatusTeapot, 999: // 418 and 999 are how some sites turn robots away
		return news.ErrRefused
	case http.StatusRequestTimeout, http.StatusGatewayTimeout:
		return news.ErrTimeout
	}
	if e.code >= 500 || e.code < 400 {
		return news.ErrServer
	}
	return news.ErrGone
}

// reasons are the values that stand for themselves when found in a chain.
var reasons = [...]error{news.ErrTooLarge, news.ErrRedirects, news.ErrPrivateAddress, news.ErrBadURL, news.ErrServer}

// failure tells in news's words why a call failed. The *url.Error around a
// transport's error is taken off, since it repeats the address.
func failure(source string, err error) error {
	var wrapped *url.Error
	for errors.As(err, &wrapped) {
		err = wrapped.Err
	}
	out := &news.SourceError{Source: source, Reason: news.ErrUnreachable, Err: err}
	var status *statusError
	var timeout net.Error
	switch {
	case errors.As(err, &status):
		out.Reason = status.reason()
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		out.Reason = news.ErrTimeout
	}
	for _, r := range reasons {
		if errors.Is(err, r) {
			out.Reason = r
			if err == r { //nolint:errorlint // the bare value adds nothing as a cause
				out.Err = nil
			}
			break
		}
	}
	return out
}
