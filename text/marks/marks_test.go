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
		{"nested marks belong to the outer one", "en", "“She said ‘no’ and left.”", []string{"She said ‘no’ and left."}},
		{"nested marks of the same shape", "ru", `"Мы поедем в "теплик" и будем ждать", – сказал он.`, []string{`Мы поедем в "теплик" и будем ждать`}},
		{"a quote over paragraphs", "en", "“One.\n\n“Two.”", []string{"One.", "Two."}},
		{"the closing mark is missing", "en", "“We will come.", []string{"We will come."}},
		{"speech behind a dash", "uk", "— Ми йдемо, — сказала вона. — Чекайте.", []string{"Ми йдемо", "Чекайте"}},
		{"an attribution inside the marks", "uk", "«Ми йдемо, – сказала вона. – Чекайте».", []string{"Ми йдемо", "Чекайте"}},
		{"a list is no speech", "uk", "У крамниці є:\n— хліб і молоко\n— сіль та цукор", nil},
		{"an interview", "en", "Anna Bell: We open in May.\nTom Ray: And the roof?\nAnna Bell: It leaks.", []string{"We open in May.", "And the roof?", "It leaks."}},
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
	f.Add("''''\"\"“„«\n»”“")
	f.Fuzz(func(t *testing.T, body string) {
		at := 0
		for _, s := range marks.Find(text.New("", body, "uk")) {
			if s.Start < at || s.End <= s.Start || s.End > len(body) {
				t.Fatalf("%v after %d in a text of %d", s.Span, at, len(body))
			}
			at = s.End
		}
	})
}
