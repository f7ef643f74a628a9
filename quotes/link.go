package quotes

import (
	"strings"

	"herald/news"
	"herald/text"
)

// Words that a text fragment names at each end of a quote, and beside it where
// its words stand in the text more than once.
const (
	fragmentWords = 5
	contextWords  = 3
)

// Link is the address that opens an article at a quote's very words: a URL
// with a text fragment (https://wicg.github.io/scroll-to-text-fragment/). A
// short quote is named whole, a longer one by its first and last words; where
// its words stand in the text more than once, the words before it are named
// too. Of a quote in several parts it names the first that is long enough to be
// found ("Judge, …" is not), or else the longest. A quote without parts, or an empty address, gives the address as it is.
func Link(address string, doc *text.Doc, q news.Quote) string {
	if address == "" {
		return address
	}
	part, words := telling(doc, q)
	if len(words) == 0 {
		return address
	}
	var b strings.Builder
	b.WriteString(address)
	if !strings.Contains(address, "#") {
		b.WriteByte('#')
	}
	b.WriteString(":~:text=")
	if strings.Count(doc.Text, strings.Join(words[:min(len(words), fragmentWords)], " ")) > 1 {
		if before := strings.Fields(strings.TrimLeft(lastLine(doc.Text[:part.Start]), text.BlockSign)); len(before) > 0 {
			escape(&b, before[max(0, len(before)-contextWords):])
			b.WriteString("-,")
		}
	}
	if len(words) <= 2*fragmentWords {
		escape(&b, words)
		return b.String()
	}
	escape(&b, words[:fragmentWords])
	b.WriteByte(',')
	escape(&b, words[len(words)-fragmentWords:])
	return b.String()
}

// telling is the part of a quote that a link names, with its words; none where
// the quote has no parts in the text.
func telling(doc *text.Doc, q news.Quote) (part news.Span, words []string) {
	for _, p := range q.Parts {
		if len(words) >= fragmentWords || p.End > len(doc.Text) {
			break
		}
		if w := strings.Fields(doc.Text[p.Start:p.End]); len(w) > len(words) {
			part, words = p, w
		}
	}
	return part, words
}

// lastLine is what stands behind the last newline: a prefix does not reach
// over paragraphs.
func lastLine(s string) string { return s[strings.LastIndexByte(s, '\n')+1:] }

// escape writes words joined by a space, with everything escaped that is no
// letter, digit or harmless mark of ASCII; "-", "," and "&" part the pieces of
// a fragment, so they are escaped too.
func escape(b *strings.Builder, words []string) {
	const hex = "0123456789ABCDEF"
	for i, w := range words {
		if i > 0 {
			b.WriteString("%20")
		}
		for k := range len(w) {
			switch c := w[k]; {
			case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '.', c == '_', c == '~':
				b.WriteByte(c)
			default:
				b.WriteByte('%')
				b.WriteByte(hex[c>>4])
				b.WriteByte(hex[c&15])
			}
		}
	}
}
