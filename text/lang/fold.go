package lang

import (
	"hash/maphash"
	"strings"
	"sync/atomic"
	"unicode/utf8"
)

// Folded is a word as it is compared, and what the pack knows of it. It is
// shared by all places where the word stands, and immutable.
type Folded struct {
	Lower      string // lower case, every apostrophe straight
	Stem       string // by the pack's stemmer; Lower where there is none
	Stop       bool   // one of the pack's stop words
	Tag        Tag    // what it may be: see Speech.Tag
	Name       string // what all its cases have in common, where it is a name: see Inflection.Key
	Size       int    // its letters
	Patronymic bool   // see Speech.Patronymic
	Key        uint64 // the same for equal stems, and for no others but by one chance in 2^64; another in each process
}

// Fold gives a word's lower case, its stem and what the pack knows of it. The
// result is remembered in a table of fixed size, since news repeat their words
// and stemming costs more than all other cutting together; remembered words
// are copies, so no text is kept alive. Safe for concurrent use.
func (p *Pack) Fold(word string) *Folded {
	if len(word) > longestKept {
		f := p.fold(word)
		return &f
	}
	at := maphash.String(seed, word) % uint64(len(p.known))
	first, second := &p.known[at], &p.known[at^1]
	k := first.Load()
	if k != nil && k.word == word {
		return &k.Folded
	}
	if other := second.Load(); other != nil && other.word == word {
		return &other.Folded
	}
	word = strings.Clone(word)
	if k != nil {
		second.Store(k)
	}
	k = &known{word, p.fold(word)}
	first.Store(k)
	return &k.Folded
}

const (
	knownWords  = 1 << 15 // holds the words of some five hundred articles, in 5 MB
	longestKept = 64      // bytes; what is longer is no word of any language
)

type known struct {
	word string
	Folded
}

// memo is a table in which a word has one of two places: a new one pushes the
// older of them out.
type memo [knownWords]atomic.Pointer[known]

var seed = maphash.MakeSeed()

func (p *Pack) fold(word string) Folded {
	lower := strings.ToLower(word)
	if isCrooked(lower) {
		lower = straight.Replace(lower)
	}
	f := Folded{Lower: lower, Stem: lower, Stop: p.Stop[lower]}
	if p.Stem != nil && len(word) <= longestKept && !f.Stop {
		f.Stem = p.Stem(lower)
	}
	f.Tag, f.Key = p.Tag(f.Lower, f.Stem), maphash.String(seed, f.Stem)
	f.Patronymic = p.Patronymic(lower)
	f.Name, f.Size = p.Names.Key(lower), utf8.RuneCountInString(lower)
	return f
}

// isCrooked says that straight may find something in s: it has a grave accent
// or the first byte of one of the other signs.
func isCrooked(s string) bool {
	for i := range len(s) {
		switch s[i] {
		case '`', 0xE2, 0xCA, 0xCC:
			return true
		}
	}
	return false
}

// straight makes all apostrophes that people type one, and takes the mark of
// stress off.
var straight = strings.NewReplacer("’", "'", "ʼ", "'", "‘", "'", "`", "'", "\u0301", "")
