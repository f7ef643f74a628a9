package lang

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Opposite is a place of a verb among verbs of contrary meaning: Pair numbers
// the line of the list, and Side is false before its stroke and true behind.
type Opposite struct {
	Pair int
	Side bool
}

// Contraries reads pairs of meanings: on each line verbs of one meaning, a
// stroke, and those of the other. They are known by their stems; a nil stem
// leaves them whole.
func Contraries(data string, stem func(string) string) map[string][]Opposite {
	list := make(map[string][]Opposite)
	for pair, line := range Lines(data) {
		one, other, ok := strings.Cut(line, "|")
		if !ok {
			panic("lang: a line of opposites without a stroke: " + line)
		}
		for side, words := range []string{one, other} {
			for _, w := range strings.Fields(words) {
				if stem != nil {
					w = stem(w)
				}
				at := Opposite{pair, side == 1}
				if n := len(list[w]); n == 0 || list[w][n-1] != at {
					list[w] = append(list[w], at)
				}
			}
		}
	}
	return list
}

// Almanac tells months and days of the week by the words for them.
type Almanac struct {
	whole  map[string]string // by word in lower case
	begins map[string]string // by beginning
	high   map[string]bool   // words that count with a capital only
}

// Dated reads an almanac: on each line "m" and a month's number or "d" and a
// weekday's, then the words for it; a star stands for any ending, and a capital
// for a word that counts only where it is written with one.
func Dated(data string) Almanac {
	c := Almanac{map[string]string{}, map[string]string{}, map[string]bool{}}
	for _, line := range Lines(data) {
		f := strings.Fields(line)
		var kind string
		var n int
		if _, err := fmt.Sscanf(f[0], "%1s%d", &kind, &n); err != nil || kind != "m" && kind != "d" {
			panic("lang: not a line of an almanac: " + line)
		}
		for _, w := range f[1:] {
			lower := strings.ToLower(w)
			if start, open := strings.CutSuffix(lower, "*"); open {
				c.begins[start] = f[0]
				continue
			}
			c.whole[lower] = f[0]
			if w != lower {
				c.high[lower] = true
			}
		}
	}
	return c
}

// Of is the month ("m5") or the day of the week ("d1") that a word stands for,
// "" for another word. lower is the word in lower case; capital says that it
// is written with one.
func (c Almanac) Of(lower string, capital bool) string {
	if code, ok := c.whole[lower]; ok {
		if c.high[lower] && !capital {
			return ""
		}
		return code
	}
	if len(c.begins) == 0 {
		return ""
	}
	for end := len(lower); end > 0; {
		r, n := utf8.DecodeLastRuneInString(lower[:end])
		if !unicode.IsLetter(r) {
			return ""
		}
		if code, ok := c.begins[lower[:end]]; ok {
			return code
		}
		end -= n
	}
	return ""
}

// Len is how many words and beginnings it knows.
func (c Almanac) Len() int { return len(c.whole) + len(c.begins) }
