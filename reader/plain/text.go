package plain

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text puts plain text in order: NFC, paragraphs parted by one blank line,
// single spaces, no controls. Paragraphs are parted by blank lines, and by
// single newlines where there are no blank lines. Lines that stand together
// between blank lines are joined where they are one paragraph that was wrapped
// at a column; else each is its own: a date line, a headline, a credit. Lines
// behind ">" are paragraphs of a block quotation, apart from the others.
func Text(s string) string {
	s = newlines.Replace(s)
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		lines[i] = strings.Join(strings.FieldsFunc(l, space), " ")
	}
	column := 0
	if parted(lines) {
		column = wrapped(lines)
	}
	var out []string
	var par strings.Builder
	full := false  // the line before reached the column
	block := false // the line before is quoted in the way of e-mail
	flush := func() {
		if par.Len() > 0 {
			out = append(out, par.String())
			par.Reset()
		}
	}
	for _, l := range lines {
		first, _ := utf8.DecodeRuneInString(l)
		quoted := first == '>'
		if quoted {
			first, _ = utf8.DecodeRuneInString(strings.TrimLeft(l, "> "))
		}
		if l == "" || column == 0 || !full && !unicode.IsLower(first) || quoted != block {
			flush()
		}
		block = quoted
		if quoted && par.Len() > 0 {
			l = strings.TrimLeft(l, "> ")
		}
		if l == "" || quoted && strings.Trim(l, "> ") == "" {
			flush()
			continue
		}
		if par.Len() > 0 {
			par.WriteByte(' ')
		}
		par.WriteString(l)
		full = utf8.RuneCountInString(l)*3 >= column*2
	}
	flush()
	return tidy(strings.Join(out, "\n\n"))
}

var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n", "\f", "\n\n", "\v", "\n")

// parted says that a blank line stands between two that are not.
func parted(lines []string) bool {
	seen := false
	for i, l := range lines {
		if l == "" {
			continue
		}
		if seen && lines[i-1] == "" {
			return true
		}
		seen = true
	}
	return false
}

// The columns at which people and mail programs wrap text.
const minColumn, maxColumn = 40, 120

// wrapped is the column at which a text was wrapped: its longest line, if that
// is no longer than people wrap and lines in blocks come near it; else 0.
func wrapped(lines []string) int {
	longest, inner, near := 0, 0, 0
	for _, l := range lines {
		longest = max(longest, utf8.RuneCountInString(l))
	}
	if longest < minColumn || longest > maxColumn {
		return 0
	}
	for i, l := range lines[:len(lines)-1] {
		if l == "" || lines[i+1] == "" {
			continue
		}
		inner++
		if utf8.RuneCountInString(l)*3 >= longest*2 {
			near++
		}
	}
	if inner == 0 || near*2 < inner {
		return 0
	}
	return longest
}
