package summarize

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"encoding/json"
	"strings"
	"sync"
	"text/template"

	"herald/text"
)

// Namer asks a model who says the words of a quotation, within the same
// budget, pace and breaker as its summaries. It is what cmd gives to package
// quotes, which takes an answer only where it stands in the article. What was
// answered is kept. It is safe for concurrent use.
type Namer struct {
	llm  *LLM
	size int

	mu   sync.Mutex
	kept map[[sha256.Size]byte]string
}

// NewNamer keeps up to size answers.
func NewNamer(l *LLM, size int) *Namer {
	return &Namer{llm: l, size: max(1, size), kept: map[[sha256.Size]byte]string{}}
}

//go:embed prompts/speaker-1.txt
var speakerFile string

var speakerTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("speaker").Parse(speakerFile))
})

const speakerSchema = `{"type":"object","properties":{"speaker":{"type":"string"}},"required":["speaker"],"additionalProperties":false}`

// Name is the speaker as the model has it, "" where it knows none. passage is
// the text around the quotation, words are the quotation. Errors are those of
// (*LLM).Summarize.
func (n *Namer) Name(ctx context.Context, passage, words string) (string, error) {
	k := sha256.Sum256([]byte(n.llm.config.Model + "\x00" + passage + "\x00" + words))
	n.mu.Lock()
	name, known := n.kept[k]
	n.mu.Unlock()
	if known {
		return name, nil
	}
	err := n.llm.converse(ctx, asked{
		question: func(int) question { return speakerOf(passage, words) },
		read: func(a answer) error {
			var v struct {
				Speaker *string `json:"speaker"`
			}
			s := spoken(a.text)
			start, end := strings.IndexByte(s, '{'), strings.LastIndexByte(s, '}')
			if start < 0 || end < start || json.Unmarshal([]byte(s[start:end+1]), &v) != nil || v.Speaker == nil {
				return ErrAnswer
			}
			name = strings.TrimSpace(*v.Speaker)
			return nil
		},
	})
	if err != nil {
		return "", err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if len(n.kept) >= n.size { // they are cheap to ask again, and seldom asked at all
		clear(n.kept)
	}
	n.kept[k] = name
	return name, nil
}

func speakerOf(passage, words string) question {
	passage = withoutOrders(text.New("", passage, "")).Text
	line := border([]sheet{{body: passage + "\x00" + words}})
	var b strings.Builder
	// The template is compiled in and executed in the tests: it cannot fail.
	_ = speakerTemplate().Execute(&b, struct{ Border string }{line})
	return question{
		name: "speaker", schema: speakerSchema,
		system: strings.TrimSpace(b.String()),
		user:   line + "\n" + passage + "\n" + line + "\n" + words,
	}
}
