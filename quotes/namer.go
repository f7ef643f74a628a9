package quotes

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"
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
	mostNames    = 8    // and its words
)

// Name asks a Namer for the speakers that are missing. What it answers counts
// only where it stands in the text around the quote, as whole words and
// outside of the quote itself; the words of a quote are never its to change.
// The quotes given are left as they are; the first error ends the asking, and
// what was named until then is returned with it.
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
		if mention := named(doc.Text, around, name, q.Parts); !mention.Empty() {
			q.Speaker, q.Mention = name, mention
		}
	}
	return list, nil
}

// named is where a name stands in a stretch of the text outside of a quote's
// parts; empty where it does not, or cannot be a name.
func named(s string, within text.Span, name string, parts []news.Span) news.Span {
	if name == "" || utf8.RuneCountInString(name) > longestName || len(strings.Fields(name)) > mostNames {
		return news.Span{}
	}
	for at := within.Start; at < within.End; {
		i := strings.Index(s[at:within.End], name)
		if i < 0 {
			return news.Span{}
		}
		span := news.Span{Start: at + i, End: at + i + len(name)}
		if bounded(s, span) && !slices.ContainsFunc(parts, func(p news.Span) bool { return span.Start < p.End && p.Start < span.End }) {
			return span
		}
		at = span.End
	}
	return news.Span{}
}

// bounded says that a stretch begins and ends at the ends of words.
func bounded(s string, span news.Span) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:span.Start])
	after, _ := utf8.DecodeRuneInString(s[span.End:])
	part := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	return !part(before) && !part(after)
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
