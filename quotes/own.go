package quotes

import "herald/text/lang"

// embedded says that a piece is a part of the sentence around it: narration
// goes on before and behind it without a mark.
func (s *scene) embedded(k int) bool {
	p := &s.pieces[k]
	if p.comma || p.terminal || p.colon || p.Dash || p.words[1] >= p.right || p.words[0] <= p.left {
		return false
	}
	return s.token(p.words[0]).Gap&marked == 0 && s.token(p.words[1]).Gap&marked == 0
}

// own tells whether the sentence of piece k holds a reporting verb: 1 before
// it, 2 behind it.
func (s *scene) own(k int) int {
	p := &s.pieces[k]
	own := 0
	for i := p.words[0] - 1; i >= p.left && i >= p.words[0]-farthest; i-- {
		if s.token(i).Quoted {
			continue
		}
		if s.cues(i) {
			own |= 1
			break
		}
		if s.opens(i) {
			break
		}
	}
	if s.embedded(k) {
		return own
	}
	for i := p.words[1]; i < p.right && i < p.words[1]+farthest; i++ {
		if i > p.words[1] && s.opens(i) || i == p.words[1] && p.terminal && s.breaks(p, i) {
			break
		}
		if s.cues(i) {
			own |= 2
			break
		}
	}
	return own
}

// cues says that word i tells that somebody speaks: a reporting verb, or the
// start of a phrase that names a source.
func (s *scene) cues(i int) bool {
	return s.tag(i).Any(lang.Cue) || s.cast.Phrase(i) > 0 || s.cast.Voiced(i) > 0
}
