package text

import (
	"unicode"
	"unicode/utf8"

	"herald/text/lang"
)

// tokenise fills f.tokens with the words and the marks of a line that patterns
// know, two short lines' worth of them.
func (f *flagger) tokenise(p *Paragraph, words []Word) {
	text := f.doc.Text
	f.tokens = f.tokens[:0]
	at := p.Start
	for _, w := range words[:min(len(words), 2*lang.ShortLine)] {
		f.marks(text[at:w.Start])
		f.tokens = append(f.tokens, w.Lower)
		at = w.End
	}
	if len(words) <= lang.ShortLine {
		f.marks(text[at:p.End])
	}
}

func (f *flagger) marks(gap string) {
	for i := range len(gap) {
		switch c := gap[i]; {
		case c == ':' || c == '/' || c == '|':
			f.tokens = append(f.tokens, gap[i:i+1])
		case c == 0xC2 && i+1 < len(gap) && gap[i+1] == 0xA9:
			f.tokens = append(f.tokens, "©")
		}
	}
}

// matches says whether a pattern of the pack fits the tokens, and whether it
// opens a block.
func (f *flagger) matches(pack *lang.Pack, words []Word) (hit, block bool) {
	short := len(words) <= lang.ShortLine
	for i, t := range f.tokens {
		if i > 0 && !short {
			break
		}
		if isDigits(t) {
			t = lang.Number
		}
		for _, p := range pack.Furniture[t] {
			if i > 0 && p.Where != lang.Has || !fits(p.Tokens, f.tokens[i:]) {
				continue
			}
			rest := f.tokens[i+len(p.Tokens):]
			switch p.Where {
			case lang.Whole, lang.Block:
				if len(rest) == 0 || len(rest) == 1 && rest[0] == ":" {
					return true, p.Where == lang.Block
				}
			case lang.Start:
				return true, false
			case lang.Short, lang.Has:
				if short {
					return true, false
				}
			case lang.Names:
				if short && len(rest) > 0 && f.allNames(words[min(len(words), countWords(p.Tokens)):]) {
					return true, false
				}
			}
		}
	}
	return false, false
}

func fits(pattern, tokens []string) bool {
	if len(tokens) < len(pattern) {
		return false
	}
	for i, p := range pattern {
		if p != tokens[i] && (p != lang.Number || !isDigits(tokens[i])) {
			return false
		}
	}
	return true
}

func countWords(tokens []string) int {
	n := 0
	for _, t := range tokens {
		if r, _ := utf8.DecodeRuneInString(t); unicode.IsLetter(r) || unicode.IsDigit(r) || t == lang.Number {
			n++
		}
	}
	return n
}

func (f *flagger) allNames(words []Word) bool {
	names := 0
	for _, w := range words {
		switch {
		case w.Capital(f.doc.Text):
			names++
		case !w.Stop:
			return false
		}
	}
	return names > 0
}

// dateLine says that a line holds a date or a time and nothing else.
func (f *flagger) dateLine(words []Word) bool {
	digits := false
	for _, w := range words {
		switch {
		case startsWithDigit(w.Lower):
			digits = true
		case f.packs[0].Dates[w.Lower] || f.packs[1] != nil && f.packs[1].Dates[w.Lower]:
		default:
			return false
		}
	}
	return digits
}

func startsWithDigit(s string) bool {
	return s != "" && s[0] >= '0' && s[0] <= '9'
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
