package lang

import "strings"

// Where says which part of a line a Pattern speaks of.
type Where byte

// The places of a pattern. A short line has at most ShortLine words.
const (
	Whole Where = iota // the line is the pattern and nothing else
	Block              // so is the line, and the headlines that follow it belong to it
	Start              // the line starts with it, however long it is
	Short              // the line starts with it and is short
	Names              // the line starts with it and holds nothing but names besides
	Has                // it stands anywhere in a short line
)

// ShortLine is how many words a line may have to count as short: longer ones
// are prose, whatever they start with.
const ShortLine = 14

// Pattern is a shape of a line that is no part of a story. Its tokens are
// lower-case words and the marks : / | © – the only ones that a line keeps
// when it is compared – and "<n>" for any number.
type Pattern struct {
	Where  Where
	Tokens []string
}

// Number is the token of a pattern that stands for any number.
const Number = "<n>"

// Patterns reads a list of patterns, one a line: its place (whole, block,
// start, short, names, has), then its tokens parted by spaces. They come out
// by their first token. A line with another first word is a fault of the list
// and panics: lists are compiled in, and a test reads each of them.
func Patterns(data string) map[string][]Pattern {
	places := map[string]Where{"whole": Whole, "block": Block, "start": Start, "short": Short, "names": Names, "has": Has}
	list := make(map[string][]Pattern)
	for _, line := range Lines(data) {
		f := strings.Fields(line)
		where, ok := places[f[0]]
		if !ok || len(f) < 2 {
			panic("lang: not a furniture pattern: " + line)
		}
		list[f[1]] = append(list[f[1]], Pattern{where, f[1:]})
	}
	return list
}
