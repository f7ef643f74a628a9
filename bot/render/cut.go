package render

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"herald/bot/telegram"
)

// Cut is t if it has at most limit UTF-16 units and telegram.MaxEntities entities, else
// its beginning: up to the end of a sentence, or of a word with "…" after it.
// A link or a time on the border goes as a whole; a quotation or bold words
// are shortened. limit is at least 3: a character of two units, and "…".
func Cut(t Text, limit int) Text {
	if fits(t, limit) {
		return t
	}
	if head := t.upTo(t.border(limit)); sentenceEnd(head.b) {
		return head
	}
	head := t.upTo(t.border(limit - 1))
	from, to := len(head.b), len(head.b)+len("…")
	head.b = append(head.b, "…"...)
	for i := range head.marks { // what ends here, shortened or not, holds the ellipsis too
		if m := &head.marks[i]; m.to == from {
			m.to = to
		}
	}
	return head
}

func fits(t Text, limit int) bool {
	return len(t.marks) <= telegram.MaxEntities && reach(t.b, limit) == len(t.b)
}

// reach is how many bytes of b hold at most limit units.
func reach(b []byte, limit int) int {
	at := 0
	for n := 0; at < len(b); {
		r, size := utf8.DecodeRune(b[at:])
		if n += max(1, utf16.RuneLen(r)); n > limit {
			break
		}
		at += size
	}
	return at
}

// upTo is what stands before the byte to, with its formatting and without the
// space around it.
func (t Text) upTo(to int) Text {
	from, to := trim(t.b, 0, to)
	out := Text{b: append([]byte(nil), t.b[from:to]...)}
	for _, m := range t.marks {
		a, b := max(m.from, from), min(m.to, to)
		if a < b {
			out.marks = append(out.marks, mark{a - from, b - from, m.as})
		}
	}
	return out
}

// whole are the entities that say something only as a whole.
func whole(as telegram.Entity) bool {
	return as.Type == "text_link" || as.Type == "date_time" || as.Type == "code"
}

// border is where the beginning of a text that does not fit ends: after at
// least one character, within limit units and telegram.MaxEntities entities, and inside
// no link or time that does not fill half of it by itself.
func (t Text) border(limit int) int {
	end := len(t.b)
	if hard := reach(t.b, limit); hard < end {
		end = pause(t.b, hard)
	}
	if len(t.marks) > telegram.MaxEntities {
		froms := make([]int, len(t.marks))
		for i, m := range t.marks {
			froms[i] = m.from
		}
		sort.Ints(froms)
		if f := froms[telegram.MaxEntities]; f > 0 {
			end = min(end, f)
		}
	}
	for moved := true; moved; {
		moved = false
		for _, m := range t.marks {
			if whole(m.as) && m.from < end && end < m.to && m.from > end/2 {
				end, moved = m.from, true
			}
		}
	}
	if start, _ := trim(t.b, 0, end); start == end { // nothing but space: take what comes next, too
		_, size := utf8.DecodeRune(t.b[end:])
		end += size
	}
	return end
}

// pause is where b is best broken at or before the byte hard: where the last
// paragraph, line, sentence or word ends in the second half of it, or else
// between two characters as people see them.
func pause(b []byte, hard int) int {
	head := string(b[:hard])
	for _, mark := range []string{"\n\n", "\n"} {
		if i := strings.LastIndex(head, mark); i > hard/2 {
			return i
		}
	}
	word := 0
	for i := hard; i > hard/2; {
		if r, _ := utf8.DecodeRune(b[i:]); unicode.IsSpace(r) {
			if sentenceEnd(b[:i]) {
				return i
			}
			if word == 0 {
				word = i
			}
		}
		_, size := utf8.DecodeLastRune(b[:i])
		i -= size
	}
	if word > 0 {
		return word
	}
	end, next := 0, min(len(b), hard+16) // what comes next may join the last character
	for seen := graphemes.FromBytes(b[:next]); seen.Next() && seen.End() <= hard; {
		end = seen.End()
	}
	if end > 0 {
		return end
	}
	return hard // one "character" larger than a message
}

// sentenceEnd says that b ends as a sentence does, closing marks included.
func sentenceEnd(b []byte) bool {
	s := strings.TrimRight(string(b[max(0, len(b)-16):]), "\"'”’»)]\u201c")
	return strings.HasSuffix(s, ".") || strings.HasSuffix(s, "!") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "…") || strings.HasSuffix(s, "。")
}
