package summarize

// ReadAnswer reads what a model wrote in full.
func ReadAnswer(s, lang string, b Budget) ([]string, error) {
	return wanted{lang, b}.read(answer{text: s})
}

// FinishedSentences are those of an answer that is still being written.
func FinishedSentences(s, lang string, b Budget) []string { return wanted{lang, b}.finished(s) }
