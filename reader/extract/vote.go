package extract

import (
	"hash/fnv"
	"strings"
	"unicode"
	"unicode/utf8"

	"herald/reader/plain"
)

// shared is the part of a paragraph's shingles that another text must have for
// the paragraph to count as standing in it.
const shared = 0.7

// tiny is a line of a few words, in bytes: a list's item, a cell, a label.
const tiny = 40

// vote joins three opinions of a page's text: wide takes too much rather than
// too little, narrow the opposite, and second comes from another extractor. A
// paragraph of wide stays
//
//   - if narrow has it, unless it is tiny, or a link in whole, or a caption (a
//     related headline, a share bar), and second, which sees most of the text,
//     does not have it;
//   - if only second has it and it reads like a sentence.
//
// aside are the folded texts of links and captions. The rules were chosen with
// the figures of all annotated pages in view, so those figures flatter them.
func vote(wide, narrow, second string, aside map[string]bool) string {
	if wide == "" || second == "" {
		return firstOf(narrow, second)
	}
	in, out := index(narrow), index(second)
	blind := len(second)*2 < len(wide)
	var kept []string
	for _, p := range strings.Split(wide, "\n\n") {
		agreed := out.holds(p)
		if in.holds(p) {
			if agreed || blind || sentence(p) || len(p) >= tiny && !aside[fold(p)] {
				kept = append(kept, p)
			}
		} else if agreed && sentence(p) {
			kept = append(kept, p)
		}
	}
	return firstOf(strings.Join(kept, "\n\n"), narrow, second)
}

// fold leaves the words of a line.
func fold(s string) string { return strings.Join(wordsOf(s), " ") }

func wordsOf(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}

// sentence says that a paragraph ends as prose does, or is too long for a
// headline.
func sentence(p string) bool {
	if len(p) > 150 {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(p, "\"”»“’')] 」』）"))
	return strings.ContainsRune(".!?…:。！？؟۔।", last)
}

// shingles are the runs of three words of a text.
type shingles map[uint64]bool

func index(s string) shingles {
	set := shingles{}
	for _, p := range strings.Split(s, "\n\n") {
		each(p, func(h uint64) { set[h] = true })
	}
	return set
}

func (set shingles) holds(p string) bool {
	n, hit := 0, 0
	each(p, func(h uint64) {
		n++
		if set[h] {
			hit++
		}
	})
	return n > 0 && float64(hit) >= shared*float64(n)
}

// each gives the hash of every run of three words; of all words where there
// are fewer.
func each(p string, yield func(uint64)) {
	words := wordsOf(p)
	h := fnv.New64a()
	for i := 0; i == 0 || i+3 <= len(words); i++ {
		h.Reset()
		for _, w := range words[i:min(i+3, len(words))] {
			_, _ = h.Write([]byte(w))
			_, _ = h.Write([]byte{0})
		}
		if len(words) > 0 {
			yield(h.Sum64())
		}
	}
}

// longer gives the text with the most prose, the first of equals. A text that
// is already there is given up only for one with twice as much.
func longer(have string, others ...string) string {
	best, most := have, 2*prose(have)
	for _, o := range others {
		o = plain.HTML(o)
		if n := prose(o); n > most {
			best, most = o, n
		}
	}
	return best
}

// prose is how many bytes of a text stand in sentences.
func prose(s string) int {
	n := 0
	for _, p := range strings.Split(s, "\n\n") {
		if len(p) > 60 && sentence(p) {
			n += len(p)
		}
	}
	return n
}
