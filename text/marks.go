package text

import (
	"strings"
	"unicode/utf8"
)

// closing marks may stand behind a sentence's end.
const closing = `"'”’»›)]}›“`

// endsSentence says that a line ends as prose does.
func endsSentence(s string) bool {
	for {
		r, n := utf8.DecodeLastRuneInString(s)
		switch r {
		case '.', '!', '?', '…', '。', '！', '？', '।', '؟', '۔', ':':
			return true
		}
		if n == 0 || !strings.ContainsRune(closing, r) {
			return false
		}
		s = s[:len(s)-n]
	}
}

// opensItem says that a line starts as an item of a list does, or as speech
// behind a dash.
func opensItem(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	if strings.ContainsRune("-–—•●▪■◦‣*►▶➤→", r) {
		return true
	}
	digits := 0
	for digits < len(s) && digits < 3 && s[digits] >= '0' && s[digits] <= '9' {
		digits++
	}
	if digits > 0 && digits < len(s) {
		return s[digits] == '.' || s[digits] == ')'
	}
	return n > 0 && n < len(s) && s[n] == ')'
}

// holdsQuote says that s has a quotation mark.
func holdsQuote(s string) bool {
	for i := range len(s) {
		switch s[i] {
		case '"':
			return true
		case 0xC2, 0xE2, 0xE3: // the first bytes of the others
			if r, _ := utf8.DecodeRuneInString(s[i:]); strings.ContainsRune("«»“”„「」『』", r) {
				return true
			}
		}
	}
	return false
}
