package people

import (
	"strings"
	"unicode/utf8"

	"herald/text/lang"
)

// gather makes one person of all names that mean the same: first the names of
// several words, then the single words, which are a surname, a first name or
// the short form of one of those, and else a person of their own.
func (c *Cast) gather(runs []run) {
	last, first := map[string][]int{}, map[string][]int{}
	for pass := range 3 {
		for i := range runs {
			if r := &runs[i]; c.pass(r) == pass {
				r.person = c.full(r, last, first)
			}
		}
	}
	for i := range runs {
		if r := &runs[i]; r.words[1]-r.words[0] == 1 {
			r.person = c.single(r, last, first)
		}
	}
}

// pass tells when a name is gathered: those of three words and more, those of
// two, first names with a patronymic; single words come last.
func (c *Cast) pass(r *run) int {
	switch n := r.words[1] - r.words[0]; {
	case n > 2:
		return 0
	case n == 2 && c.doc.Words[r.words[1]-1].Patronymic && !r.body:
		return 2
	case n == 2:
		return 1
	}
	return 3
}

func (c *Cast) full(r *run, last, first map[string][]int) int {
	keys := make([]string, 0, r.words[1]-r.words[0])
	for i := r.words[0]; i < r.words[1]; i++ {
		keys = append(keys, c.key(i))
	}
	for _, p := range some(last[keys[len(keys)-1]]) {
		if c.same(c.People[p].keys, keys) && c.fits(p, r) {
			c.count(p, r, keys)
			return p
		}
	}
	for _, p := range some(first[keys[0]]) {
		if k := c.People[p].keys; len(k) == 3 && len(keys) == 2 && k[1] == keys[1] && c.fits(p, r) { // first name and patronymic
			c.count(p, r, nil)
			return p
		}
	}
	if p := c.namesake(r, keys, first); p >= 0 {
		c.count(p, r, nil)
		return p
	}
	p := c.add(r, keys)
	last[keys[len(keys)-1]] = append(last[keys[len(keys)-1]], p)
	first[keys[0]] = append(first[keys[0]], p)
	if len(keys) > 2 && !r.body {
		first[keys[1]] = append(first[keys[1]], p)
	}
	return p
}

// namesake is whom a first name and a patronymic mean: «Ганна Белл … Ганна
// Іванівна», the one named last before of those with that first name; -1 where
// nobody is.
func (c *Cast) namesake(r *run, keys []string, first map[string][]int) int {
	if r.body || len(keys) != 2 || !c.doc.Words[r.words[1]-1].Patronymic {
		return -1
	}
	who, at := -1, -1
	for _, p := range some(first[keys[0]]) {
		k := c.People[p].keys
		if c.People[p].Body || c.People[p].Place || len(k) != 2 || k[0] != keys[0] || !c.fits(p, r) || c.People[p].full > 0 && c.patronymic(p) {
			continue
		}
		if seen := c.People[p].before(r.words[0]); who < 0 || seen > at {
			who, at = p, seen
		}
	}
	return who
}

// patronymic says that a person is known by first name and patronymic alone.
func (c *Cast) patronymic(person int) bool { return c.People[person].fathers }

// before is where a person was named last before that word; -1 where nowhere.
func (p *Person) before(word int) int {
	at := -1
	for _, w := range p.seen {
		if w < word {
			at = max(at, w)
		}
	}
	return at
}

// namesakes bounds the people of one name that are told apart: it bounds the
// cost of a text that is a list of names.
const namesakes = 40

func some(list []int) []int { return list[:min(len(list), namesakes)] }

// same says that two names with the same last word may be one person's: their
// first words are equal, or one is the other's initial.
func (c *Cast) same(a, b []string) bool {
	x, y := a[0], b[0]
	if x == y || c.short(x, y) || c.short(y, x) || len(a) == 1 || len(b) == 1 {
		return true
	}
	if len(a) > 2 && a[1] == y || len(b) > 2 && b[1] == x { // a patronymic or a middle name
		return true
	}
	if utf8.RuneCountInString(x) == 1 {
		return strings.HasPrefix(y, x)
	}
	return utf8.RuneCountInString(y) == 1 && strings.HasPrefix(x, y)
}

// short says that a key is that of a short form of another first name.
func (c *Cast) short(x, full string) bool {
	for _, f := range c.speech.Short[x] {
		if c.speech.Names.Key(f) == full {
			return true
		}
	}
	return false
}

// fits says that nothing in a name's form contradicts that it is p's.
func (c *Cast) fits(p int, r *run) bool {
	sex := r.sex & (lang.Masculine | lang.Feminine)
	return c.People[p].Sex == 0 || sex == 0 || sex.Any(c.People[p].Sex)
}

func (c *Cast) single(r *run, last, first map[string][]int) int {
	key := c.key(r.words[0])
	best := -1
	lists := [][]int{last[key], first[key]}
	for _, full := range c.speech.Short[key] {
		lists = append(lists, first[c.speech.Names.Key(full)])
	}
	for _, list := range lists {
		for _, p := range some(list) {
			if c.fits(p, r) && (!r.place || c.People[p].Place) && (best < 0 || c.People[p].full > c.People[best].full) {
				best = p
			}
		}
		if best >= 0 {
			break
		}
	}
	if best < 0 {
		best = c.add(r, []string{key})
		last[key] = append(last[key], best)
		return best
	}
	c.count(best, r, nil)
	return best
}

func (c *Cast) add(r *run, keys []string) int {
	p := Person{keys: keys, Body: r.body, Place: r.place, best: -1, Count: 1, full: 1, seen: []int{r.words[0]}}
	p.fathers = c.pass(r) == 2
	p.Sex = one(r.sex)
	c.People = append(c.People, p)
	return len(c.People) - 1
}

// count adds one more name to a person; keys is nil where it is a part only.
func (c *Cast) count(p int, r *run, keys []string) {
	who := &c.People[p]
	who.Count++
	if len(who.seen) < namesakes {
		who.seen = append(who.seen, r.words[0])
	}
	if keys != nil {
		who.full++
		if len(keys) > len(who.keys) || len(keys) == len(who.keys) && utf8.RuneCountInString(who.keys[0]) == 1 {
			who.keys = keys
		}
	}
	if who.Sex == 0 {
		who.Sex = one(r.sex)
	}
}

// one is a gender that is told without doubt; 0 else.
func one(sex lang.Tag) lang.Tag {
	switch sex & (lang.Masculine | lang.Feminine) {
	case lang.Masculine:
		return lang.Masculine
	case lang.Feminine:
		return lang.Feminine
	}
	return 0
}

// recent is how many sentences back a full name still claims the surname that
// follows it.
const recent = 4

// distinguish gives single words to the right one of several people of one
// name: the one whose full name was the subject of a sentence shortly before,
// else the one named most often.
func (c *Cast) distinguish() {
	shared := map[string]int{}
	for i := range c.People {
		if p := &c.People[i]; !p.Body && !p.Place && len(p.keys) > 1 {
			shared[p.keys[len(p.keys)-1]]++
		}
	}
	several := false
	for _, n := range shared {
		several = several || n > 1
	}
	if !several {
		return
	}
	last := map[string]int{} // the mention of a full name that was a subject last
	for i := range c.Mentions {
		m := &c.Mentions[i]
		if m.Kind != Name || c.Tokens[m.Head].Quoted {
			continue
		}
		key := c.key(m.Head)
		if shared[key] < 2 {
			continue
		}
		if m.Words[1]-m.Words[0] > 1 {
			if c.Subject(i) {
				last[key] = i
			}
			continue
		}
		if k, ok := last[key]; ok && c.bearable(*m, c.Mentions[k].Person) && c.Tokens[m.Head].Sentence-c.Tokens[c.Mentions[k].Head].Sentence <= recent {
			m.Person = c.Mentions[k].Person
			last[key] = i
		}
	}
}

// bearable says that a single surname in the form it has may be that person's:
// where the language inflects, a nominative «Перова» is no man's.
func (c *Cast) bearable(m Mention, person int) bool {
	if !c.speech.Names.Inflects() || m.Oblique {
		return true
	}
	name := strings.ToLower(c.People[person].Name)
	return strings.HasSuffix(name, c.doc.Words[m.Head].Lower)
}
