// Package all lists the languages that herald knows, so that the rest of it
// can ask for one by its code:
//
//	pack := all.For("uk")
//
// It stands on top of the packs and holds no words itself. A language that is
// not listed has an empty pack, never nil: its texts are read by Unicode's
// rules alone.
package all

import (
	"herald/text/lang"
	"herald/text/lang/cs"
	"herald/text/lang/de"
	"herald/text/lang/en"
	"herald/text/lang/es"
	"herald/text/lang/fr"
	"herald/text/lang/it"
	"herald/text/lang/pl"
	"herald/text/lang/pt"
	"herald/text/lang/ru"
	"herald/text/lang/uk"
)

// For is the pack of a language, by its lower-case BCP 47 primary subtag; the
// empty pack where there is none. It is never nil.
func For(code string) *lang.Pack {
	switch code {
	case "en":
		return en.Pack()
	case "uk":
		return uk.Pack()
	case "ru":
		return ru.Pack()
	case "de":
		return de.Pack()
	case "fr":
		return fr.Pack()
	case "es":
		return es.Pack()
	case "pl":
		return pl.Pack()
	case "it":
		return it.Pack()
	case "pt":
		return pt.Pack()
	case "cs":
		return cs.Pack()
	}
	return &none
}

// Codes are the languages that have a pack.
func Codes() []string {
	return []string{"en", "uk", "ru", "de", "fr", "es", "pl", "it", "pt", "cs"}
}

// All are the packs of all languages that have one.
func All() []*lang.Pack {
	list := make([]*lang.Pack, 0, len(Codes()))
	for _, code := range Codes() {
		list = append(list, For(code))
	}
	return list
}

var none lang.Pack // its memo fills; nothing else of it ever changes
