package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"herald/text/lang/all"
)

// New cuts a text. Each newline parts paragraphs. The title is the article's
// headline and may be "": where it stands in the body too, it is a heading
// there. lang is a BCP 47 tag of which the primary subtag counts; "" – or a
// language whose script is plainly not the body's, and Ukrainian for Russian or
// the other way round – is detected. Bytes that
// are not UTF-8 are tolerated: they belong to no word. New is linear in the
// text's length and safe for concurrent use.
func New(title, body, lang string) *Doc {
	lang = language(lang, title, body)
	d := &Doc{Title: title, Text: body, Lang: lang, Pack: all.For(lang)}
	if title != "" {
		d.TitleWords = cutWords(title, d.Pack)
	}
	// Hyphens and quotation marks part words too; scripts without spaces have
	// three bytes for each.
	spaces := strings.Count(body, " ") + strings.Count(body, "\n")
	d.Words = make([]Word, 0, max(spaces+spaces/8, len(body)/16)+4)
	d.Paragraphs = cutParagraphs(body)
	for i := range d.Paragraphs {
		p := &d.Paragraphs[i]
		p.Words[0] = len(d.Words)
		d.Words = appendWords(d.Words, body, p.Span, d.Pack)
		p.Words[1] = len(d.Words)
	}
	flag(d)
	cutSentences(d)
	return d
}

// cutParagraphs finds the lines of a text that hold more than space.
func cutParagraphs(body string) []Paragraph {
	list := make([]Paragraph, 0, 1+strings.Count(body, "\n"))
	for start := 0; start < len(body); {
		end := len(body)
		if i := strings.IndexByte(body[start:], '\n'); i >= 0 {
			end = start + i
		}
		if span := trim(body, Span{start, end}); !span.Empty() {
			if inner := unsigned(body, span); !inner.Empty() {
				list = append(list, Paragraph{Span: inner, Block: inner != span})
			}
		}
		start = end + 1
	}
	return list
}

// BlockSign opens a paragraph that is a block quotation, as in Markdown and in
// e-mail. It may stand more than once, and archives leave its space out.
const BlockSign = "> "

// unsigned takes the signs of a block quotation off a line. Without a space a
// sign counts only before a letter, a mark or a dash: ">50 %" is a comparison,
// and ">>>" is a program's prompt.
func unsigned(s string, line Span) Span {
	in := line
	if strings.HasPrefix(line.Of(s), ">>>") {
		return line
	}
	for in.Start < in.End && s[in.Start] == '>' {
		in.Start++
		in = trim(s, in)
	}
	if in == line || in.Empty() || s[in.Start-1] != '>' {
		return in
	}
	r, _ := utf8.DecodeRuneInString(in.Of(s))
	if unicode.IsLetter(r) || unicode.In(r, unicode.Pi, unicode.Pf, unicode.Ps, unicode.Pd) || r == '"' || r == '\'' || r == '…' || r == '¿' || r == '¡' {
		return in
	}
	return line
}

// trim takes the space off both ends of a span, and what looks like it: zero
// width spaces and byte order marks.
func trim(s string, span Span) Span {
	for span.Start < span.End {
		r, n := utf8.DecodeRuneInString(s[span.Start:span.End])
		if !isSpace(r) {
			break
		}
		span.Start += n
	}
	for span.Start < span.End {
		r, n := utf8.DecodeLastRuneInString(s[span.Start:span.End])
		if !isSpace(r) {
			break
		}
		span.End -= n
	}
	return span
}

func isSpace(r rune) bool {
	return r == ' ' || r == '\n' || r > ' ' && (unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff' || r == '\u2060') || r < ' '
}
