package fetch

import (
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
