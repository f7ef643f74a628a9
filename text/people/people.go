// Package people finds whom a text speaks of: names in all their forms made
// one person each, with the fullest name, the gender and the role that the text
// gives, and the pronouns and descriptions ("he", "the minister", «речниця»)
// that mean one of them.
//
// It stands between text, which cuts, and those who need to know who is meant:
// quotes, to name a speaker, and summarize, to keep a sentence understandable.
// It has no words of any language in it (text/lang has them), it makes no new
// names, and where it is unsure it resolves nothing.
//
//	doc := text.New("", "The mayor, Anna Bell, was late. She ran.", "en")
//	cast := people.Find(doc, marks.Find(doc))
//	who, ok := cast.Opening(1) // Anna Bell: whom "She" means
package people

import (
	"herald/text"
	"herald/text/lang"
	"herald/text/marks"
)

// Person is someone, or an institution, that a text names.
type Person struct {
	Name  string   // the fullest that the text gives, in the nominative
	Role  string   // the description that the text gives; may be ""
	Sex   lang.Tag // lang.Masculine, lang.Feminine or 0 where the text does not tell
	Body  bool     // an institution
	Place bool     // a country or a city
	Count int      // how often the text names it
	First int      // index of its first mention in Cast.Mentions

	keys []string // what all cases of them have in common
	best int      // mention with the fullest name
	seen []int    // words at which it is named
	// fathers is set where a first name and a patronymic is all that is known.
	fathers bool
	full    int      // how often the fullest name stands
	roles   []string // stems of the words of its roles
	lead    bool     // it is the subject of a sentence somewhere
	thing   bool     // it stands behind an article somewhere: "the Harbour Inn"
}

// Kind is how a mention names somebody.
type Kind byte

// A name, a pronoun, or a noun: "Anna Bell", "she", "the mayor".
const (
	Name Kind = iota
	Pronoun
	Noun
)

// Mention is where the text speaks of somebody.
type Mention struct {
	text.Span
	Words   [2]int // doc.Words[a:b]
	Head    int    // the word that counts: surname, pronoun, noun
	Kind    Kind
	Person  int      // index into Cast.People; -1 where nobody is known to be meant
	Tag     lang.Tag // of the head
	Sex     lang.Tag // gender and number that its form tells
	Oblique bool     // by its form no subject: "him", "Trump's", «Кличка»
	Covered bool     // belongs to the role that stands before a name: "Senate" in "Senate leader Ann Hill"
}

// Token is what there is to know of a word where it stands.
type Token struct {
	Tag      lang.Tag
	Upper    bool // starts with a capital
	Opens    bool // first of its sentence
	Quoted   bool // stands between marks
	Gap      Gap  // what stands between the word before and this one
	Sentence int  // counted over the narration: what is quoted counts as part of the sentence around it
	Mention  int  // the mention that it belongs to; -1
}

// Cast is everybody a text speaks of. It is immutable.
type Cast struct {
	People   []Person
	Mentions []Mention // in the text's order, without overlap
	Tokens   []Token   // one for each of doc.Words
	Quoted   []marks.Stretch

	doc    *text.Doc
	speech *lang.Speech
	heroes []int // see hero
	spoken []int // how many of a person's forms stand where they speak; see forms
}

// Of is whom a text speaks of, with what stands between its marks. It is found
// once for each text. Safe for concurrent use.
func Of(doc *text.Doc) *Cast {
	return doc.Kept(func() any { return Find(doc, marks.Find(doc)) }).(*Cast)
}

// Find reads whom a text speaks of. quoted is what stands between marks there:
// a pronoun inside means somebody of whom the quoted person speaks, and is left
// alone. It is linear in the text's length.
func Find(doc *text.Doc, quoted []marks.Stretch) *Cast {
	c := &Cast{doc: doc, speech: &doc.Pack.Speech, Tokens: make([]Token, len(doc.Words)), Quoted: quoted}
	c.tokenise(quoted)
	runs := c.names()
	c.gather(runs)
	c.mentions(runs)
	c.describe()
	c.settle()
	c.distinguish()
	c.resolve()
	return c
}

// Opening tells whom the pronoun or the description means that opens a
// sentence (an index into Doc.Sentences). ok is false where it opens with
// none, or nobody is known.
func (c *Cast) Opening(sentence int) (who Person, ok bool) {
	s := c.doc.Sentences[sentence]
	for i := s.Words[0]; i < s.Words[1] && i < s.Words[0]+2; i++ {
		m := c.Tokens[i].Mention
		if m < 0 {
			continue
		}
		if mention := c.Mentions[m]; mention.Kind != Name && mention.Person >= 0 {
			return c.People[mention.Person], true
		}
		break
	}
	return Person{}, false
}

// Named is how many words of a person's name are among keys (see
// lang.Inflection.Key).
func (c *Cast) Named(person int, keys map[string]bool) int {
	n := 0
	for _, k := range c.People[person].keys {
		if keys[k] {
			n++
		}
	}
	return n
}
