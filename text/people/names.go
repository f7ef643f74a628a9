package people

import (
	"unicode"
	"unicode/utf8"

	"herald/text"
	"herald/text/lang"
)

// run is a stretch of words that is a name, before anybody knows whose.
type run struct {
	words      [2]int
	role       int // first word of the title or role written before the name; words[0] where there is none
	body       bool
	place      bool
	possessive bool
	sex        lang.Tag
	person     int
}

// longestName bounds a name's words: longer rows of capitals are headlines.
const longestName = 7

// names finds the rows of capitalised words, cuts titles, places and
// institutions off the people behind them, and drops what has its capital only
// from opening a sentence.
func (c *Cast) names() []run {
	inner := map[string]bool{} // names that stand inside a sentence too
	var runs []run
	for i := 0; i < len(c.Tokens); {
		if !c.Tokens[i].Upper {
			i++
			continue
		}
		j := i + 1
		for j < len(c.Tokens) && c.joins(i, j) {
			j++
		}
		for c.Tokens[j-1].Tag.Any(lang.Particle) && !c.Tokens[j-1].Upper {
			j--
		}
		runs = c.cut(runs, i, j)
		i = j
	}
	runs = c.withoutHeadlines(runs)
	for _, r := range runs {
		if !c.Tokens[r.words[0]].Opens || r.words[1]-r.words[0] > 1 {
			inner[c.key(r.words[1]-1)] = true
		}
	}
	words := map[string]bool{} // words of names that stand inside a sentence
	for _, r := range runs {
		if !c.Tokens[r.words[0]].Opens {
			for i := r.words[0]; i < r.words[1]; i++ {
				words[c.key(i)] = true
			}
		}
	}
	kept := runs[:0]
	for _, r := range runs {
		c.unopen(&r, words)
		first := r.words[0]
		t := c.Tokens[first]
		alone := r.words[1]-first == 1
		if alone && t.Opens && r.role == first && !t.Tag.Any(lang.Given|lang.Body|lang.Place) && !words[c.key(first)] && !inner[c.key(first)] && !r.possessive {
			continue
		}
		kept = append(kept, r)
	}
	return kept
}

// unopen takes a word off the front of a name that has its capital only from
// opening the sentence: «Затем Элиана Кравчук».
func (c *Cast) unopen(r *run, inside map[string]bool) {
	first, n := r.words[0], r.words[1]-r.words[0]
	if n < 2 || !c.Tokens[first].Opens || r.role != first || r.body || c.given(first) != 0 || inside[c.key(first)] ||
		utf8.RuneCountInString(c.doc.Words[first].Lower) <= 2 || c.Tokens[first+1].Gap == Hyphen {
		return
	}
	if n > 2 && inside[c.key(r.words[1]-1)] || c.given(first+1) != 0 {
		r.words[0]++
		r.role = r.words[0]
	}
}

// withoutHeadlines drops what looks like a name in a line where every word has
// a capital, unless its last word is a name elsewhere.
func (c *Cast) withoutHeadlines(runs []run) []run {
	var lines [][2]int
	for _, p := range c.doc.Paragraphs {
		if n := p.Words[1] - p.Words[0]; n >= 4 && n <= 30 && c.capitals(p.Words) {
			lines = append(lines, p.Words)
		}
	}
	if len(lines) == 0 {
		return runs
	}
	elsewhere := map[string]bool{}
	line := 0
	inside := func(i int) bool {
		for line < len(lines) && lines[line][1] <= i {
			line++
		}
		return line < len(lines) && lines[line][0] <= i
	}
	for _, r := range runs {
		if !inside(r.words[0]) {
			elsewhere[c.key(r.words[1]-1)] = true
		}
	}
	line = 0
	kept := runs[:0]
	for _, r := range runs {
		if !inside(r.words[0]) || elsewhere[c.key(r.words[1]-1)] && r.words[1]-r.words[0] < 4 {
			kept = append(kept, r)
		}
	}
	return kept
}

// capitals says that nearly all words of a line have a capital but for the
// small ones.
func (c *Cast) capitals(words [2]int) bool {
	n, upper := 0, 0
	for i := words[0]; i < words[1]; i++ {
		if c.doc.Words[i].Stop {
			continue
		}
		n++
		if c.Tokens[i].Upper {
			upper++
		}
	}
	return n >= 3 && upper*10 >= n*9
}

// joins says that word j goes on with the row of capitals that began at i.
func (c *Cast) joins(i, j int) bool {
	t := c.Tokens[j]
	if t.Quoted != c.Tokens[j-1].Quoted || j-i > 2*longestName {
		return false
	}
	switch {
	case t.Gap == 0 || t.Gap == Hyphen || t.Gap == None:
	case t.Gap == Stop|Wide && !t.Opens && c.abbreviated(j-1):
	default:
		return false
	}
	if c.possessive(j-1) || t.Opens && t.Gap != Hyphen {
		return false
	}
	if t.Upper && c.doc.Words[j].Stop && !t.Tag.Any(lang.Particle|lang.Given|lang.Place) && utf8.RuneCountInString(c.doc.Words[j].Lower) > 1 && (j-i > 1 || c.given(i) == 0 || isAcronym(c.doc.Words[j].Of(c.doc.Text))) {
		return false // a small word with a capital: a headline
	}
	return t.Upper || c.particle(j) || c.belonging(j) || j+1 < len(c.Tokens) && c.particle(j+1) && t.Tag.Any(lang.Particle) && c.Tokens[j+1].Gap == 0 && !t.Tag.Any(lang.Preposition)
}

// belonging says that word j joins what an institution is for to its name:
// "Ministry of Health", "Institute for Peace".
func (c *Cast) belonging(j int) bool {
	t, before := &c.Tokens[j], &c.Tokens[j-1]
	return t.Tag.Any(lang.Linking) && t.Gap == 0 && !c.speech.Names.Inflects() && before.Upper && before.Tag.Any(lang.Body) &&
		j+1 < len(c.Tokens) && c.Tokens[j+1].Upper && c.Tokens[j+1].Gap == 0 && !c.Tokens[j+1].Tag.Any(lang.Calendar|lang.Pronoun|lang.Determiner)
}

// particle says that word j is a small word that stands in a name before a
// capital: «ван Дейк», «аль-Масри».
func (c *Cast) particle(j int) bool {
	if !c.Tokens[j].Tag.Any(lang.Particle) || c.Tokens[j].Tag.Any(lang.Preposition) || j+1 >= len(c.Tokens) {
		return false
	}
	next := c.Tokens[j+1]
	return next.Upper && (next.Gap == 0 || next.Gap == Hyphen)
}

// abbreviated says that a dot behind the word ends no sentence: it is an
// initial or a title.
func (c *Cast) abbreviated(i int) bool {
	w := c.doc.Words[i]
	return c.Tokens[i].Tag.Any(lang.Title|lang.Place) || c.doc.Pack.Abbreviations[w.Lower] != 0 || utf8.RuneCountInString(w.Of(c.doc.Text)) <= 2
}

// possessive says that a word ends in the possessive of languages that write
// it with an apostrophe.
func (c *Cast) possessive(i int) bool {
	lower := c.doc.Words[i].Lower
	if n := len(lower); n > 2 && lower[n-2:] == "'s" {
		return true
	}
	end := c.doc.Words[i].End
	return len(lower) > 1 && lower[len(lower)-1] == 's' && end+3 < len(c.doc.Text) && (c.doc.Text[end] == '\'' || c.doc.Text[end:end+3] == "’") && !c.speech.Names.Inflects()
}

func (c *Cast) key(i int) string { return c.doc.Words[i].Name }

// cut parts a row of capitals into names.
func (c *Cast) cut(runs []run, i, j int) []run {
	// What opens a sentence or a row and is a small word is no part of a name.
	for i < j && (c.Tokens[i].Tag.Any(function) || c.doc.Words[i].Stop || c.Tokens[i].Opens && c.Tokens[i].Tag.Any(lang.Cue|lang.Weak)) && (c.Tokens[i].Opens && c.Tokens[i].Tag.Any(function) || !c.Tokens[i].Tag.Any(lang.Given|lang.Title)) {
		i++
	}
	if i >= j {
		return runs
	}
	start := i
	for k := i + 1; k < j; k++ {
		if c.parts(start, k, j) {
			runs = c.name(runs, start, k)
			start = k
		}
	}
	return c.name(runs, start, j)
}

// parts says that a new name begins at k inside a row of capitals: a first name
// behind something that is no first name, initial or title.
func (c *Cast) parts(start, k, end int) bool {
	if c.Tokens[k].Gap == Hyphen || !c.Tokens[k].Upper || c.Tokens[k].Tag.Any(lang.Body) {
		return false
	}
	before := c.Tokens[k-1]
	if before.Tag.Any(lang.Title|lang.Role|lang.Modifier) && !before.Tag.Any(lang.Given) && (c.Tokens[start].Opens || !c.speech.Names.Inflects()) {
		return false // a title stays with its name
	}
	if c.speech.Names.Inflects() && c.given(k-1) == 0 {
		named := c.speech.Names.Nominal(c.doc.Words[k].Lower) || c.given(k) != 0
		switch acronym := isAcronym(c.doc.Words[k-1].Of(c.doc.Text)); {
		case c.Tokens[k-1].Opens && k-1 == start && !acronym && isAcronym(c.doc.Words[k].Of(c.doc.Text)):
			return true
		case c.Tokens[k].Tag.Any(lang.Place) || isAcronym(c.doc.Words[k].Of(c.doc.Text)):
		case before.Tag.Any(lang.Place) || acronym:
			return true
		case before.Tag.Any(lang.Body) && named && end-k > 1:
			return true
		case c.Tokens[k-1].Opens && k-1 == start && end-k == 1 && !named:
			return true // a sentence opens with a noun that governs the name
		}
	}
	if c.given(k) == 0 || c.given(k-1) != 0 {
		return false
	}
	if k == start+1 && k+1 < end && c.doc.Words[k+1].Patronymic && !before.Tag.Any(lang.Title|lang.Role|lang.Body|lang.Place) && !isAcronym(c.doc.Words[k-1].Of(c.doc.Text)) {
		return false // the surname stands first: «Белл Ганна Іванівна»
	}
	if k+1 >= end {
		return c.Tokens[k-1].Opens && k-1 == start && c.speech.Names.Inflects()
	}
	if utf8.RuneCountInString(c.doc.Words[k-1].Lower) <= 2 && !isAcronym(c.doc.Words[k-1].Of(c.doc.Text)) {
		return false // an initial
	}
	return c.speech.Names.Inflects() || before.Tag.Any(lang.Body|lang.Place|lang.Calendar) || isAcronym(c.doc.Words[k-1].Of(c.doc.Text))
}

// given is the tag of a first name in any case; 0 where the word is none.
func (c *Cast) given(i int) lang.Tag {
	t := c.Tokens[i].Tag
	if !t.Any(lang.Given) || !c.Tokens[i].Upper {
		return 0
	}
	if c.speech.Names.Inflects() {
		_, sex, _, _ := c.speech.Names.Given(c.doc.Words[i].Lower, 0)
		return sex | lang.Given
	}
	return t & (lang.Given | lang.Sexes)
}

// name appends one name, its titles told apart.
func (c *Cast) name(runs []run, i, j int) []run {
	if j-i > longestName {
		return runs
	}
	r := run{words: [2]int{i, j}, role: i, person: -1}
	if c.completes(i, j) {
		j++
		r.words[1], r.body = j, true
	}
	r.possessive = c.possessive(j - 1)
	for k := j - 2; k >= i; k-- {
		t := c.Tokens[k].Tag
		if t.Any(lang.Title|lang.Role|lang.Modifier) && !t.Any(lang.Given) && c.Tokens[k+1].Upper && c.Tokens[k+1].Gap != Hyphen && (c.Tokens[i].Opens || !c.speech.Names.Inflects()) {
			if c.Tokens[j-1].Tag.Any(lang.Role|lang.Title|lang.Body) && !c.Tokens[j-1].Tag.Any(lang.Given) {
				break // the whole is a title
			}
			r.words[0] = k + 1
			for ; k >= i; k-- {
				if t := c.Tokens[k].Tag; !t.Any(lang.Given | lang.Place) { // "Virginia Governor Terry Bell" is no woman
					r.sex |= t & lang.Sexes
				}
			}
			break
		}
	}
	places := 0
	for k := r.words[0]; k < j; k++ {
		t := c.Tokens[k].Tag
		if t.Any(lang.Body) && !t.Any(lang.Given) {
			r.body = true
		}
		if t.Any(lang.Place) {
			places++
		}
	}
	n := j - r.words[0]
	r.place = places == n || !r.body && c.site(r.words[0], j)
	if n == 1 && utf8.RuneCountInString(c.doc.Words[j-1].Lower) == 1 {
		return runs
	}
	if n == 1 {
		t := c.Tokens[j-1].Tag
		if t.Any(lang.Calendar) || t.Any(lang.Role|lang.Title|lang.Modifier|lang.Document|lang.Generic) && !t.Any(lang.Given|lang.Body) && r.words[0] == i {
			return runs
		}
	}
	if c.acronyms(r.words[0], j) {
		r.body = true
	}
	if n == 1 && !r.body && !r.place && c.attribute(i) {
		return runs
	}
	if g := c.given(r.words[0]); g != 0 {
		r.sex |= g & lang.Sexes
		if !r.body || n > 1 && !c.Tokens[j-1].Tag.Any(lang.Body) {
			r.body, r.place = false, r.place && n == 1
		}
	}
	return append(runs, r)
}

// attribute says that the word at i is an adjective in another case than the
// nominative, before the noun that it belongs to: «штаб Приволжского округа».
func (c *Cast) attribute(i int) bool {
	if i+1 >= len(c.Tokens) || !c.speech.Names.Inflects() || c.Tokens[i].Tag != 0 {
		return false
	}
	next, w := c.Tokens[i+1], c.doc.Words[i+1]
	return next.Gap == 0 && !next.Upper && next.Quoted == c.Tokens[i].Quoted && !next.Opens && !w.Stop && !next.Tag.Any(ends) && utf8.RuneCountInString(w.Lower) > 3 &&
		c.speech.Past(w.Lower) == 0 && !c.speech.Adverb(w.Lower) && c.speech.Together(c.doc.Words[i].Lower, w.Lower)
}

// acronyms says that all words of a name are acronyms: «ПАТ ЕК».
func (c *Cast) acronyms(i, j int) bool {
	for k := i; k < j; k++ {
		if !isAcronym(c.doc.Words[k].Of(c.doc.Text)) {
			return false
		}
	}
	return true
}

// completes says that the word at j makes an institution of the single capital
// before it: «Верховний суд».
func (c *Cast) completes(i, j int) bool {
	return c.speech.Names.Inflects() && j-i == 1 && j < len(c.Tokens) && c.Tokens[j].Gap == 0 && c.Tokens[j].Tag.Any(lang.Body) && !c.Tokens[j].Opens &&
		!c.Tokens[i].Tag.Any(lang.Role|lang.Body|lang.Place|lang.Title|lang.Document) && c.given(i) == 0 && !isAcronym(c.doc.Words[i].Of(c.doc.Text)) && c.Tokens[i].Quoted == c.Tokens[j].Quoted &&
		(c.speech.Adjective(c.doc.Words[i].Lower) || c.speech.Agreeing(c.doc.Words[i].Lower))
}

// site says that a name is that of a place: a word like "city" stands beside it
// or ends it.
func (c *Cast) site(i, j int) bool {
	if c.Tokens[j-1].Tag.Any(lang.Site) && j-i > 1 {
		return true
	}
	if !c.speech.Names.Inflects() {
		return false
	}
	return i > 0 && c.Tokens[i].Gap == 0 && c.Tokens[i-1].Tag.Any(lang.Site) && !c.ruled(i-1) || j < len(c.Tokens) && c.Tokens[j].Gap == 0 && c.Tokens[j].Tag.Any(lang.Site)
}

// ruled says that the word for a place at i belongs to what stands before it, so
// that a name behind it is another's: «глава Одесской области Белов».
func (c *Cast) ruled(i int) bool {
	return i > 0 && c.Tokens[i].Gap == 0 && (c.Tokens[i-1].Upper && !c.Tokens[i-1].Opens || c.Tokens[i-1].Tag.Any(lang.Role))
}

// isAcronym says that a word is written in capitals throughout.
func isAcronym(s string) bool {
	n := 0
	for _, r := range s {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n >= 2
}

func (c *Cast) span(words [2]int) text.Span {
	return text.Span{Start: c.doc.Words[words[0]].Start, End: c.doc.Words[words[1]-1].End}
}
