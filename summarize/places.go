package summarize

import (
	"herald/text"
	"herald/text/lang"
)

// pair finds two words of a name that the article has, but each with another
// one: "Ellen Oduya" where it speaks of Ellen Hart and Samuel Oduya.
func (e *evidence) pair(d *text.Doc) string {
	for i := 0; i+1 < len(d.Words); i++ {
		a, b := &d.Words[i], &d.Words[i+1]
		if !named(d, i) || !named(d, i+1) || d.Text[a.End:b.Start] != " " || d.Pack.Forms[a.Lower]&(lang.Role|lang.Title) != 0 {
			continue
		}
		together, aElse, bElse := false, false, false
		words := e.doc.Words
		for j := range words {
			switch {
			case same(words[j], *a):
				// "President Bell" is within "President Anna Bell".
				for k := j + 1; k < len(words) && named(e.doc, k) && words[k].Start == words[k-1].End+1; k++ {
					together = together || same(words[k], *b)
					aElse = true
				}
			case same(words[j], *b):
				bElse = bElse || j > 0 && named(e.doc, j-1) && words[j-1].End == words[j].Start-1
			}
		}
		if !together && aElse && bElse {
			return d.Text[a.Start:b.End]
		}
	}
	return ""
}

// named says that a word is written like a name.
func named(d *text.Doc, i int) bool {
	w := &d.Words[i]
	return !w.Stop && w.Capital(d.Text)
}

func same(a, b text.Word) bool {
	return a.Stem == b.Stem || sound(a.Lower) == sound(b.Lower)
}

// What makes a passage of the article the source of a sentence.
const (
	sharedTerms = 3   // content words in common, at least
	sharedShare = 0.6 // of the sentence's content words
)

// place finds a name that is nowhere near what the sentence says of it: the
// passage that says the same speaks of others.
func (e *evidence) place(d *text.Doc) string {
	terms := map[string]bool{}
	var names []text.Word
	for i, w := range d.Words {
		switch {
		case w.Stop:
		case d.Pack.NounsHigh && !(named(d, i) && i > 0 && d.Pack.Forms[d.Words[i-1].Lower]&lang.Given != 0):
			terms[w.Stem] = true
		case named(d, i) && (i > 0 || i+1 < len(d.Words) && named(d, i+1)):
			names = append(names, w)
		default:
			terms[w.Stem] = true
		}
	}
	if len(names) == 0 || len(terms) < sharedTerms {
		return ""
	}
	near := make(map[int]bool) // sentences of the article
	most := max(sharedTerms, int(sharedShare*float64(len(terms))+0.999))
	for i, s := range e.doc.Sentences {
		hits := 0
		seen := map[string]bool{}
		for _, w := range e.doc.Words[s.Words[0]:s.Words[1]] {
			if terms[w.Stem] && !seen[w.Stem] {
				seen[w.Stem] = true
				hits++
			}
		}
		if hits < most {
			continue
		}
		if hits > most {
			most = hits
			clear(near)
		}
		p := e.doc.Paragraphs[s.Paragraph]
		for j := max(0, min(p.Sentences[0], i-2)); j < min(len(e.doc.Sentences), max(p.Sentences[1], i+2)); j++ {
			near[j] = true
		}
	}
	if len(near) == 0 {
		return ""
	}
	for _, n := range names {
		if !e.near(n, near) {
			return n.Of(d.Text)
		}
	}
	return ""
}

func (e *evidence) near(name text.Word, near map[int]bool) bool {
	for j := range near {
		s := e.doc.Sentences[j]
		for _, w := range e.doc.Words[s.Words[0]:s.Words[1]] {
			if same(w, name) {
				return true
			}
		}
	}
	return false
}
