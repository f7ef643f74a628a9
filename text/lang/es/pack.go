// Package es is herald's pack for Spanish: word lists as text files beside this
// file, and the code that reads them once. It knows the language and nothing
// of the texts that are read with it; text/lang/all hands it out.
package es

import (
	"sync"

	"herald/text/lang"
)

// Pack is the pack for Spanish. It is built at the first call.
func Pack() *lang.Pack { return pack() }

var pack = sync.OnceValue(func() *lang.Pack {
	return &lang.Pack{Code: "es", Words: words(), Speech: speech()}
})
