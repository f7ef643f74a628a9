package feed

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// layouts are forms of dates that gofeed does not read and publishers write.
var layouts = [...]string{
	"2006-01-02T15:04:05-0700", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "2006-01-02 15:04",
	"02.01.2006 15:04:05", "02.01.2006 15:04", "02.01.2006", "20060102T150405Z",
}

// worded are forms with the month in words, which stands as a number here.
var worded = [...]string{"2 1 2006 15:04:05 -0700", "2 1 2006 15:04:05 MST", "2 1 2006 15:04 -0700", "2 1 2006 15:04:05", "2 1 2006 15:04", "2 1 2006"}

// months begin with these letters, in Czech, English, French, German, Italian,
// Polish, Portuguese, Russian, Spanish and Ukrainian; no beginning means two
// months. Publishing systems write pubDate in their own language although
// RSS asks for English.
var months = [12]string{
	"jan ene gen sty led янв січ",
	"feb fev fév lut úno фев лют",
	"mar mär bře мар бер",
	"apr abr avr kwi dub апр кві",
	"may mai mag maj kvě май мая тра",
	"jun juin giu cze čvn чер июн",
	"jul juil lug lip čvc июл лип",
	"aug ago aoû sie srp авг сер",
	"sep set wrz zář сен вер",
	"oct okt out ott paź říj окт жов",
	"nov lis ноя лис",
	"dec dez dic déc gru pro дек гру",
}

// date reads a date that gofeed could not; the zero time where it is none.
func date(s string) time.Time {
	s = strings.Join(strings.Fields(s), " ")
	for _, layout := range layouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	if n, err := strconv.ParseInt(s, 10, 64); err == nil && n > 1e9 && n < 1e10 {
		return time.Unix(n, 0).UTC()
	}
	s = numbered(s)
	for _, layout := range worded {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	return time.Time{}
}

// numbered takes the day of the week off a date and puts a number for the
// month.
func numbered(s string) string {
	words := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' })
	for len(words) > 0 && !unicode.IsDigit([]rune(words[0])[0]) {
		words = words[1:]
	}
	if len(words) < 3 {
		return ""
	}
	words[0] = strings.TrimRight(words[0], ".")
	if m := month(words[1]); m > 0 {
		words[1] = strconv.Itoa(m)
	}
	return strings.Join(words, " ")
}

func month(word string) int {
	word = strings.ToLower(word)
	for i, names := range months {
		for _, n := range strings.Fields(names) {
			if strings.HasPrefix(word, n) {
				return i + 1
			}
		}
	}
	return 0
}
