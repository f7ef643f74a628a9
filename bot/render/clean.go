package render

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// appendClean appends s to b without what Telegram's server changes by itself,
// which would move the entities that come after it: it takes out control
// characters, carriage returns, U+2028 to U+202E (separators and the bidi
// controls that could turn the rest of a message round) and three combining
// lines (clean_input_string in
// https://github.com/tdlib/td/blob/master/td/telegram/misc.cpp). Invalid UTF-8
// becomes U+FFFD. More than one empty line becomes one.
func appendClean(b []byte, s string, breaks bool) []byte {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		i += size
		switch {
		case r == '\r' && strings.HasPrefix(s[i:], "\n"):
			continue
		case r == '\n' || r == '\r' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029':
			if !breaks {
				b = append(b, ' ')
			} else if n := len(b); n < 2 || b[n-1] != '\n' || b[n-2] != '\n' {
				b = append(b, '\n')
			}
		case r < ' ' || r >= 0x7f && r <= 0x9f:
			b = append(b, ' ')
		case r >= '\u202a' && r <= '\u202e' || r == '\u0333' || r == '\u033f' || r == '\u030a' || r == '\ufeff':
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return b
}

// blank says that nothing of s can be seen.
func blank(s string) bool {
	for _, r := range s {
		if unicode.IsGraphic(r) && !unicode.IsSpace(r) && r != '\u2800' && r != '\u3164' && r != '\u115f' && r != '\u1160' && r != '\uffa0' && !unicode.Is(unicode.M, r) {
			return false
		}
	}
	return true
}

// Web says that a link to the address stands in Telegram: an absolute http or
// https address of at most 2,048 bytes.
func Web(address string) bool {
	if address == "" || len(address) > 2048 || strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r == utf8.RuneError || unicode.IsControl(r) }) {
		return false
	}
	u, err := url.Parse(address)
	return err == nil && u.Hostname() != "" && (strings.EqualFold(u.Scheme, "http") || strings.EqualFold(u.Scheme, "https"))
}
