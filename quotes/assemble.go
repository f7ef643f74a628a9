package quotes

import (
	"strings"
	"unicode/utf8"

	"herald/news"
	"herald/text/lang"
	"herald/text/people"
)

// assemble makes quotes of the pieces that are speech.
func (s *scene) assemble(chosen []choice) []news.Quote {
	list := make([]news.Quote, 0, len(s.pieces))
	copies := s.pulled()
	open := false // the piece before is the last part of the last quote
	for k := range s.pieces {
		p := &s.pieces[k]
		if copies != nil && copies[k] {
			open = false
			continue
		}
		part := news.Span{Start: p.Start, End: p.End}
		if open && s.continues(k, chosen) {
			q := &list[len(list)-1]
			q.Parts = append(q.Parts, part)
			continue
		}
		open = s.quoted(k, chosen[k]) || open && s.carried(k, chosen)
		if !open {
			continue
		}
		q := news.Quote{Parts: []news.Span{part}, Certainty: news.Stated}
		s.attribute(&q, k, chosen[k])
		list = append(list, q)
	}
	for i := range list {
		list[i].Text = s.words(list[i].Parts)
	}
	return list
}

// words are the parts of a quote, parted by a space.
func (s *scene) words(parts []news.Span) string {
	if len(parts) == 1 {
		return s.doc.Text[parts[0].Start:parts[0].End]
	}
	words := make([]string, len(parts))
	for i, p := range parts {
		words[i] = s.doc.Text[p.Start:p.End]
	}
	return strings.Join(words, " ")
}

// attribute fills in who speaks.
func (s *scene) attribute(q *news.Quote, k int, c choice) {
	if s.hedged(k) {
		q.Certainty = news.Reported
	}
	if !c.found {
		return
	}
	span := s.span(c.candidate.words)
	if !c.candidate.implied {
		q.Mention = news.Span{Start: span.Start, End: span.End}
	}
	if cue := c.candidate.cue; cue >= 0 && c.candidate.place != above {
		q.Cue = s.doc.Words[cue].Of(s.doc.Text)
	}
	if phrase := s.phraseBefore(c.candidate.words[0]); phrase != "" {
		q.Cue = phrase
	}
	mention := c.mention
	if c.person < 0 && mention >= 0 {
		if source := s.cast.Source(mention); source >= 0 {
			mention = source
			c.person = s.cast.Mentions[source].Person
		}
	}
	switch {
	case c.person >= 0:
		who := &s.cast.People[c.person]
		q.Speaker, q.Role = who.Name, who.Role
		if who.Body && mention >= 0 && s.cast.Mentions[mention].Person == c.person {
			q.Speaker = s.cast.Called(mention)
		}
	case mention >= 0:
		q.Speaker = s.described(mention)
	case !c.candidate.implied:
		q.Speaker = s.small(span.Of(s.doc.Text), c.candidate.words[0])
	}
}

// described is what the text calls somebody without a name; "" for a pronoun.
func (s *scene) described(mention int) string {
	m := s.cast.Mentions[mention]
	if m.Kind == people.Pronoun {
		return ""
	}
	return s.small(s.cast.Describe(mention), m.Words[0])
}

// small is a description without the capital that it has from opening a
// sentence at word i. A single word without an article may be a surname that is
// a trade or a colour too (Baker, Brown) and keeps it, unless it is a plural.
func (s *scene) small(name string, i int) string {
	if !s.doc.Pack.Names.Inflects() && !strings.Contains(name, " ") && !s.tag(i).Any(lang.Plural) {
		return name
	}
	if r, n := utf8.DecodeRuneInString(name); s.token(i).Opens {
		return strings.ToLower(string(r)) + name[n:]
	}
	return name
}

// phraseBefore is the phrase that names a source right before word i, or around
// it; "" where there is none.
func (s *scene) phraseBefore(i int) string {
	if n := s.cast.Voiced(i - 1); n > 0 {
		return s.doc.Text[s.doc.Words[i-1].Start:s.doc.Words[i+n-2].End]
	}
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		if n := s.cast.Phrase(k); n > 0 && k+n == i {
			return s.doc.Text[s.doc.Words[k].Start:s.doc.Words[i-1].End]
		}
	}
	return ""
}

// hedged says that the sentence around piece k doubts that the words were said.
func (s *scene) hedged(k int) bool {
	p := &s.pieces[k]
	for i := p.words[0] - 1; i >= p.left && i > p.words[0]-farthest; i-- {
		if s.tag(i).Any(lang.Hedge) {
			return true
		}
		if s.opens(i) {
			break
		}
	}
	for i := p.words[1]; i < p.right && i < p.words[1]+farthest; i++ {
		if s.opens(i) && (i > p.words[1] || p.terminal && s.breaks(p, i)) {
			break
		}
		if s.tag(i).Any(lang.Hedge) {
			return true
		}
	}
	return false
}
