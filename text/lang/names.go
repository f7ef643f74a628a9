package lang

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Inflection is how the names of people are inflected: paradigms of endings, the
// nominative first. The zero value is a language that leaves names whole.
type Inflection struct {
	endings   map[string][]form // by ending
	paradigms [][]string
	longest   int // bytes of the longest ending
	given     map[string]givenForm
}

// givenForm is a first name in one of its cases.
type givenForm struct {
	nominative string
	sex        Tag
	oblique    bool
	man        string // the man's name of which the form is another case too: Олександра, Валентина
}

// form is one ending's place in a paradigm.
type form struct {
	nominative string
	sex        Tag
	oblique    bool
	order      int  // the paradigm's line: earlier ones are more telling
	first      bool // of first names only
}

// shortest is how many letters of a name must stand before its ending.
const shortest = 2

// readNames reads paradigms, one a line: the letters of their genders (m, f,
// mf), then the endings, the nominative first; "-" is no ending. "first" before
// the genders is a paradigm of first names alone.
func readNames(data string) Inflection {
	n := Inflection{endings: map[string][]form{}, given: map[string]givenForm{}}
	for order, line := range Lines(data) {
		f := strings.Fields(line)
		first := f[0] == "first"
		if first {
			f = f[1:]
		}
		sex, nominative := tags(f[0]), strings.Trim(f[1], "-")
		n.paradigms = append(n.paradigms, nil)
		for i, e := range f[1:] {
			e = strings.Trim(e, "-")
			n.paradigms[order] = append(n.paradigms[order], e)
			n.endings[e] = append(n.endings[e], form{nominative, sex, i > 0, order, first})
			n.longest = max(n.longest, len(e))
		}
	}
	return n
}

// Inflects says that the language inflects names.
func (n *Inflection) Inflects() bool { return len(n.endings) > 0 }

// Key is what all cases of a name have in common: the lower-case name without
// the longest ending that a paradigm knows.
func (n *Inflection) Key(lower string) string {
	if len(n.endings) == 0 {
		return strings.TrimSuffix(strings.TrimSuffix(lower, "'s"), "'")
	}
	for size := min(n.longest, len(lower)); size >= 0; size-- {
		cut := len(lower) - size
		if cut < len(lower) && !utf8.RuneStart(lower[cut]) || utf8.RuneCountInString(lower[:cut]) < shortest {
			continue
		}
		if _, ok := n.endings[lower[cut:]]; ok {
			return lower[:cut]
		}
	}
	return lower
}

// Nominal says that a name may stand in the nominative, by its ending.
func (n *Inflection) Nominal(lower string) bool {
	for size := min(n.longest, len(lower)); size > 0; size-- {
		cut := len(lower) - size
		if !utf8.RuneStart(lower[cut]) {
			continue
		}
		forms := n.endings[lower[cut:]]
		for _, f := range forms {
			if !f.oblique {
				return true
			}
		}
		if len(forms) > 0 {
			return false
		}
	}
	return true
}

// learn takes in first names with all their cases.
func (n *Inflection) learn(names map[string]Tag) {
	for name, sex := range names {
		n.given[name] = givenForm{nominative: name, sex: sex}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		n.decline(name, names[name])
	}
}

func (n *Inflection) decline(name string, sex Tag) {
	for size := min(n.longest, len(name)); size >= 0; size-- {
		cut := len(name) - size
		if cut == 0 || cut < len(name) && !utf8.RuneStart(name[cut]) {
			continue
		}
		found := false
		for _, f := range n.endings[name[cut:]] {
			if f.oblique || sex&(Masculine|Feminine) != 0 && !f.sex.Any(sex) {
				continue
			}
			found = true
			for _, e := range n.paradigms[f.order] {
				form := name[:cut] + e
				known, ok := n.given[form]
				switch {
				case !ok:
					n.given[form] = givenForm{nominative: name, sex: sex, oblique: true}
				case known.sex == Feminine && sex == Masculine && (known.man == "" || name < known.man):
					known.man = name
					n.given[form] = known
				}
			}
		}
		if found {
			return
		}
	}
}

// Given finds a first name in any case, for a person of that gender (any, where
// sex is 0): its nominative, its gender, and whether it was inflected. Where a
// form may be a woman's name or a man's in another case and sex does not
// tell, the gender is 0. ok is false where no first name is known by it.
func (n *Inflection) Given(lower string, sex Tag) (nominative string, of Tag, oblique, ok bool) {
	f, ok := n.given[lower]
	switch {
	case f.man == "":
		return f.nominative, f.sex, f.oblique, ok
	case sex.Any(Masculine) && !sex.Any(Feminine):
		return f.man, Masculine, true, true
	case sex.Any(Feminine):
		return f.nominative, Feminine, f.oblique, true
	}
	return f.nominative, 0, f.oblique, true
}

// Nominatives are the nominatives that an inflected name may have, for a
// person of that gender (any, where sex is 0): those of the longest ending that
// a paradigm knows, the most telling first, the name as it stands last.
func (n *Inflection) Nominatives(lower string, sex Tag) []string {
	var list []string
	for size := min(n.longest, len(lower)); size >= 0 && len(list) == 0; size-- {
		cut := len(lower) - size
		if cut < len(lower) && !utf8.RuneStart(lower[cut]) || utf8.RuneCountInString(lower[:cut]) < shortest {
			continue
		}
		for _, f := range n.endings[lower[cut:]] {
			if f.first || sex&(Masculine|Feminine) != 0 && !f.sex.Any(sex) {
				continue
			}
			list = append(list, lower[:cut]+f.nominative)
		}
	}
	return append(list, lower)
}
