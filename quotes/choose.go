package quotes

import (
	"herald/text/lang"
	"herald/text/people"
)

// choice is who is held to speak a piece.
type choice struct {
	mention   int // index into Cast.Mentions; -1 where nobody is
	person    int // index into Cast.People; -1 where nobody is known
	candidate candidate
	found     bool
}

var noChoice = choice{mention: -1, person: -1}

// choose decides for each piece, in the text's order, who speaks it.
func (s *scene) choose(w *weights) []choice {
	chosen := make([]choice, 0, len(s.pieces))
	var list []candidate
	guest := -2
	for k := range s.pieces {
		if s.turn != nil && s.turn[k] != 0 {
			if guest == -2 {
				guest = s.guest(k)
			}
			chosen = append(chosen, s.answered(k, guest))
			continue
		}
		if p := &s.pieces[k]; p.Block && !p.led() {
			chosen = append(chosen, s.credited(p))
			continue
		}
		list = s.candidates(list, k)
		c := s.best(w, k, list, chosen)
		if c.found && s.pieces[k].Block && c.mention < 0 && c.person < 0 && c.candidate.cue < 0 {
			c = noChoice // a word before a colon that nobody knows
		}
		chosen = append(chosen, c)
	}
	return chosen
}

// answered is the choice of an interview's guest for an answer; nobody is for a
// question.
func (s *scene) answered(k, guest int) choice {
	if s.turn[k] != answer || guest < 0 {
		return noChoice
	}
	at := s.pieces[k].words
	return choice{mention: -1, person: guest, found: true,
		candidate: candidate{mention: -1, words: at, head: at[0], kind: people.Noun, place: embedded, cue: -1, implied: true, person: guest}}
}

func (s *scene) best(w *weights, k int, list []candidate, chosen []choice) choice {
	own := s.own(k)
	none := s.nobody(k, own)
	best, points := noChoice, w.score(&none)
	for _, c := range list {
		v := s.view(k, c, own, chosen)
		if score := w.score(&v); score > points && !v.groundless() && !v.contradicted() && !s.elsewhere(k, c, own, list) {
			best, points = choice{mention: c.mention, person: s.personOf(c), candidate: c, found: true}, score
		}
	}
	if c, ok := s.informant(k, list); ok {
		return c
	}
	return s.origin(s.headed(best, list), list)
}

// headed gives a relative pronoun's words to the one whom it stands behind,
// where the clause that it opens ends before the reporting verb: "the minister,
// who had told us nothing, wrote".
func (s *scene) headed(best choice, list []candidate) choice {
	if !best.found || s.class(best.candidate) != relative {
		return best
	}
	cue := s.behindClause(best.candidate.words[0])
	for _, c := range list {
		if cue >= 0 && c.mention >= 0 && c.words[1] == best.candidate.words[0] {
			c.cue = cue
			return choice{mention: c.mention, person: s.personOf(c), candidate: c, found: true}
		}
	}
	return best
}

// elsewhere says that a candidate in a paragraph before is not the one who
// speaks piece k, since somebody is named behind it, whoever it is: a subject
// right behind the reporting verb («…», — сказав дід), or, in a dialogue, an
// attribution without a verb that the lists know.
func (s *scene) elsewhere(k int, c candidate, own int, list []candidate) bool {
	p := &s.pieces[k]
	if c.place != above || p.words[1] >= p.right {
		return false
	}
	if own == 0 {
		return p.Dash && p.words[0] == p.left
	}
	if !s.tag(p.words[1]).Any(lang.Cue) || s.token(p.words[1]).Upper {
		return false
	}
	for _, o := range list {
		if o.words[0] == p.words[1]+1 && o.cue == p.words[1] && s.stance(o) != oblique {
			return true
		}
	}
	return false
}

// informant is the one whom a phrase names as the source of a sentence that ends
// with a colon before the piece, where nobody else in it says anything: «По
// словам Белла, дорога закрыта: …».
func (s *scene) informant(k int, list []candidate) (choice, bool) {
	p := &s.pieces[k]
	if !p.colon {
		return noChoice, false
	}
	for i := p.words[0] - 1; i >= p.left && i > p.words[0]-farthest; i-- {
		if t := s.tag(i); t.Any(lang.Cue|lang.Weak) && !s.token(i).Quoted {
			return noChoice, false
		}
		if s.opens(i) {
			break
		}
	}
	for _, c := range list {
		if c.place == before && c.mention >= 0 && s.sourced(c) {
			return choice{mention: c.mention, person: s.personOf(c), candidate: c, found: true}, true
		}
	}
	return noChoice, false
}

// origin is whom the chosen one passes on: «сообщает агентство со ссылкой на
// полицию».
func (s *scene) origin(best choice, list []candidate) choice {
	if !best.found || best.mention < 0 {
		return best
	}
	for _, c := range list {
		if c.mention >= 0 && c.place == best.candidate.place && c.sentence == best.candidate.sentence && c.words[0] > best.candidate.words[1] &&
			c.words[0]-best.candidate.words[1] <= reference && s.sourced(c) && s.class(best.candidate) != person {
			return choice{mention: c.mention, person: s.personOf(c), candidate: c, found: true}
		}
	}
	return best
}

// reference is how many words stand at most between an agency and its source.
const reference = 4

// nobody is the view of the choice that none of the candidates speaks.
func (s *scene) nobody(k, own int) view {
	return view{place: embedded, class: nobody, own: own, shape: s.shape(&s.pieces[k])}
}

// personOf is whom a candidate means; -1 where nobody is known.
func (s *scene) personOf(c candidate) int {
	if c.implied {
		return c.person
	}
	if c.mention < 0 {
		return -1
	}
	return s.cast.Mentions[c.mention].Person
}

// groundless says that nothing but being near speaks for a candidate that is
// seldom a speaker.
func (v *view) groundless() bool {
	if v.idle && v.stance == governed && v.relation != source {
		return true
	}
	if v.relation != alone || v.link == sameWords || v.link == samePerson {
		return false
	}
	if v.idle && v.place != before && v.place != behind {
		return true
	}
	switch v.class {
	case country, institution, body, document, unknown, thing, relative:
		return v.own == 0 || v.place != before && v.place != behind
	}
	return false
}

// contradicted says that the verb right beside a candidate has another gender
// or number.
func (v *view) contradicted() bool {
	if v.agrees != 2 || v.class != person && v.class != pronoun {
		return false
	}
	switch v.relation {
	case inverted, nearby, subject, modified:
		return true
	}
	return false
}
