package summarize

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"herald/news"
	"herald/text/lang"
	"herald/text/people"
)

// hopeful is how many sentences beyond those of the summary have a chance to
// be chosen, by their scores.
const hopeful = 3

// resolve finds whom the pronouns mean that open some of the sentences. It
// reads the people of a text, which costs as much as all the rest, only where
// such a sentence has a chance.
func (s *story) resolve(sentences []int, score []float64, b Budget) {
	n := b.Sentences
	if n <= 0 {
		n = 1 + b.Words/15
	}
	best := make([]float64, 0, len(sentences))
	for _, i := range sentences {
		best = append(best, score[i])
	}
	slices.Sort(best)
	bar := best[max(0, len(best)-n-hopeful)]
	var cast *people.Cast
	for _, i := range sentences {
		c := &s.sentences[i]
		if c.leans != pronoun || c.opens || c.ends || score[i] < bar {
			continue
		}
		if cast == nil {
			cast = people.Of(s.doc)
			s.who = map[int]string{}
		}
		word := c.pronoun
		m := cast.Tokens[word].Mention
		if m < 0 || cast.Tokens[word].Quoted {
			continue
		}
		// Only "He" can be put as a name: "His" would need another form.
		mention := cast.Mentions[m]
		if mention.Kind != people.Pronoun || mention.Oblique || mention.Person < 0 {
			continue
		}
		who := &cast.People[mention.Person]
		switch {
		case s.doc.Pack.Names.Inflects() && !who.Sex.Any(mention.Tag&(lang.Masculine|lang.Feminine)):
			// There things are "he" and "she" too: «Акула … Она» is not the diver.
		case who.Place || strings.Contains(s.doc.Words[word].Lower, "'"):
		case strings.Contains(c.Of(s.doc.Text), surname(who.Name)):
			c.leans = standsAlone // "When he came, Hart said": the sentence names him itself
		default:
			s.who[i] = who.Name
		}
	}
}

// estranged says that the sentence before does not help a reader to whom the
// pronoun of sentence i means: it speaks of something else.
func (s *story) estranged(i int) bool {
	who, before := s.who[i], &s.sentences[i-1]
	he := before.leans == pronoun && s.doc.Words[before.pronoun].Tag.Any(lang.Masculine|lang.Feminine|lang.Plural)
	return who != "" && !he && !strings.Contains(before.Of(s.doc.Text), surname(who))
}

// alone is a sentence as it stands without the one before it: without the
// connective that opens it, and with a name for its pronoun.
func (s *story) alone(i int, before []int) news.Sentence {
	c := &s.sentences[i]
	words := s.doc.Words[s.doc.Sentences[c.source].Words[0]:]
	start := c.Start
	if c.drop > 0 {
		start = words[c.drop].Start
		// An opening mark belongs to the word behind it.
		for gap := s.doc.Text[words[c.drop-1].End:start]; gap != ""; {
			r, n := utf8.DecodeLastRuneInString(gap)
			if r == ',' || r <= ' ' || unicode.IsSpace(r) {
				break
			}
			gap, start = gap[:len(gap)-n], start-n
		}
	}
	body := s.doc.Text[start:c.End]
	switch r, n := utf8.DecodeRuneInString(body); {
	case s.who[i] != "":
		word := s.doc.Words[c.pronoun]
		head := s.doc.Text[start:word.Start]
		if r, n := utf8.DecodeRuneInString(head); c.drop > 0 && unicode.IsLower(r) {
			head = "[" + string(unicode.ToUpper(r)) + "]" + head[n:]
		}
		body = head + "[" + s.name(i, before) + "]" + s.doc.Text[word.End:c.End]
	case c.drop > 0 && unicode.IsLower(r):
		body = "[" + string(unicode.ToUpper(r)) + "]" + body[n:]
	}
	return news.Sentence{Text: body, Span: news.Span{Start: start, End: c.End}}
}

func surname(name string) string { return name[strings.LastIndexByte(name, ' ')+1:] }

// name is whom the pronoun of a sentence means: the whole name, or the surname
// of two words where a chosen sentence before it has it.
func (s *story) name(i int, before []int) string {
	name := s.who[i]
	at := strings.IndexByte(name, ' ')
	if at < 0 || at != strings.LastIndexByte(name, ' ') {
		return name
	}
	for _, k := range before {
		if strings.Contains(s.sentences[k].Of(s.doc.Text), name[at+1:]) {
			return name[at+1:]
		}
	}
	return name
}
