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
	"herald/text/lang/en"
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
	}
	return &none
}

// All are the packs of all languages that herald has one for.
func All() []*lang.Pack {
	return []*lang.Pack{en.Pack(), uk.Pack(), ru.Pack()}
}

var none lang.Pack // its memo fills; nothing else of it ever changes
