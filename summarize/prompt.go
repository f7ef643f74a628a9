package summarize

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"strings"
	"sync"
	"text/template"
)

// PromptVersion names the prompt that models get. A changed prompt is a new
// file with a new version, so that what was cached for the old one is not
// taken for the new one's.
const PromptVersion = "1"

//go:embed prompts/1.txt
var promptFile string

var promptTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("prompt").Parse(promptFile))
})

// prompt is what a model is told, and the article as it is given to it.
type prompt struct {
	Lang       string
	Sentences  int
	Words      int
	Translated bool
	Border     string
}

// instructions are the system message.
func (p prompt) instructions() (string, error) {
	var b strings.Builder
	err := promptTemplate().Execute(&b, p)
	return strings.TrimSpace(b.String()), err
}

// article is the user message: the article between two border lines. The
// border is made of the text's own hash, so no text can hold it and thereby
// end itself early.
func (p prompt) article(title, body string) string {
	var b strings.Builder
	b.WriteString(p.Border + "\n")
	if title != "" {
		b.WriteString(title + "\n\n")
	}
	b.WriteString(body + "\n" + p.Border)
	return b.String()
}

func border(title, body string) string {
	sum := sha256.Sum256([]byte(title + "\x00" + body))
	return "ARTICLE-" + hex.EncodeToString(sum[:8])
}
