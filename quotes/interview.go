package quotes

import (
	"strings"

	"herald/text/lang"
	"herald/text/people"
)

// In an interview that newspapers print with dashes nobody is named beside what
// is said: questions and answers take turns.
//
//	— А дах?
//	— Дах полагодять до осені.
//
// Who answers stands in the headline or in the lead; what the newspaper asks is
// no news and no quote.

const (
	exchanges = 4  // paragraphs behind dashes that make an interview
	apart     = 3  // paragraphs that an answer may run on without a dash
	turn      = 6  // what it costs that one of the two speaks twice in a row
	lengthy   = 60 // words that a question seldom has
)

// What a piece of an interview is.
const (
	question byte = 1 + iota
	answer
)

// turns are the pieces of an interview: question, answer, or 0; nil
// where the text is none.
func (s *scene) turns() []byte {
	var list []byte
	for from := 0; from < len(s.pieces); {
		to, said := s.exchange(from)
		if len(said) >= exchanges {
			if list == nil {
				list = make([]byte, len(s.pieces))
			}
			s.alternate(said, list)
		}
		from = to
	}
	for k := range s.pieces {
		p := &s.pieces[k]
		if !p.Dash || p.words[0] == 0 || !s.tag(p.words[0]-1).Any(lang.Answer) || !s.labelled(p) {
			continue
		}
		if list == nil {
			list = make([]byte, len(s.pieces))
		}
		list[k] = answer // A: …
	}
	return list
}

// exchange lists the pieces from k on that fill paragraphs behind dashes and
// follow one another, and the piece behind them.
func (s *scene) exchange(k int) (next int, said []int) {
	last := -1
	for ; k < len(s.pieces); k++ {
		p := &s.pieces[k]
		par := s.doc.Paragraphs[p.Paragraph].Words
		if last >= 0 && p.Paragraph-last > apart {
			break
		}
		if p.Dash && p.words == par && !s.labelled(p) {
			said, last = append(said, k), p.Paragraph
		} else if last < 0 {
			return k + 1, nil
		}
	}
	return k, said
}

// labelled says that a piece stands behind a name or a letter and not behind a
// dash.
func (s *scene) labelled(p *piece) bool {
	return strings.HasSuffix(strings.TrimRight(s.doc.Text[:p.Start], " \u00a0*_"), ":")
}

// alternate decides for each of the pieces whether it asks or answers: the way
// through both that contradicts least how they end and how long they are.
func (s *scene) alternate(said []int, list []byte) {
	cost := [2]int{}
	back := make([][2]byte, len(said))
	for i, k := range said {
		p := &s.pieces[k]
		asks := [2]int{2, 0} // of a question, of an answer
		if s.doc.Text[p.End-1] == '?' {
			asks = [2]int{0, 1}
		}
		if p.words[1]-p.words[0] > lengthy {
			asks[0]++
		}
		again := turn
		if i > 0 && p.Paragraph-s.pieces[said[i-1]].Paragraph > 1 {
			again = 0 // what stands between without a dash may be either's
		}
		stay, change := cost, [2]int{cost[1], cost[0]}
		for side := range 2 {
			if i == 0 || change[side] <= stay[side]+again {
				back[i][side], cost[side] = byte(1-side), change[side]+asks[side]
			} else {
				back[i][side], cost[side] = byte(side), stay[side]+again+asks[side]
			}
		}
	}
	side := 0
	if cost[1] < cost[0] {
		side = 1
	}
	for i := len(said) - 1; i >= 0; i-- {
		list[said[i]] = question + byte(side)
		side = int(back[i][side])
	}
}

// guest is who is interviewed: the person whom headline and lead name most; -1
// where they name nobody.
func (s *scene) guest(first int) int {
	title := map[string]bool{}
	for _, w := range s.doc.TitleWords {
		title[s.doc.Pack.Names.Key(w.Lower)] = true
	}
	limit := s.pieces[first].words[0]
	points := make([]int, len(s.cast.People))
	for _, m := range s.cast.Mentions {
		if m.Person < 0 || m.Words[0] >= limit {
			continue
		}
		if m.Kind == people.Name && !s.token(m.Head).Quoted {
			points[m.Person] += 2
			if s.speaksIn(m) {
				points[m.Person] += 4
			}
		} else if m.Kind == people.Noun {
			points[m.Person]++
		}
	}
	best, most := -1, 0
	for i := range s.cast.People {
		p := &s.cast.People[i]
		if p.Body || p.Place || points[i] == 0 {
			continue
		}
		points[i] = min(points[i], 8) + 4*s.cast.Named(i, title)
		if points[i] > most {
			best, most = i, points[i]
		}
	}
	return best
}

// speaksIn says that a mention is the subject of a reporting verb beside it.
func (s *scene) speaksIn(m people.Mention) bool {
	i := m.Words[1]
	return !m.Oblique && i < len(s.doc.Words) && s.tag(i).Any(lang.Cue) && s.token(i).Gap&people.Wide == 0
}
