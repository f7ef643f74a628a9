package fetch

import (
	"errors"
	"fmt"
	"net/url"
	"strings"

	"herald/news"
)

// Address makes an absolute http(s) address of what a person typed. guessed
// says that no scheme was given and https was put before it: if nothing
// answers there, http is worth a try. A feed: address becomes the one that it
// stands for. The error is a *news.SourceError with ErrBadURL.
func Address(typed string) (address string, guessed bool, err error) {
	s := strings.Trim(strings.TrimSpace(typed), "<>")
	lower := strings.ToLower(s)
	switch {
	case strings.HasPrefix(lower, "feed://"):
		s = "https://" + s[len("feed://"):]
	case strings.HasPrefix(lower, "feed:"):
		s = s[len("feed:"):]
	case !strings.Contains(s, "://") && !strings.HasPrefix(lower, "mailto:") && !strings.HasPrefix(lower, "javascript:") && !strings.HasPrefix(lower, "data:"):
		s, guessed = "https://"+s, true
	}
	u, err := parse(s)
	bad := err != nil || strings.ContainsAny(s, " \t\n\"<>")
	if !bad && guessed { // "hello" is a word, "example.org" and "localhost:8080" are addresses
		host := u.Hostname()
		bad = !strings.Contains(strings.Trim(host, "."), ".") && host != "localhost" && !strings.Contains(host, ":")
	}
	if bad {
		return "", false, &news.SourceError{Source: Redact(typed), Reason: news.ErrBadURL, Err: err}
	}
	return u.String(), guessed, nil
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
