package lang

// Speech is what finding out who said what needs to know of a language: cue
// verbs and phrases, pronouns, titles, hedges, names.
type Speech struct {
	// Cues are reporting verbs in the forms that news use, lower case.
	Cues map[string]bool
}
