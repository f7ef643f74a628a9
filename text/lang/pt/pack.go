// Package pt is herald's pack for Portuguese: word lists as text files beside this
// file, and the code that reads them once. It knows the language and nothing
// of the texts that are read with it; text/lang/all hands it out.
package pt

import (
	"sync"

	"herald/text/lang"
)

// Pack is the pack for Portuguese. It is built at the first call.
func Pack() *lang.Pack { return pack() }

var pack = sync.OnceValue(func() *lang.Pack {
	return &lang.Pack{Code: "pt", Words: words(), Speech: speech()}
})
