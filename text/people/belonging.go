package people

import (
	"sort"

	"herald/text/lang"
)

// What belongs to a noun beside what it governs: a name in marks, a place, a matter.

// longestTitle bounds the words of a name in marks that belongs to a noun.
const longestTitle = 6

// where there is none.
func (c *Cast) marked(from, i int) string {
	if i == 0 || i >= len(c.Tokens) || !c.Tokens[i].Quoted || c.Tokens[i-1].Quoted || !c.Tokens[i].Upper || c.Tokens[i].Gap&^(Quote|Wide) != 0 || !c.bearing(from, i) {
		return ""
	}
	start := c.doc.Words[i].Start
	k := sort.Search(len(c.Quoted), func(k int) bool { return c.Quoted[k].End > start })
	if k == len(c.Quoted) || c.Quoted[k].Start != start || !c.Quoted[k].Opened || !c.Quoted[k].Closed {
		return ""
	}
	end := i
	for end < len(c.doc.Words) && c.doc.Words[end].Start < c.Quoted[k].End {
		end++
	}
	if end-i > longestTitle {
		return ""
	}
	return c.doc.Text[c.doc.Words[i-1].End:c.Quoted[k].Outer.End]
}

// bearing says that one of the words is that of something that has a name in marks.
func (c *Cast) bearing(from, to int) bool {
	for i := from; i < to; i++ {
		if c.Tokens[i].Tag.Any(lang.Body|lang.Work) || isAcronym(c.doc.Words[i].Of(c.doc.Text)) {
			return true
		}
	}
	return false
}

// speaks from: «источник в правительстве».
func (c *Cast) seat(m Mention, end int) int {
	if end+1 >= len(c.Tokens) || c.Tokens[end].Gap != 0 || c.Tokens[end+1].Gap != 0 || !c.Tokens[end].Tag.Any(lang.Preposition) {
		return end
	}
	switch next := c.Tokens[end+1]; {
	case m.Tag.Any(lang.Anonymous) && m.Tag.Any(lang.Masculine|lang.Neuter) && c.Tokens[end].Tag.Any(lang.Linking):
		return c.inside(end)
	case !m.Tag.Any(lang.Body):
	case c.speech.Matters[c.doc.Words[end+1].Lower]:
		return c.matter(end + 1)
	case !c.Tokens[end].Tag.Any(lang.Linking) || !next.Upper:
	case next.Tag.Any(lang.Place) && end > m.Head+1:
		return end + 2
	case end+2 < len(c.Tokens) && c.Tokens[end+2].Gap == 0 && c.Tokens[end+2].Tag.Any(lang.Site) && c.speech.Agreeing(c.doc.Words[end+1].Lower):
		return end + 3
	}
	return end
}

// that a preposition at word i leads to; i where there is none.
func (c *Cast) inside(i int) int {
	for k := i + 1; k < len(c.Tokens) && k <= i+2 && c.Tokens[k].Gap == 0 && !c.Tokens[k].Opens; k++ {
		if t := c.Tokens[k]; t.Tag.Any(lang.Body|lang.Site) || isAcronym(c.doc.Words[k].Of(c.doc.Text)) {
			return c.complement(Mention{Head: k})
		} else if !c.speech.Agreeing(c.doc.Words[k].Lower) {
			if k > i+1 && !t.Upper && !t.Tag.Any(ends) {
				return c.complement(Mention{Head: k}) // «в правоохранительных органах»
			}
			break
		}
	}
	return i
}

// matter is the end of what an institution deals with, from word i on: «з питань
// безпеки», «по борьбе с коррупцией».
func (c *Cast) matter(i int) int {
	const longest = 5
	end := i + 1
	for k := end; k < len(c.Tokens) && k-i < longest; k++ {
		t, w := &c.Tokens[k], &c.doc.Words[k]
		joined := t.Tag.Any(lang.Preposition) || t.Tag.Any(lang.Conjunction) && t.Tag.Any(lang.Linking)
		if t.Gap&Wide != 0 || t.Opens || t.Quoted != c.Tokens[i].Quoted || t.Tag.Any(ends) && !joined || joined && k > i+1 {
			break
		}
		switch {
		case joined || c.speech.Agreeing(w.Lower) && !(c.speech.Agreeing(c.doc.Words[k-1].Lower) && c.speech.Genitive(w.Lower)):
			continue // counts only with what follows
		case t.Upper && (t.Mention < 0 || !c.People[c.Mentions[t.Mention].Person].Place && !c.People[c.Mentions[t.Mention].Person].Body):
			return end
		case !c.speech.Genitive(w.Lower) && !(k > i+1 && c.speech.Agreeing(c.doc.Words[k-1].Lower)) && !(k > i+1 && c.Tokens[k-1].Tag.Any(lang.Preposition)):
			return end
		}
		end = k + 1
	}
	return end
}
