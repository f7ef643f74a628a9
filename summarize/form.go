package summarize

import (
	"errors"
	"net/http"
	"strings"

	"github.com/sashabaranov/go-openai"
)

// form is how a server is asked: servers differ in what they take.
type form struct {
	format     format
	completion bool // the limit is called max_completion_tokens
	whole      bool // it cannot stream
	window     int  // letters of the articles that its model takes
}

// format is how an answer is asked for.
type format int

// The formats, best first.
const (
	asSchema format = iota
	asObject
	asText
)

// smallest window that is worth a question.
const smallest = 1500

// after is the form to try after a refusal; ok is false where the refusal is
// no matter of form, or no form is left.
func (f form) after(err error) (next form, ok bool) {
	var failed *EndpointError
	switch {
	case errors.Is(err, openai.ErrReasoningModelMaxTokensDeprecated):
		failed = &EndpointError{refuses: true, about: "max_tokens"}
	case errors.Is(err, errNoStream):
		failed = &EndpointError{refuses: true, about: "stream"}
	case !errors.As(err, &failed):
		return f, false
	}
	next = f
	switch {
	case failed.tooMuch() && f.window/2 >= smallest:
		next.window /= 2
	case !failed.refuses || failed.tooMuch():
		return f, false
	case strings.Contains(failed.about, "max_tokens") && !f.completion:
		next.completion = true
	case strings.Contains(failed.about, "stream") && !f.whole:
		next.whole = true
	case f.format < asText:
		next.format++
	default:
		return f, false
	}
	return next, true
}

// tooMuch says that the question does not fit into the model's window, in the
// words of OpenAI, vLLM, llama.cpp and Ollama.
func (e *EndpointError) tooMuch() bool {
	if e.Status == http.StatusRequestEntityTooLarge {
		return true
	}
	return e.refuses && (strings.Contains(e.about, "context length") || strings.Contains(e.about, "context_length") ||
		strings.Contains(e.about, "context size") || strings.Contains(e.about, "context window") || strings.Contains(e.about, "prompt is too long"))
}
