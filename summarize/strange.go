package summarize

import (
	"regexp"
	"strings"

	"herald/text"
)

// How much of a sentence may be made of words that the article does not have.
const (
	fewTerms   = 2   // of fewer words of meaning one is enough
	knownShare = 0.3 // of its words of meaning stand in the article, at least
)

// addressed are web addresses, mail addresses and names of accounts. A number
// is none, and neither are initials: what stands behind the last dot has two
// letters or more.
var addressed = regexp.MustCompile(`^(?i:[a-z][a-z0-9+.-]*://.+|@[a-z0-9_]{3,}|[^\s@/]+@[^\s@]+\.[a-z]{2,}|([a-z0-9-]+\.)+[a-z]{2,}(:\d+)?(/.*)?)$`)

// address finds an address that the article does not have: what a text may
// have made a model advertise.
func (e *evidence) address(d *text.Doc) string {
	for _, word := range strings.Fields(d.Text) {
		word = strings.Trim(word, ".,;:!?()[]<>"+quoteMarks)
		if !addressed.MatchString(word) {
			continue
		}
		if !strings.Contains(strings.ToLower(e.doc.Title+"\n"+e.doc.Text), strings.ToLower(word)) {
			return word
		}
	}
	return ""
}

// beginning is what words of one root have in common where stems differ:
// "rebuild" and "rebuilt", "Stadt" and "Stadtrat".
func beginning(lower string) string {
	n := 0
	for i := range lower {
		if n++; n > 5 {
			return lower[:i]
		}
	}
	return lower
}

// strange finds a sentence that is not about the article at all: most of its
// words are nowhere in it. A model that was led astray, or speaks of itself,
// writes such sentences.
func (e *evidence) strange(d *text.Doc) string {
	known, all := 0, 0
	first := ""
	for _, w := range d.Words {
		if w.Stop {
			continue
		}
		all++
		if e.holds(w) || isNumeric(w.Lower) || e.begins[beginning(w.Lower)] {
			known++
		} else {
			first = or(first, w.Of(d.Text))
		}
	}
	if known == 0 || all >= fewTerms && float64(known) < knownShare*float64(all) {
		return or(first, d.Text) // "Here you go."
	}
	return ""
}
