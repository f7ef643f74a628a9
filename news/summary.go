package news

// Span is a stretch of a text: bytes Start to End, End not included. The zero
// Span is "nowhere".
type Span struct{ Start, End int }

// Empty says that the span holds nothing.
func (s Span) Empty() bool { return s.End <= s.Start }

// Method is how a summary was made.
type Method string

// A summary is picked from the article's own sentences or written by a model.
const (
	Extractive Method = "extractive"
	Model      Method = "model"
)

// Sentence is one sentence of a summary. Text is what a person reads; Span is
// the source sentence in the article's body. They differ only where a name
// was put in square brackets for a pronoun. A model's sentence has no span.
type Sentence struct {
	Text    string
	Span    Span
	Article int // which of several articles it is from, counted from 0; for a model's, the one that bears it out best
}

// Summary says what is in an article. Sentences stand in the article's order.
type Summary struct {
	Lang      string
	Method    Method
	Sentences []Sentence
}
