package summarize_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"herald/summarize"
	"herald/text"
)

// FuzzAnswer reads whatever a model, or who stands between, may send: nothing
// panics, what is read is plain lines of valid UTF-8 within the budget, and
// what a stream shows early is what stands in the end.
func FuzzAnswer(f *testing.F) {
	for _, s := range []string{
		good, "", "{", `{"sentences":`, `{"sentences":["a`, `{"sentences":[1,2]}`, `{"sentences":[["x"]]}`, "```json\n" + good + "\n```",
		"<think>{}</think>" + good, "One sentence here. And another one!", `{"summary":"no"}`, "\xff\xfe{\"sentences\":[\"\xff b c d\"]}", `{"sentences":["a \u0000 b c d","\ud800 e f g"]}`,
		strings.Repeat("[", 3000), strings.Repeat(`{"sentences":`, 300),
	} {
		f.Add(s, len(s)/2)
	}
	f.Fuzz(func(t *testing.T, s string, cut int) {
		sentences, err := summarize.ReadAnswer(s, "en", summarize.Long)
		if err == nil && (len(sentences) == 0 || len(sentences) > 7) {
			t.Errorf("%d sentences", len(sentences))
		}
		for _, line := range sentences {
			if !utf8.ValidString(line) || strings.ContainsAny(line, "\n\r\t") || len(strings.Fields(line)) < 2 && utf8.RuneCountInString(line) < 3 {
				t.Errorf("not a line: %q", line)
			}
		}
		// A stream of an answer that holds together is never taken back.
		written, merr := json.Marshal(map[string]any{"sentences": strings.Split(s, "\n")})
		if merr != nil {
			return
		}
		whole, err := summarize.ReadAnswer(string(written), "", summarize.Long)
		if err != nil {
			return
		}
		early := summarize.FinishedSentences(string(written[:min(max(0, cut), len(written))]), "", summarize.Long)
		if len(early) > len(whole) || !slices.Equal(early, whole[:len(early)]) {
			t.Errorf("early %q, in the end %q", early, whole)
		}
	})
}

// FuzzUnproven holds any sentence against any article: nothing panics, and
// what the article itself says word for word is never strange to it.
func FuzzUnproven(f *testing.F) {
	f.Add("The vote was 23 to 7. Nobody wants to wait.", "The vote was 7 to 23.", "en")
	f.Add("Рада 14.05.2026 погодила відбудову.", "У травні рада не погодила «відбудову", "uk")
	f.Fuzz(func(t *testing.T, article, sentence, lang string) {
		doc := text.New("", article, lang)
		_ = summarize.Unproven(doc, sentence, lang)
		_ = summarize.Unproven(doc, sentence, "ru")
	})
}

func BenchmarkUnproven(b *testing.B) {
	doc := text.New("", strings.Repeat(told["en"][0].Text+"\n\n", 6), "en")
	b.ReportAllocs()
	for b.Loop() {
		_ = summarize.Unproven(doc, "About 900 people were told to leave their houses in the lower streets of Ostren on Friday.", "en")
	}
}
