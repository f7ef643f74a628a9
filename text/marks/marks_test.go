package marks_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"herald/text"
	"herald/text/marks"
)

func TestFind(t *testing.T) {
	for _, c := range []struct {
		promise, lang, body string
		want                []string
	}{
		{"curly marks", "en", "He said “yes, we will” twice.", []string{"yes, we will"}},
		{"straight marks", "en", `"Yes," he said. "We will."`, []string{"Yes,", "We will."}},
		{"guillemets, also with spaces", "fr", "«Oui», dit-elle, « et demain ».", []string{"Oui", "et demain"}},
		{"guillemets the other way round", "de", "Er sagte: »Wir kommen.«", []string{"Wir kommen."}},
		{"low and high marks", "de", "„Wir kommen“, sagte er.", []string{"Wir kommen"}},
		{"low and high marks of Polish", "pl", "„Idziemy” – powiedział.", []string{"Idziemy"}},
		{"corner brackets", "ja", "彼は「行きます」と言った。", []string{"行きます"}},
		{"single marks, and no apostrophes", "en", "The dogs' owner said ‘it's only a game’ and won't pay.", []string{"it's only a game"}},
		{"single marks, and no apostrophe of a plural in them", "en", "‘It’s the workers’ fight, too,’ he said.", []string{"It’s the workers’ fight, too,"}},
		{"an interview of one question", "en", "Reporter: And the roof?\nAnna Bell: It leaks.", []string{"It leaks."}},
		{"credits are no interview", "en", "Reporter: Tom Ray\n\nIt rained all day.", nil},
		{"nested marks belong to the outer one", "en", "“She said ‘no’ and left.”", []string{"She said ‘no’ and left."}},
		{"nested marks of the same shape", "ru", `"Мы поедем в "теплик" и будем ждать", – сказал он.`, []string{`Мы поедем в "теплик" и будем ждать`}},
		{"a quote over paragraphs", "en", "“One.\n\n“Two.”", []string{"One.", "Two."}},
		{"the closing mark is missing", "en", "“We will come.", []string{"We will come."}},
		{"speech behind a dash", "uk", "— Ми йдемо, — сказала вона. — Чекайте.", []string{"Ми йдемо", "Чекайте"}},
		{"an attribution inside the marks", "uk", "«Ми йдемо, – сказала вона. – Чекайте».", []string{"Ми йдемо", "Чекайте"}},
		{"a list is no speech", "uk", "У крамниці є:\n— хліб і молоко\n— сіль та цукор", nil},
		{"an interview", "en", "Anna Bell: We open in May.\nTom Ray: And the roof?\nAnna Bell: It leaks.", []string{"We open in May.", "And the roof?", "It leaks."}},
		{"a block quotation", "en", "Bell wrote:\n\n> We open in May.\n\n> The roof leaks.\n\nIt rained.", []string{"We open in May.", "The roof leaks."}},
		{"its own marks are none of its words", "en", "Bell wrote:\n\n> “We open in May. The roof leaks.”", []string{"We open in May. The roof leaks."}},
		{"marks over its paragraphs", "en", "Bell wrote:\n\n> “We open in May.\n\n> “The roof leaks.”", []string{"We open in May.", "The roof leaks."}},
		{"its credit is none of its words", "en", "> We open in May.\n> — Anna Bell, mayor", []string{"We open in May."}},
		{"nor is one behind its last sentence", "uk", "> «Ми йдемо». — Анна Білик, міська голова", []string{"Ми йдемо"}},
		{"nor one below it", "ru", "> Мы идём.\n\n— Анна Белова, мэр", []string{"Мы идём."}},
		{"speech behind a dash below it is no credit", "ru", "> Мы идём.\n\n— Ждите нас, — сказала Белова.", []string{"Мы идём.", "Ждите нас"}},
		{"a piece of a story that quotes", "en", "> It was late. “We open in May,” said Bell.", []string{"We open in May,"}},
		{"mail that quotes mail", "en", "> Bell wrote:\n> > We open in May.", []string{"We open in May."}},
		{"verse", "en", "> I went down to the water\n> And the water was high\n> And I never came home", nil},
		{"code and a list", "en", "> if (a) { b(); }\n\nIt rained.\n\n> 1. bread and milk\n> 2. salt", nil},
		{"nothing but marks", "en", "“””“\"\"''««»", nil},
	} {
		t.Run(c.promise, func(t *testing.T) {
			doc := text.New("", c.body, c.lang)
			var got []string
			for _, s := range marks.Find(doc) {
				got = append(got, s.Of(c.body))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("stretches (-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzFind(f *testing.F) {
	f.Add("“a ‘b’ «c» \"d\"\n— e, — сказав він. — f")
	f.Add("> “a\n> b” — Анна Б, в\n>c\n— Анна Білик\n> d — (@e)\n> — Ё")
	f.Add("''''\"\"“„«\n»”“")
	f.Fuzz(func(t *testing.T, body string) {
		at := 0
		for _, s := range marks.Find(text.New("", body, "uk")) {
			if s.Start < at || s.End <= s.Start || s.End > len(body) {
				t.Fatalf("%v after %d in a text of %d", s.Span, at, len(body))
			}
			if s.Outer.Start > s.Start || s.Outer.End < s.End || s.Credit.End > len(body) || !s.Credit.Empty() && s.Credit.Start < s.End {
				t.Fatalf("%v with its marks at %v and its credit at %v", s.Span, s.Outer, s.Credit)
			}
			at = s.End
		}
	})
}
