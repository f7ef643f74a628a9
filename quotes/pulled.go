package quotes

import "unicode/utf8"

// A pull quote is set in the middle of a page to be seen: a paragraph of its
// own that says again what the story quotes elsewhere, often with a line of
// credit inside its marks. It is a second copy, not a second quote.

const (
	// retold is how many pieces on each side a pull quote's words are looked
	// for in: it bounds the cost, and no page sets one farther away.
	retold = 30
	// opening words of a pull quote that may be an editor's: "[Bell] should".
	edited = 1
)

// pulled says which pieces are pull quotes, with what belongs to them.
func (s *scene) pulled() []bool {
	var list []bool
	for k := range s.pieces {
		p := &s.pieces[k]
		again := k > 0 && p.Continues && list != nil && list[k-1] || s.whole(p) && !(p.Block && p.Continues) && s.own(k) == 0 && s.retold(k)
		if again && list == nil {
			list = make([]bool, len(s.pieces))
		}
		if again {
			list[k] = true
		}
	}
	return list
}

// whole says that a piece fills its paragraph.
func (s *scene) whole(p *piece) bool {
	par := s.doc.Paragraphs[p.Paragraph].Words
	return p.Block || p.words == par && p.Opened && !p.Dash
}

// retold says that the words of piece k stand in another piece that is no copy
// itself: a longer one, one that somebody is said to speak, or an earlier one.
func (s *scene) retold(k int) bool {
	words := s.pieces[k].words
	n := words[1] - words[0]
	if n < speech {
		return false
	}
	for i := max(0, k-retold); i < len(s.pieces) && i <= k+retold; i++ {
		q := &s.pieces[i]
		m := q.words[1] - q.words[0]
		if i == k || m+edited < n || i > k && m <= n+edited && s.whole(q) && s.own(i) == 0 {
			continue
		}
		if s.stands(words, q.words) {
			return true
		}
	}
	return false
}

// stands says that the words a to b stand one behind the other in another
// stretch, but for the first where it is an editor's.
func (s *scene) stands(words, in [2]int) bool {
	from := words[0]
	if words[1]-words[0] >= 2*speech && s.bracketed(from) {
		from += edited
	}
	n := words[1] - from
	for at := in[0]; at+n <= in[1]; at++ {
		same := true
		for d := 0; d < n && same; d++ {
			same = s.doc.Words[at+d].Lower == s.doc.Words[from+d].Lower
		}
		if same {
			return true
		}
	}
	return false
}

// bracketed says that word i stands in square brackets.
func (s *scene) bracketed(i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s.doc.Text[:s.doc.Words[i].Start])
	return r == '['
}
