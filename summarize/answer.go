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

// read takes the sentences out of an answer: JSON as it was asked for, JSON
// within other words or a code fence, or plain text. An answer that was cut
// loses the sentence that was not finished.
func (q question) read(a answer) ([]string, error) {
	sentences, ok := fromJSON(a.text)
	if !ok {
		if a.cut || strings.ContainsAny(a.text, "{}") {
			return nil, ErrAnswer // JSON that broke off
		}
		sentences = fromText(a.text, q.lang)
	}
	sentences = q.trim(sentences)
	if len(sentences) == 0 || !q.inLanguage(sentences) {
		return nil, ErrAnswer
	}
	return sentences, nil
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

func fromText(s, lang string) []string {
	s = strings.Trim(strings.TrimSpace(s), "`")
	doc := text.New("", s, lang)
	var list []string
	for _, p := range doc.Sentences {
		list = append(list, strings.TrimSpace(strings.TrimLeft(p.Of(s), "-–—•* ")))
	}
	return list
}

// trim makes plain lines of the sentences and keeps those within the budget.
func (q question) trim(sentences []string) []string {
	var kept []string
	words := 0
	for _, s := range sentences {
		s = strings.Join(strings.Fields(strings.ToValidUTF8(s, "")), " ")
		if s == "" || len(s) > longSentence {
			continue
		}
		n := countFields(s)
		if q.budget.Sentences > 0 && len(kept) == q.budget.Sentences || q.budget.Words > 0 && len(kept) > 0 && words+n > q.budget.Words {
			break
		}
		words += n
		kept = append(kept, s)
	}
	return kept
}

// surely is how many letters an answer needs for its language to be judged.
const surely = 60

func (q question) inLanguage(sentences []string) bool {
	all := strings.Join(sentences, " ")
	if q.lang == "" || utf8.RuneCountInString(all) < surely {
		return true
	}
	got := text.Detect(all)
	return got == "" || got == q.lang
}
