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
	cases     [][]Cases         // of the paradigms' endings
	longest   int               // bytes of the longest ending
	keys      map[string]string // endings that Key takes off, and what it puts there
	given     map[string]givenForm
}

// Cases is a set of cases. 0 is any: the form tells nothing.
type Cases uint8

// The cases, in the letters of names.txt: g, d, a, i, l; the nominative stands
// first there.
const (
	Nominative Cases = 1 << iota
	Genitive
	Dative
	Accusative
	Instrumental
	Locative
)

// Meets says that two words may stand in one case.
func (a Cases) Meets(b Cases) bool { return a == 0 || b == 0 || a&b != 0 }

// givenForm is a first name in one of its cases. A form may be a woman's and a
// man's: «Олександра» is her name and his genitive.
type givenForm struct {
	nominative string // the woman's, where it may be both
	sex        Tag    // 0 where it may be both
	oblique    bool
	cases      Cases
	man        string // the man's nominative, where it may be both
	his        Cases  // the man's cases
}

// form is one ending's place in a paradigm.
type form struct {
	nominative string
	sex        Tag
	oblique    bool
	cases      Cases
	order      int  // the paradigm's line: earlier ones are more telling
	first      bool // of first names only
}

// shortest is how many letters of a name must stand before its ending.
const shortest = 2

// readNames reads paradigms, one a line: the letters of their genders (m, f,
// mf), then the endings, the nominative first, the others with the letters of
// their cases behind a slash; "-" is no ending. A nominative alone is a name
// that has one form for all cases. "first" before the genders is a paradigm of
// first names alone.
func readNames(data string) Inflection {
	n := Inflection{endings: map[string][]form{}, given: map[string]givenForm{}, keys: map[string]string{}}
	for order, line := range Lines(data) {
		f := strings.Fields(line)
		first := f[0] == "first"
		if first {
			f = f[1:]
		}
		sex, nominative := tags(f[0]), strings.Trim(f[1], "-")
		n.paradigms, n.cases = append(n.paradigms, nil), append(n.cases, nil)
		for i, e := range f[1:] {
			e, letters, _ := strings.Cut(e, "/")
			e = strings.Trim(e, "-")
			cases := readCases(letters)
			if i == 0 && len(f) > 2 {
				cases = Nominative
			}
			n.paradigms[order], n.cases[order] = append(n.paradigms[order], e), append(n.cases[order], cases)
			n.endings[e] = append(n.endings[e], form{nominative, sex, i > 0, cases, order, first})
			n.longest = max(n.longest, len(e))
		}
		if !first {
			n.addKeys(n.paradigms[order])
		}
	}
	return n
}

func readCases(letters string) Cases {
	const all = "ngdail"
	var c Cases
	for _, r := range letters {
		i := strings.IndexRune(all, r)
		if i < 0 {
			panic("lang: no case " + letters)
		}
		c |= 1 << i
	}
	return c
}

// addKeys takes in what the cases of a paradigm differ in: "ий ого ому" of
// "ський ського ському". Where the nominative has a vowel that the other cases
// lack (Кравець, Кравця), it is made like them.
func (n *Inflection) addKeys(paradigm []string) {
	common := shared(paradigm)
	if others := shared(paradigm[1:]); common == "" && others != "" && paradigm[0] != "" {
		n.keys[paradigm[0]] = others
		common, paradigm = others, paradigm[1:]
	}
	if common == "" && utf8.RuneCountInString(paradigm[0]) > 1 {
		return // its consonant changes: Чайка, Чайці
	}
	for _, e := range paradigm {
		n.keys[e[len(common):]] = ""
	}
}

// shared is the longest beginning of whole letters that all words have.
func shared(words []string) string {
	if len(words) == 0 {
		return ""
	}
	common := words[0]
	for _, w := range words[1:] {
		for !strings.HasPrefix(w, common) {
			_, size := utf8.DecodeLastRuneInString(common)
			common = common[:len(common)-size]
		}
	}
	return common
}

// Inflects says that the language inflects names.
func (n *Inflection) Inflects() bool { return len(n.endings) > 0 }

// Key is what all cases of a name have in common: the lower-case name without
// its ending, a first name's taken from its nominative.
func (n *Inflection) Key(lower string) string {
	if len(n.endings) == 0 {
		return strings.TrimSuffix(strings.TrimSuffix(lower, "'s"), "'")
	}
	if f, ok := n.given[lower]; ok {
		lower = f.nominative
	}
	if strings.Contains(lower, "ё") {
		lower = strings.ReplaceAll(lower, "ё", "е") // as most write it
	}
	for size := min(n.longest, len(lower)); size >= 0; size-- {
		cut := len(lower) - size
		if cut < len(lower) && !utf8.RuneStart(lower[cut]) || utf8.RuneCountInString(lower[:cut]) < shortest {
			continue
		}
		if put, ok := n.keys[lower[cut:]]; ok {
			return lower[:cut] + put
		}
	}
	return lower
}

// learn takes in first names with all their cases.
func (n *Inflection) learn(names map[string]Tag) {
	cases := 1
	if n.Inflects() {
		cases = 7
	}
	n.given = make(map[string]givenForm, cases*len(names))
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
		if cut == 0 || cut < len(name) && !utf8.RuneStart(name[cut]) || size == 0 && !Consonant(name) {
			continue
		}
		found := false
		for _, f := range n.endings[name[cut:]] {
			if f.oblique || sex&(Masculine|Feminine) != 0 && !f.sex.Any(sex) {
				continue
			}
			found = true
			for i, e := range n.paradigms[f.order] {
				form := name[:cut] + e
				n.given[form] = n.given[form].or(givenForm{nominative: name, sex: sex, oblique: e != f.nominative, cases: n.cases[f.order][i]})
			}
		}
		if found {
			return
		}
	}
}

// or is a form that may be f and may be g; f where that tells nothing new.
func (f givenForm) or(g givenForm) givenForm {
	switch {
	case f.nominative == "":
		return g
	case f.nominative == g.nominative:
		f.cases |= g.cases
	case f.man == "" && f.sex == Feminine && g.sex == Masculine && g.oblique:
		return givenForm{nominative: f.nominative, oblique: f.oblique, cases: f.cases, man: g.nominative, his: g.cases}
	case f.man == "" && f.sex == Masculine && g.sex == Feminine && f.oblique:
		return givenForm{nominative: g.nominative, oblique: g.oblique, cases: g.cases, man: f.nominative, his: f.cases}
	}
	return f
}

// Given finds a first name in any case, for a person of that gender (any, where
// sex is 0): its nominative, its gender, and whether it was inflected. Where a
// form may be a woman's name or a man's in another case and sex does not
// tell, the gender is 0. ok is false where no first name is known by it.
func (n *Inflection) Given(lower string, sex Tag) (nominative string, of Tag, oblique, ok bool) {
	f, ok := n.given[lower]
	const both = Masculine | Feminine
	switch {
	case f.man == "" && f.oblique && sex.Any(both) && f.sex.Any(both) && !f.sex.Any(sex):
		return lower, sex & both, false, false // another name: «Івана сказала»
	case f.man == "":
		return f.nominative, f.sex, f.oblique, ok
	case sex.Any(Masculine) && !sex.Any(Feminine):
		return f.man, Masculine, true, true
	case sex.Any(Feminine):
		return f.nominative, Feminine, f.oblique, true
	}
	return f.nominative, 0, f.oblique, true
}
