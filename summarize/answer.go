package summarize

import (
	"encoding/json"
	"strings"
	"unicode/utf8"

	"herald/text"
)

// longSentence is how many bytes a sentence of a summary may have; what is
// longer is no sentence.
const longSentence = 1200

// wanted is the summary that a model is asked for.
type wanted struct {
	lang   string
	budget Budget
}

// fewest is how many words a sentence has at least: one or two are a label, or
// what a text made the model say.
const fewest = 3

// read takes the sentences out of an answer: JSON as it was asked for, JSON
// within other words or a code fence, or plain text. An answer that was cut
// loses the sentence that was not finished.
func (w wanted) read(a answer) ([]string, error) {
	a.text = spoken(a.text)
	sentences, ok := fromJSON(a.text)
	if !ok {
		if a.cut || strings.ContainsAny(a.text, "{}") {
			return nil, ErrAnswer // JSON that broke off
		}
		sentences = fromText(a.text, w.lang)
	}
	sentences = w.trim(sentences)
	if len(sentences) == 0 || !w.inLanguage(sentences) {
		return nil, ErrAnswer
	}
	return sentences, nil
}

// spoken is an answer without what a model thought aloud before it, as several
// open ones do.
func spoken(s string) string {
	if thought, ok := strings.CutPrefix(strings.TrimSpace(s), "<think>"); ok {
		_, s, _ = strings.Cut(thought, "</think>")
	}
	return s
}

func fromJSON(s string) ([]string, bool) {
	start, end := strings.IndexByte(s, '{'), strings.LastIndexByte(s, '}')
	if start < 0 || end < start {
		return nil, false
	}
	var v struct {
		Sentences []string `json:"sentences"`
	}
	if json.Unmarshal([]byte(s[start:end+1]), &v) != nil || v.Sentences == nil {
		return nil, false
	}
	return v.Sentences, true
}

// trim makes plain lines of the sentences and keeps those within the budget.
func (w wanted) trim(sentences []string) []string {
	var kept []string
	words := 0
	for _, s := range sentences {
		s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
		n := countFields(s)
		if n < fewest || len(s) > longSentence {
			continue
		}
		if w.budget.Sentences > 0 && len(kept) == w.budget.Sentences || w.budget.Words > 0 && len(kept) > 0 && words+n > w.budget.Words {
			break
		}
		words += n
		kept = append(kept, s)
	}
	return kept
}

// surely is how many letters an answer needs for its language to be judged.
const surely = 60

func (w wanted) inLanguage(sentences []string) bool {
	all := strings.Join(sentences, " ")
	if w.lang == "" || utf8.RuneCountInString(all) < surely {
		return true
	}
	got := text.Detect(all)
	return got == "" || got == w.lang
}
