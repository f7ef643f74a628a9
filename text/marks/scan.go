package marks

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"herald/text"
)

// family tells which marks belong together.
type family byte

const (
	straight   family = iota // "…"
	curly                    // “…”, „…“, „…”, ”…”
	guillemet                // «…», »…«
	angle                    // ‹…›
	quote                    // ‘…’, ‚…‘
	apostrophe               // '…'
	corner                   // 「…」
	white                    // 『…』
)

// kind is what a character may do.
type kind struct {
	family        family
	opens, closes bool // by its own shape; where it stands decides besides
}

// kindOf tells what a character may do as a mark; ok is false where it is none.
func kindOf(r rune) (k kind, ok bool) {
	switch r {
	case '"', '＂':
		return kind{straight, false, false}, true
	case '“', '„', '‟':
		return kind{curly, true, false}, true
	case '”':
		return kind{curly, false, true}, true
	case '«':
		return kind{guillemet, true, false}, true
	case '»':
		return kind{guillemet, false, true}, true
	case '‹':
		return kind{angle, true, false}, true
	case '›':
		return kind{angle, false, true}, true
	case '‘', '‚', '‛':
		return kind{quote, true, false}, true
	case '’':
		return kind{quote, false, true}, true
	case '\'':
		return kind{apostrophe, false, false}, true
	case '「':
		return kind{corner, true, false}, true
	case '」':
		return kind{corner, false, true}, true
	case '『':
		return kind{white, true, false}, true
	case '』':
		return kind{white, false, true}, true
	}
	return kind{}, false
}

// mark is a quotation mark where it stands. One that may both open and close
// closes where a partner waits.
type mark struct {
	text.Span
	family        family
	opens, closes bool
}

func (m mark) single() bool { return m.family == quote || m.family == apostrophe || m.family == angle }

// scan appends the marks of a paragraph. An apostrophe inside or at the end of
// a word is none, unless a single mark waits for it.
func scan(list []mark, s string, p text.Span) []mark {
	singles := 0 // single marks that wait
	strokes := strings.Contains(p.Of(s), "''")
	for i := p.Start; i < p.End; {
		switch c := s[i]; {
		case c < utf8.RuneSelf && c != '"' && c != '\'':
			i++
			continue
		case c == 0xD0 || c == 0xD1: // Cyrillic letters
			i += 2
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:p.End])
		k, ok := kindOf(r)
		if !ok {
			i += n
			continue
		}
		if r == '\'' && strokes {
			// Two strokes are wiki markup, seconds of arc or an archive's lost
			// marks; where they stand a single one tells nothing.
			i += n
			continue
		}
		m := mark{Span: text.Span{Start: i, End: i + n}, family: k.family}
		before, after := neighbours(s, m.Span, p)
		m.opens, m.closes = judge(r, k, before, after)
		i += n
		if m.single() {
			if m.closes && !m.opens && singles == 0 || !m.opens && !m.closes {
				continue
			}
			if m.opens && !m.closes {
				singles++
			}
		}
		if m.opens || m.closes {
			list = append(list, m)
		}
	}
	return list
}

// edge is what stands beside a mark.
type edge byte

const (
	space edge = iota // or nothing
	word
	opening // ( [ and dashes
	ending  // . , ! ? : ; ) … and the like
	other   // another mark
)

func neighbours(s string, m, p text.Span) (before, after edge) {
	if m.Start > p.Start {
		r, _ := utf8.DecodeLastRuneInString(s[p.Start:m.Start])
		before = edgeOf(r)
	}
	if m.End < p.End {
		r, _ := utf8.DecodeRuneInString(s[m.End:p.End])
		after = edgeOf(r)
	}
	return before, after
}

func edgeOf(r rune) edge {
	switch r {
	case '(', '[', '{', '—', '–', '-', '/', '@', '#', '$', '¿', '¡':
		return opening
	case '.', ',', '!', '?', ':', ';', ')', ']', '}', '…', '%':
		return ending
	}
	switch {
	case unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff':
		return space
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return word
	}
	if _, ok := kindOf(r); ok {
		return other
	}
	return word
}

// judge says what a mark may do where it stands: an opening mark has space or
// an opening character before it and a word behind it, a closing one has a
// word or an end before it and no word behind it.
func judge(r rune, k kind, before, after edge) (opens, closes bool) {
	canOpen := (before == space || before == opening || before == other) && after != space || before == ending && after == word
	canClose := before != space && before != opening && after != word || before == opening && after == space || before == space && after == ending
	switch k.family {
	case straight:
		switch {
		case canOpen && !canClose:
			return true, false
		case canClose && !canOpen:
			return false, true
		}
		return true, true
	case apostrophe:
		return (before == space || before == opening || before == other) && (after == word || after == other), before != space && before != opening && after != word
	case quote:
		if r == '’' {
			return false, after != word && before != space
		}
		return before != word && after != space && after != ending, before == ending && after != word
	case guillemet:
		// French sets them apart from the words with spaces: « x ».
		if k.opens {
			ends := before == word || before == ending
			return !ends && after != ending || before == ending && after == word, ends && after != word
		}
		return before == space && after == word, before != space || after != word
	case curly:
		if k.opens { // „x“ and »x« close with it, and so do careless writers
			if r == '“' && before == space && after == space {
				return true, false // set apart by mistake; its shape tells
			}
			return after != space && after != ending && !(r == '“' && before == word), before != space && before != opening && after != word && r != '„'
		}
		return before == space && (after == word || after == opening), before != space || after != word
	}
	return k.opens, k.closes
}

// possessive says that single mark i is no mark but the apostrophe of a plural
// ("the workers’ fight"): it stands behind an s and before a word in small
// letters, and the next single mark ends a clause.
func (f *finder) possessive(i int, p text.Span) bool {
	m := f.marks[i]
	if !m.single() || m.Start == p.Start || f.text[m.Start-1] != 's' || i+1 >= len(f.marks) {
		return false
	}
	rest := f.text[m.End:p.End]
	word := strings.TrimLeft(rest, " ")
	if r, _ := utf8.DecodeRuneInString(word); len(word) == len(rest) || !unicode.IsLower(r) {
		return false
	}
	next := f.marks[i+1]
	return next.single() && next.closes && !next.opens && strings.ContainsRune(",.!?", rune(f.text[next.Start-1]))
}
