package text

import (
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/words"

	"herald/text/lang"
)

// cutWords finds the tokens of a text that hold a letter or a digit, by
// Unicode's word boundaries (UAX #29): "12,5", "Об'єкт" and "don't" are one
// word each, hyphens part words, and Chinese and Japanese characters stand
// alone.
func cutWords(s string, pack *lang.Pack) []Word {
	return appendWords(make([]Word, 0, len(s)/6+4), s, Span{0, len(s)}, pack)
}

// appendWords adds the words of a stretch of s to a list. No word leaves it.
func appendWords(list []Word, s string, span Span, pack *lang.Pack) []Word {
	s = s[:span.End]
	for at := span.Start; at < len(s); {
		if n := spaces(s[at:]); n > 0 {
			at += n
			continue
		}
		n, plain := plainWord(s[at:])
		if !plain {
			iter := words.FromString(s[at:])
			n = valid(iter.First())
		}
		if plain || hasAlnum(s[at:at+n]) {
			word := Span{at, at + n}
			if !plain {
				word = trim(s, word) // Unicode's rules leave a zero width mark with the word before it
			}
			for n := initial(word.Of(s)); n > 0; n = initial(word.Of(s)) {
				letter := Span{word.Start, word.Start + n}
				list = append(list, Word{letter, pack.Fold(letter.Of(s))})
				word.Start += n + 1
			}
			f := pack.Fold(word.Of(s))
			list = append(list, Word{word, f})
		}
		at += n
	}
	return list
}

// initial is how many bytes the capital has that opens a word and is an initial:
// newspapers write «А.Белл» without a space, and Unicode's rules make one word
// of it. It is 0 where there is none.
func initial(word string) int {
	r, n := utf8.DecodeRuneInString(word)
	if len(word) <= n+1 || word[n] != '.' || !unicode.IsUpper(r) {
		return 0
	}
	rest := word[n+1:]
	next, k := utf8.DecodeRuneInString(rest)
	if !unicode.IsUpper(next) || len(rest) <= k {
		return 0
	}
	if rest[k] == '.' { // another initial, and a name behind it
		if initial(rest) == 0 {
			return 0
		}
		return n
	}
	if second, _ := utf8.DecodeRuneInString(rest[k:]); !unicode.IsLower(second) {
		return 0
	}
	return n
}

// valid is how many bytes of a token stand before the first that is no UTF-8,
// and 1 where it starts with one: such bytes may hide what follows them from
// Unicode's rules.
func valid(token string) int {
	for i, r := range token {
		if r != utf8.RuneError {
			continue
		}
		if _, n := utf8.DecodeRuneInString(token[i:]); n == 1 {
			return max(i, 1)
		}
	}
	return len(token)
}

// Capital says that the word starts with a capital letter in its text.
func (w *Word) Capital(text string) bool {
	switch c := text[w.Start]; {
	case c < utf8.RuneSelf:
		return 'A' <= c && c <= 'Z'
	case c == 0xD0 && w.Start+1 < w.End: // Cyrillic, where unicode.IsUpper is slow: U+0400 to U+042F
		return text[w.Start+1] < 0xB0
	case c == 0xD1 && w.Start+1 < w.End && text[w.Start+1] < 0xA0: // U+0440 to U+045F
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[w.Start:w.End])
	return unicode.IsUpper(r)
}

// spaces counts the leading bytes of s that are ASCII and can be no part of a
// word: space, control characters and all marks but the underscore. None of
// them joins with what follows it.
func spaces(s string) int {
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || c == '_' || alnum(c) {
			return i
		}
	}
	return len(s)
}

// plainWord measures a word of Latin, Cyrillic or ASCII digits that a border
// surely follows. It says false where Unicode's full rules have to decide: it
// only saves time, and a test holds it to the same result.
func plainWord(s string) (int, bool) {
	i := 0
	for i < len(s) {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9':
			i++
			continue
		case i+1 < len(s) && (0xD0 <= c && c <= 0xD1 || c == 0xD2 && s[i+1] >= 0x8A) && s[i+1]&0xC0 == 0x80:
			if c == 0xD1 && s[i+1] >= 0xBF {
				return 0, false
			}
			i += 2 // Cyrillic letters: U+0400 to U+047E, U+048A to U+04BF
			continue
		}
		break
	}
	if i == 0 || i == len(s) {
		return i, i > 0
	}
	switch c := s[i]; {
	case c == '_' || c == '"':
		return 0, false
	case c == '.' || c == ',' || c == ':' || c == ';' || c == '\'':
		// A mark between two letters or two digits may join them.
		return i, i+1 == len(s) || s[i+1] < utf8.RuneSelf && !alnum(s[i+1]) && s[i+1] != '_'
	case c < utf8.RuneSelf:
		return i, true
	}
	return 0, false
}

func alnum(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
}

func hasAlnum(s string) bool {
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return true
		}
	}
	return false
}
