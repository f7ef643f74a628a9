package lang

import "strings"

// Abbreviation is what may follow an abbreviation's dot.
type Abbreviation byte

// What follows the dot, which thereby ends no sentence. An abbreviation of
// several kinds holds all their bits.
const (
	BeforeName   Abbreviation = 1 << iota // anything: "Mr. Smith", «м. Київ»
	BeforeNumber                          // a number: "No. 5", «ст. 12»
	MayEnd                                // anything but a function word: "the U.S. army", but "in the U.S. The army"
)

// Abbreviations reads a list of abbreviations, lower case and without the last
// dot. Each line starts with what follows them: name, number or either. A line
// with another first word is a fault of the list and panics: lists are
// compiled in, and a test reads each of them.
func Abbreviations(data string) map[string]Abbreviation {
	kinds := map[string]Abbreviation{"name": BeforeName, "number": BeforeNumber, "either": MayEnd}
	list := make(map[string]Abbreviation)
	for _, line := range Lines(data) {
		f := strings.Fields(line)
		kind, ok := kinds[f[0]]
		if !ok {
			panic("lang: not a line of abbreviations: " + line)
		}
		for _, w := range f[1:] {
			list[w] |= kind
		}
	}
	return list
}
