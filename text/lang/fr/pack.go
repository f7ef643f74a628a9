// Package fr is herald's pack for French: word lists as text files beside this
// file, and the code that reads them once. It knows the language and nothing
// of the texts that are read with it; text/lang/all hands it out.
package fr

import (
	"sync"

	"herald/text/lang"
)

// Pack is the pack for French. It is built at the first call.
func Pack() *lang.Pack { return pack() }

var pack = sync.OnceValue(func() *lang.Pack {
	return &lang.Pack{Code: "fr", Words: words(), Speech: speech()}
})
