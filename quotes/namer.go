package quotes

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"herald/news"
	"herald/text"
)

// Namer names the speaker of a quote that Find could not attribute. passage is
// the text around the quote, words is the quote. It answers with a name as it
// stands in the passage, or with "" where nobody is named. A language model may
// stand behind it; cmd decides.
type Namer interface {
	Name(ctx context.Context, passage, words string) (string, error)
}

const (
	passageBytes = 1500 // on each side of a quote that a Namer is shown
	longestName  = 80   // runes of an answer that can be a name
)

// Name asks a Namer for the speakers that are missing. What it answers counts
// only where it stands in the text around the quote; the words of a quote are
// never its to change. The quotes given are left as they are; the first error
// ends the asking, and what was named until then is returned with it.
func Name(ctx context.Context, doc *text.Doc, qs []news.Quote, namer Namer) ([]news.Quote, error) {
	list := append([]news.Quote(nil), qs...)
	for i := range list {
		q := &list[i]
		if q.Speaker != "" || len(q.Parts) == 0 {
			continue
		}
		around := passage(doc.Text, q.Parts)
		name, err := namer.Name(ctx, around.Of(doc.Text), q.Text)
		if err != nil {
			return list, fmt.Errorf("name a speaker: %w", err)
		}
		name = strings.TrimSpace(name)
		at := strings.Index(around.Of(doc.Text), name)
		if name == "" || at < 0 || utf8.RuneCountInString(name) > longestName {
			continue
		}
		q.Speaker = name
		q.Mention = news.Span{Start: around.Start + at, End: around.Start + at + len(name)}
	}
	return list, nil
}

// passage is the stretch of a text around a quote, on rune borders.
func passage(s string, parts []news.Span) text.Span {
	span := text.Span{Start: max(0, parts[0].Start-passageBytes), End: min(len(s), parts[len(parts)-1].End+passageBytes)}
	for span.Start > 0 && !utf8.RuneStart(s[span.Start]) {
		span.Start--
	}
	for span.End < len(s) && !utf8.RuneStart(s[span.End]) {
		span.End++
	}
	return span
}
