// Package lang holds what herald knows of a language, as data: one Pack each.
//
// A pack is made of small word lists that lie as text files in the language's
// own folder (text/lang/en, text/lang/uk, …), with the same file names in
// each, and is built once on first use. Code that reads texts has no words of
// any language in it; a new language is a new folder and a line in
// text/lang/all.
package lang

// Pack is one language. It is immutable after it was built and may be shared.
// The zero Pack knows nothing and is valid: texts of unknown languages are read
// by Unicode's rules alone.
type Pack struct {
	Code string // lower-case BCP 47 primary subtag: "en", "uk"
	Words
	Speech

	known memo // see Fold
}
