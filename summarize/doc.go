// Package summarize says what is in an article in a few sentences.
//
// It is asked by the bot for /summary and the Summary button, and by the
// command line. One interface has two makers and three decorators:
//
//	Extractive  picks the article's own sentences: no key, no network
//	LLM         asks a language model at an OpenAI-compatible endpoint
//	Faithful    drops what a model's answer holds and the article does not
//	Cached      makes each summary once, however many ask at the same time
//	Fallback    gives the extract where the model fails for any reason
//
// Wired as the bot has it:
//
//	llm := summarize.NewLLM(config)
//	s := summarize.Fallback{
//		Primary:    summarize.NewCached(summarize.Faithful{Of: llm}, llm.Version(), 1000),
//		Extractive: summarize.Extractive{},
//		Log:        log,
//	}
//	sum, err := s.Summarize(ctx, summarize.Request{Title: a.Title, Text: a.Body, Lang: a.Lang})
//
// An extract is made of whole sentences of the story, verbatim and in the
// text's order; it never holds furniture, and never invents. The package
// speaks HTTP to the configured endpoint and to nothing else.
package summarize

import (
	"context"
	"time"

	"herald/news"
)

// Summarizer makes the summary of one article, or of several on one story.
// Implementations are safe for concurrent use.
type Summarizer interface {
	// Summarize never changes the request. An article without a story has a
	// summary without sentences, which is no error.
	Summarize(ctx context.Context, r Request) (news.Summary, error)
}

// Request is one article, or several on one story, and the kind of summary
// that is wanted.
type Request struct {
	Title, Text string
	Lang        string    // of the article; "" is detected
	Published   time.Time // orders several articles; zero where it is not known
	Others      []Article // further articles on the same story: one summary is made over all

	Into   string // language that a model writes in; "" is the article's
	Budget Budget
	Model  bool // a language model may be used for it

	// Draft is called while a model writes, each time with all the sentences
	// that are finished and were checked so far; the last call need not be the
	// whole summary, and after a failure the summary may be another one. Calls
	// do not overlap, and none comes after Summarize has returned. It must
	// return at once. nil is for those who wait for the whole.
	Draft func([]news.Sentence)
}

// Budget is how long a summary may be. Where both are zero it is Normal.
type Budget struct {
	Sentences int // at most; 0 is no limit of sentences
	Words     int // at most, unless a single sentence is longer; words are parted by space. 0 is no limit of words
}

// The lengths that a person chooses from.
var (
	Short  = Budget{Sentences: 1}
	Normal = Budget{Sentences: 3}
	Long   = Budget{Sentences: 7}
)

// orNormal gives the zero Budget its meaning.
func (b Budget) orNormal() Budget {
	if b.Sentences <= 0 && b.Words <= 0 {
		return Normal
	}
	return b
}
