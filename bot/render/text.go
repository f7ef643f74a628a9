package render

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"herald/bot/telegram"
)

// Text is words with their formatting, made by appending. The zero Text is
// empty and ready for use. Everything that is added is cleaned of what
// Telegram would change or refuse, so the entities stay where they are put.
// It is not safe for concurrent use while it is being made.
type Text struct {
	b     []byte
	marks []mark
}

// mark is an entity over the bytes from..to; its Offset and Length are unset.
type mark struct {
	from, to int
	as       telegram.Entity
}

// Plain is a text without formatting.
func Plain(s string) Text {
	var t Text
	t.Add(s)
	return t
}

// Bold is a text in bold.
func Bold(s string) Text {
	var t Text
	t.Style(telegram.Entity{Type: "bold"}, func(t *Text) { t.Line(s) })
	return t
}

// Linked is one line in bold that leads to url; merely bold where url is no
// web address.
func Linked(s, url string) Text {
	var t Text
	t.Link(url, func(t *Text) { t.Append(Bold(s)) })
	return t
}

// Add appends s, its line breaks included.
func (t *Text) Add(s string) { t.b = appendClean(t.b, s, true) }

// Line appends s as a piece of one line: line breaks and runs of space become
// one space.
func (t *Text) Line(s string) {
	t.b = append(t.b, strings.Join(strings.Fields(string(appendClean(nil, s, false))), " ")...)
}

// Append appends another text with its formatting.
func (t *Text) Append(o Text) {
	at := len(t.b)
	t.b = append(t.b, o.b...)
	for _, m := range o.marks {
		t.marks = append(t.marks, mark{m.from + at, m.to + at, m.as})
	}
}

// Style appends what add appends and formats it as one entity. Entities nest:
// add may call Style again, save that a quotation holds no quotation.
func (t *Text) Style(as telegram.Entity, add func(*Text)) {
	from := len(t.b)
	add(t)
	if len(t.b) > from {
		t.marks = append(t.marks, mark{from, len(t.b), as})
	}
}

// Link is Style for a link; what is added stays without one where url is no
// web address, since Telegram refuses such links or drops them in silence.
func (t *Text) Link(url string, add func(*Text)) {
	if !Web(url) {
		add(t)
		return
	}
	t.Style(telegram.Entity{Type: "text_link", URL: url}, add)
}

// Empty says that nothing visible was added.
func (t Text) Empty() bool { return blank(string(t.b)) }

// Units is the length in UTF-16 units.
func (t Text) Units() int { return units(t.b) }

// String is the text without its formatting.
func (t Text) String() string { return string(t.b) }

// Message is the text as Telegram takes it: trimmed, with its entities in
// order, each within the text, not empty, and not beginning or ending in
// space, at most telegram.MaxEntities. It does not shorten the text; Cut and Split do.
func (t Text) Message() (string, []telegram.Entity) {
	start, end := trim(t.b, 0, len(t.b))
	var kept []mark
	for _, m := range t.marks {
		m.from, m.to = trim(t.b, max(m.from, start), min(m.to, end))
		if m.from < m.to {
			kept = append(kept, m)
		}
	}
	// A mark is noted when it is closed, so of two equal ones the later is the
	// outer one, which Telegram wants first.
	for i, j := 0, len(kept)-1; i < j; i, j = i+1, j-1 {
		kept[i], kept[j] = kept[j], kept[i]
	}
	sort.SliceStable(kept, func(i, j int) bool {
		if kept[i].from != kept[j].from {
			return kept[i].from < kept[j].from
		}
		return kept[i].to > kept[j].to
	})
	if len(kept) > telegram.MaxEntities {
		kept = kept[:telegram.MaxEntities]
	}
	entities := make([]telegram.Entity, 0, len(kept))
	at, offset := start, 0
	for _, m := range kept {
		offset += units(t.b[at:m.from])
		at = m.from
		m.as.Offset, m.as.Length = offset, units(t.b[m.from:m.to])
		entities = append(entities, m.as)
	}
	return string(t.b[start:end]), entities
}

// units counts UTF-16 units.
func units(b []byte) int {
	n := 0
	for len(b) > 0 {
		r, size := utf8.DecodeRune(b)
		n += max(1, utf16.RuneLen(r))
		b = b[size:]
	}
	return n
}

// trim narrows from..to until it neither begins nor ends in space.
func trim(b []byte, from, to int) (int, int) {
	for from < to {
		r, size := utf8.DecodeRune(b[from:to])
		if !unicode.IsSpace(r) {
			break
		}
		from += size
	}
	for from < to {
		r, size := utf8.DecodeLastRune(b[from:to])
		if !unicode.IsSpace(r) {
			break
		}
		to -= size
	}
	return from, to
}
