// Package quotes finds who said what: the words that an article quotes, exactly
// as they stand there, with the person, institution or document that says them.
//
// It reads a text that package text has cut and is pure:
//
//	doc := text.New("", `"It will rain," said the mayor, Anna Bell.`, "en")
//	for _, q := range quotes.Find(doc) {
//		fmt.Println(q.Speaker, q.Text) // Anna Bell It will rain,
//	}
//
// The way of an article through the package: marks finds the stretches that
// stand between marks or behind a dash, people finds who is spoken of, scene
// puts the two together, candidates lists the mentions around a stretch, view
// says how each stands to it, choose weighs the views, quoted leaves out what
// is nobody's speech, assemble makes quotes of what is left. No word of any
// language stands in this code: the packs of text/lang hold them, and how much
// each sign counts was learned from annotated news (weights.txt).
//
// It never alters a quoted word, and it names nobody whom the text does not
// name.
package quotes

import (
	"herald/news"
	"herald/text"
)

// Find gives the quotes of a text in its order. Parts and mentions are bytes of
// doc.Text. It is linear in the text's length and safe for concurrent use.
func Find(doc *text.Doc) []news.Quote {
	s := newScene(doc)
	if len(s.pieces) == 0 {
		return []news.Quote{}
	}
	chosen := s.choose(loaded())
	s.unite(chosen)
	return s.assemble(chosen)
}
