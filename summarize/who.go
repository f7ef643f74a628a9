package summarize

import (
	"strings"

	"herald/text/marks"
	"herald/text/people"
)

// resolve finds whom the pronouns mean that open some of the sentences. It
// reads the people of a text only where there is such a sentence.
func (s *story) resolve(sentences []int) {
	var cast *people.Cast
	for _, i := range sentences {
		c := &s.sentences[i]
		if c.leans != pronoun || c.opens || c.ends {
			continue
		}
		if cast == nil {
			cast = people.Find(s.doc, marks.Find(s.doc))
			s.who = map[int]string{}
		}
		word := s.doc.Sentences[c.source].Words[0]
		m := cast.Tokens[word].Mention
		if m < 0 {
			continue
		}
		// Only "He" can be put as a name: "His" would need another form.
		mention := cast.Mentions[m]
		if mention.Kind != people.Pronoun || mention.Oblique || mention.Person < 0 || s.doc.Words[word].Start != c.Start {
			continue
		}
		s.who[i] = cast.People[mention.Person].Name
	}
}

// named is the text of a sentence with a name for the pronoun that opens it:
// the whole name, or the surname of two words where a chosen sentence before it
// has it.
func (s *story) named(i int, before []int) string {
	c := &s.sentences[i]
	name := s.who[i]
	if at := strings.IndexByte(name, ' '); at >= 0 && at == strings.LastIndexByte(name, ' ') {
		for _, k := range before {
			if strings.Contains(s.sentences[k].Of(s.doc.Text), name[at+1:]) {
				name = name[at+1:]
				break
			}
		}
	}
	rest := s.doc.Text[s.doc.Words[s.doc.Sentences[c.source].Words[0]].End:c.End]
	return "[" + name + "]" + rest
}
