package news

// Certainty is how sure the article itself is that the words were said.
type Certainty string

// Stated as fact, or reported with a hedge ("purportedly", «нібито», «якобы»).
const (
	Stated   Certainty = "stated"
	Reported Certainty = "reported"
)

// Quote is someone's words, exactly as the article has them.
type Quote struct {
	// Text are the words said: the parts without their marks, joined by a
	// space. It is made from the parts and from nothing else.
	Text string
	// Parts are the quoted stretches without their marks, in order: several
	// where the attribution interrupts the quote or it runs over paragraphs.
	Parts []Span
	// Speaker is the fullest name that the text gives to the person,
	// institution or document that speaks, in the nominative; "" where the
	// text names nobody.
	Speaker string
	// Role is the description that the text gives of the speaker; may be "".
	Role string
	// Mention is where the speaker is named beside the quote (a pronoun too);
	// empty where nobody is.
	Mention Span
	// Cue is the reporting verb or phrase as written; may be "".
	Cue       string
	Certainty Certainty
}
