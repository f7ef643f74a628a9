package lang

import (
	"strings"
	"unicode/utf8"
)

// Nominal says that a name may stand in the nominative, by its ending.
func (n *Inflection) Nominal(lower string) bool {
	return n.NominalOf(lower, Masculine|Feminine)
}

// NominalOf says that a name may stand in the nominative of that gender, by its
// ending: «Белова» is no man's.
func (n *Inflection) NominalOf(lower string, sex Tag) bool {
	for size := min(n.longest, len(lower)); size > 0; size-- {
		cut := len(lower) - size
		if !utf8.RuneStart(lower[cut]) {
			continue
		}
		forms := n.endings[lower[cut:]]
		for _, f := range forms {
			if !f.oblique && f.sex.Any(sex) {
				return true
			}
		}
		if len(forms) > 0 {
			return false
		}
	}
	return true
}

// GivenCases are the cases in which a first name stands that is somebody's of
// that gender; 0 where it has one form for all of them or is not known.
func (n *Inflection) GivenCases(lower string, sex Tag) Cases {
	f := n.given[lower]
	switch {
	case f.man == "":
		return f.cases
	case !sex.Any(Feminine) && sex.Any(Masculine):
		return f.his
	case sex.Any(Feminine):
		return f.cases
	}
	return f.cases | f.his
}

// brief is how many bytes of an ending that only women's surnames have do not
// rule a man's out: «Рубана» ends as «Смачна» does.
const brief = 4

// Stands gives the cases in which a surname may stand by its ending, for a
// person of that gender (any, where sex is 0); 0 where it tells nothing. ok is
// false where nobody of that gender has such an ending. A woman's surname that
// ends as a man's nominative does is one form for all cases.
func (n *Inflection) Stands(lower string, sex Tag) (cases Cases, ok bool) {
	for size := min(n.longest, len(lower)); size > 0; size-- {
		cut := len(lower) - size
		if !utf8.RuneStart(lower[cut]) || !n.long(lower[:cut], lower[cut:]) {
			continue
		}
		found, other := false, false
		for _, f := range n.endings[lower[cut:]] {
			switch {
			case f.first:
			case sex&(Masculine|Feminine) != 0 && !f.sex.Any(sex):
				other = true
				ok = ok || !f.oblique
			case f.cases == 0:
				return 0, true
			default:
				found = true
				cases |= f.cases
			}
		}
		switch {
		case found:
			return cases, true
		case other && (sex.Any(Feminine) || size > brief):
			return 0, ok && sex.Any(Feminine)
		}
	}
	if Consonant(lower) && !sex.Any(Feminine) {
		return Nominative, true
	}
	return 0, true
}

// long says that enough of a name stands before an ending. A name that has one
// form may be the ending itself: «Ли».
func (n *Inflection) long(stem, ending string) bool {
	if utf8.RuneCountInString(stem) >= shortest {
		return true
	}
	forms := n.endings[ending]
	return len(forms) > 0 && !forms[0].oblique && forms[0].cases == 0
}

// Consonant says that a name ends in a consonant.
func Consonant(lower string) bool {
	r, _ := utf8.DecodeLastRuneInString(lower)
	return !strings.ContainsRune("аеєёиіїоуыэюяйaeiouy", r)
}

// Nominatives are the nominatives that an inflected name may have, for a
// person of that gender (any, where sex is 0), where it stands in one of those
// cases: those of the longest ending that a paradigm knows, the most telling
// first, the name as it stands last.
func (n *Inflection) Nominatives(lower string, sex Tag, cases Cases) []string {
	var list, same []string
	known := false
	for size := min(n.longest, len(lower)); size >= 0 && !known; size-- {
		cut := len(lower) - size
		if cut < len(lower) && !utf8.RuneStart(lower[cut]) || !n.long(lower[:cut], lower[cut:]) {
			continue
		}
		for _, f := range n.endings[lower[cut:]] {
			if f.first || sex&(Masculine|Feminine) != 0 && !f.sex.Any(sex) {
				continue
			}
			if !f.cases.Meets(cases) {
				continue
			}
			known = true
			switch {
			case f.oblique:
				list = append(list, lower[:cut]+f.nominative)
			default:
				same = append(same, lower)
			}
		}
	}
	return append(append(list, same...), lower)
}

// Inflected says that one name may be another in another case, for a person of
// that gender (any, where sex is 0): «Савича» is «Савич».
func (n *Inflection) Inflected(lower, nominative string, sex Tag) bool {
	if lower == nominative {
		return false
	}
	for size := min(n.longest, len(lower)); size >= 0; size-- {
		cut := len(lower) - size
		if cut < len(lower) && !utf8.RuneStart(lower[cut]) || !strings.HasPrefix(nominative, lower[:cut]) {
			continue
		}
		for _, f := range n.endings[lower[cut:]] {
			if f.oblique && (sex&(Masculine|Feminine) == 0 || f.sex.Any(sex)) && nominative[cut:] == f.nominative {
				return true
			}
		}
	}
	return false
}
