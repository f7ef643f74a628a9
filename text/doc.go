// Package text cuts a text into what the rest of herald reads: paragraphs,
// sentences, words, and the furniture that is no part of the story.
//
// It is the first step of every analysis and is done once for each text:
//
//	doc := text.New(title, body, "uk")
//	quotes.Find(doc)          // who said what
//	summarize.Extract(doc, …) // what it says
//
// All functions are pure. Spans are byte offsets into Doc.Text, on rune
// borders; the text itself is never copied, folded or changed, so whatever is
// found in it is verbatim. Nothing of ours is imported here but text/….
package text

import (
	"sync"

	"herald/text/lang"
)

// Span is a stretch of a text: bytes Start to End, End not included.
type Span struct{ Start, End int }

// Of is the stretch itself.
func (s Span) Of(text string) string { return text[s.Start:s.End] }

// Empty says that the span holds nothing.
func (s Span) Empty() bool { return s.End <= s.Start }

// Doc is one text, cut once for all who read it. It is immutable but
// for what Kept keeps.
type Doc struct {
	Title string
	Text  string
	Lang  string     // as declared, else detected, else ""
	Pack  *lang.Pack // never nil

	Paragraphs []Paragraph
	Sentences  []Sentence // those of the story and of its headings: none of a furniture paragraph
	Words      []Word     // of the whole text, in order
	TitleWords []Word     // of Title, with spans into it

	once sync.Once
	kept any
}

// Kept is what find finds in the text, which it does once for each text: whom it
// speaks of is asked for by summaries and by quotes. There is one place, and
// text/people has it. Safe for concurrent use.
func (d *Doc) Kept(find func() any) any {
	d.once.Do(func() { d.kept = find() })
	return d.kept
}

// Paragraph is a stretch between newlines that holds more than space, without
// the sign ("> ") that makes a block quotation of it.
type Paragraph struct {
	Span
	Block     bool   // a block quotation: somebody else's words, set apart from the story
	Furniture bool   // no part of the story: date line, credit, share bar, advertisement, a headline's repetition …
	Heading   bool   // a headline or a subheading
	Dateline  Span   // "KYIV (Reuters) — " before the story's first word; empty where there is none. No sentence holds it
	Sentences [2]int // its sentences: Doc.Sentences[a:b]
	Words     [2]int // its words: Doc.Words[a:b]
}

// Sentence is one sentence without the space around it.
type Sentence struct {
	Span
	Paragraph int    // index into Doc.Paragraphs
	Words     [2]int // its words: Doc.Words[a:b]
}

// Word is one token that holds a letter or a digit.
type Word struct {
	Span
	*lang.Folded // never nil
}
