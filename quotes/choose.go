package quotes

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
	for k := range s.pieces {
		list = s.candidates(list, k)
		chosen = append(chosen, s.best(w, k, list, chosen))
	}
	return chosen
}

func (s *scene) best(w *weights, k int, list []candidate, chosen []choice) choice {
	own := s.own(k)
	none := s.nobody(k, own)
	best, points := noChoice, w.score(&none)
	for _, c := range list {
		v := s.view(k, c, own, chosen)
		if score := w.score(&v); score > points && !v.groundless() && !v.contradicted() {
			best, points = choice{mention: c.mention, person: s.personOf(c), candidate: c, found: true}, score
		}
	}
	return best
}

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
	if v.relation != alone || v.link == sameWords || v.link == samePerson {
		return false
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
