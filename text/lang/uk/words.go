package uk

import (
	_ "embed"

	"herald/text/lang"
)

//go:embed abbreviations.txt
var abbreviations string

//go:embed stop.txt
var stop string

//go:embed dates.txt
var dates string

//go:embed dangling.txt
var dangling string

//go:embed connectives.txt
var connectives string

//go:embed safe.txt
var safe string

//go:embed background.txt
var background string

//go:embed furniture.txt
var furniture string

//go:embed numbers.txt
var numbers string

func words() lang.Words {
	return lang.Words{
		Abbreviations: lang.Abbreviations(abbreviations),
		Stop:          lang.Set(stop),
		Dates:         lang.Set(dates),
		Dangling:      lang.Set(dangling),
		Connectives:   lang.Phrases(connectives),
		Safe:          lang.Phrases(safe),
		Background:    lang.Phrases(background),
		Furniture:     lang.Patterns(furniture),
		Numbers:       lang.Values(numbers),
		Stem:          Stem,
	}
}
