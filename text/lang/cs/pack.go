// Package cs is herald's pack for Czech: word lists as text files beside this
// file, and the code that reads them once. It knows the language and nothing
// of the texts that are read with it; text/lang/all hands it out.
package cs

import (
	"sync"

	"herald/text/lang"
)

// Pack is the pack for Czech. It is built at the first call.
func Pack() *lang.Pack { return pack() }

var pack = sync.OnceValue(func() *lang.Pack {
	return &lang.Pack{Code: "cs", Words: words(), Speech: speech()}
})
