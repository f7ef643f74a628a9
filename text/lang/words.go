package lang

// Words is what cutting, weighing and cleaning a text needs to know of a
// language: abbreviations, function words, openings, furniture.
type Words struct {
	// Abbreviations whose dot does not end a sentence, lower case, without the
	// last dot: "mr", "e.g", «вул».
	Abbreviations map[string]Abbreviation
	// Stop words carry no topic: lower case, with a straight apostrophe.
	Stop map[string]bool
	// Dates are the words that a line with a date and nothing else is made of
	// beside its numbers: months, days of the week, "updated", "at", «року».
	Dates map[string]bool
	// Dangling are the pronouns that point back when a sentence opens with
	// them: "he", "this", «вона». Lower case.
	Dangling map[string]bool
	// Connectives are openings that lean on the sentence before: "however",
	// "meanwhile", «водночас»; by their first word, lower case.
	Connectives map[string][][]string
	// Droppable are those connectives that can be left out without harm to the
	// sentence they open: "but", «крім того»; by their first word. Where a
	// comma has to follow, the last word is ",".
	Droppable map[string][][]string
	// Safe are openings that only look as though they pointed back: "this
	// week", «цього року»; by their first word, lower case.
	Safe map[string][][]string
	// Background are openings of paragraphs that retell what was known before:
	// "as reported", «нагадаємо»; by their first word, lower case.
	Background map[string][][]string
	// Furniture are the patterns of lines that are no part of a story, by
	// their first token.
	Furniture map[string][]Pattern
	// Numbers are number words, ordinals too, and their values, lower case.
	Numbers map[string]float64
	// Almanac are the months and the days of the week.
	Almanac Almanac
	// Negations are the words that turn what they stand with into its
	// contrary: "not", "nobody", «немає». Lower case.
	Negations map[string]bool
	// Opposites are verbs of contrary meaning, by their stems.
	Opposites map[string][]Opposite
	// NounsHigh says that all nouns are written with a capital, so that a
	// capital tells no name.
	NounsHigh bool
	// Stem cuts a lower-case word to its stem; nil leaves words whole. It is
	// pure and safe for concurrent use.
	Stem func(string) string
}
