package lang

import "io/fs"

// ReadWords reads a pack's word lists, which have the same names in each
// language's folder. A list that is missing or broken panics: lists are
// compiled in, and a test reads each of them.
func ReadWords(files fs.ReadFileFS, stem func(string) string) Words {
	list := func(name string) string {
		data, err := files.ReadFile(name + ".txt")
		if err != nil {
			panic("lang: " + err.Error())
		}
		return string(data)
	}
	return Words{
		Abbreviations: Abbreviations(list("abbreviations")),
		Stop:          Set(list("stop")),
		Dates:         Set(list("dates")),
		Dangling:      Set(list("dangling")),
		Connectives:   Phrases(list("connectives")),
		Droppable:     Phrases(list("droppable")),
		Safe:          Phrases(list("safe")),
		Background:    Phrases(list("background")),
		Furniture:     Patterns(list("furniture")),
		Numbers:       Values(list("numbers")),
		Almanac:       Dated(list("almanac")),
		Negations:     Set(list("negations")),
		Opposites:     Contraries(list("opposites"), stem),
		Stem:          stem,
	}
}
