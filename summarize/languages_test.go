package summarize_test

import (
	_ "embed"
	"strings"
	"testing"

	"herald/summarize"
	"herald/text"
)

// languages holds an article of our own in each of eleven languages: language
// and headline, then the body. Those with a pack have furniture around the
// story, and a sentence that opens with a pronoun behind the quotation.
//
//go:embed testdata/languages.txt
var languages string

func TestLanguages(t *testing.T) {
	for article := range strings.SplitSeq(languages, "\n===\n") {
		head, body, _ := strings.Cut(article, "\n")
		lang, title, _ := strings.Cut(head, "\t")
		speaker := map[string]string{"zh": "哈特", "ja": "ハート", "ko": "하트", "ar": "هارت"}[lang]
		if speaker == "" {
			speaker = "Hart"
		}
		for _, declared := range []string{lang, ""} {
			t.Run(lang+", declared "+declared, func(t *testing.T) {
				doc := text.New(title, body, declared)
				if doc.Lang != lang {
					t.Fatalf("language %q", doc.Lang)
				}
				lead := doc.Sentences[0].Of(body)
				for n := 1; n <= 4; n++ {
					got := texts(summarize.Extract(doc, summarize.Budget{Sentences: n}))
					all := strings.Join(got, "\n")
					if len(got) != n || got[0] != lead {
						t.Errorf("%d sentences, the first is %q", len(got), got[0])
					}
					for _, never := range []string{"10:12", "10h12", "Quill", "Lesen", "Lire", "Lea ", "Czytaj", "Leggi", "Leia", "Čtěte"} {
						if strings.Contains(all, never) {
							t.Errorf("furniture %q in\n%s", never, all)
						}
					}
					if strings.ContainsAny(all, "„«“「\"") && !strings.Contains(all, speaker) {
						t.Errorf("a quotation is cut in\n%s", all)
					}
					for k, s := range got {
						first := strings.Fields(s)[0]
						if strings.Contains(" Sie Elle Ella Ona Lei Ela ", " "+first+" ") && (k == 0 || !strings.Contains(got[k-1], "Hart")) {
							t.Errorf("%q stands without the one whom it means", s)
						}
					}
				}
				words := summarize.Extract(doc, summarize.Budget{Words: 30})
				if n := len(strings.Fields(strings.Join(texts(words), " "))); n > 30 || n == 0 {
					t.Errorf("%d words", n)
				}
			})
		}
	}
}
