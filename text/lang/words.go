package lang

// Words is what cutting, weighing and cleaning a text needs to know of a
// language: abbreviations, function words, openings, furniture.
type Words struct {
	// Abbreviations that do not end a sentence, lower case, without the last
	// dot: "mr", "e.g", «вул».
	Abbreviations map[string]bool
	// Stop words carry no topic: lower case.
	Stop map[string]bool
	// Stem cuts a lower-case word to its stem; nil leaves words whole. It is
	// pure and safe for concurrent use.
	Stem func(string) string
}
