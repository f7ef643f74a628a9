package summarize

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"strings"
	"sync"
	"text/template"
	"time"
)

// PromptVersion names the prompt that models get. A changed prompt is a new
// file with a new version, so that what was cached for the old one is not
// taken for the new one's.
const PromptVersion = "2"

//go:embed prompts/summary-2.txt
var promptFile string

var promptTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("prompt").Parse(promptFile))
})

// prompt is what a model is told, and the articles as they are given to it.
type prompt struct {
	Lang       string
	Sentences  int
	Words      int
	Translated bool
	Articles   int
	Border     string
}

// sheet is one article as a model gets it.
type sheet struct {
	title, body string
	published   time.Time
}

// instructions are the system message.
func (p prompt) instructions() string {
	var b strings.Builder
	// The template is compiled in and executed in the tests: it cannot fail.
	_ = promptTemplate().Execute(&b, p)
	return strings.TrimSpace(b.String())
}

// articles is the user message: the articles, a border line before each and
// one at the end. The border is made of the texts' own hash, so no text can
// hold it and thereby end itself early.
func (p prompt) articles(given []sheet) string {
	var b strings.Builder
	for _, s := range given {
		b.WriteString(p.Border + "\n")
		if len(given) > 1 && !s.published.IsZero() {
			b.WriteString("Published " + s.published.UTC().Format("2006-01-02 15:04") + " UTC\n")
		}
		if s.title != "" {
			b.WriteString(s.title + "\n\n")
		}
		b.WriteString(s.body + "\n")
	}
	b.WriteString(p.Border)
	return b.String()
}

func border(given []sheet) string {
	h := sha256.New()
	for _, s := range given {
		h.Write([]byte(s.title + "\x00" + s.body + "\x00"))
	}
	return "ARTICLE-" + hex.EncodeToString(h.Sum(nil)[:8])
}
