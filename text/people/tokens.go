package people

import (
	"strings"
	"unicode/utf8"

	"herald/text/lang"
	"herald/text/marks"
)

// Gap is what stands between two words, as a set of bits.
type Gap uint16

// What a gap may hold. Wide is set where there is more than a space or a
// hyphen.
const (
	Comma Gap = 1 << iota
	Colon
	Semicolon
	Dash // set between spaces, so no hyphen
	Open // opening bracket
	Shut // closing bracket
	Stop // full stop
	Ask  // question or exclamation mark
	Quote
	Line // a new paragraph
	Wide
	Hyphen
	None // nothing at all: UAX #29 parts what is written as one
)

// tokenise fills Tokens but for the mentions.
func (c *Cast) tokenise(quoted []marks.Stretch) {
	words := c.doc.Words
	at, q, s := 0, 0, 0
	sentence := 0
	wasQuoted, behind := false, false
	paragraph := 0
	for i := range words {
		w := &words[i]
		t := &c.Tokens[i]
		t.Mention = -1
		t.Tag = w.Tag
		t.Upper = w.Capital(c.doc.Text)
		t.Gap = gap(c.doc.Text[at:w.Start])
		at = w.End
		for q < len(quoted) && quoted[q].End <= w.Start {
			q++
		}
		t.Quoted = q < len(quoted) && quoted[q].Start <= w.Start
		if wasQuoted && !t.Quoted || behind {
			behind = c.reports(i, behind)
		}
		for s < len(c.doc.Sentences) && c.doc.Sentences[s].End <= w.Start {
			s++
		}
		opens := s < len(c.doc.Sentences) && c.doc.Sentences[s].Words[0] == i
		if s < len(c.doc.Sentences) {
			if p := c.doc.Sentences[s].Paragraph; p != paragraph {
				paragraph = p
				sentence++
			} else if opens && i > 0 && (!t.Quoted && (!wasQuoted || t.Upper) || t.Quoted && !wasQuoted && t.Gap&(Stop|Ask) != 0) {
				sentence++
			}
		}
		t.Opens = i == 0 || opens || t.Quoted && !wasQuoted
		t.Sentence = sentence
		wasQuoted = t.Quoted
	}
}

// reports makes a reporting verb of the word that stands where one must:
// behind a quote's comma or question mark and a dash, as Slavic newspapers
// write («…», – подписал снимок артист). It says that the word is an adverb, and
// that the next one stands in its place.
func (c *Cast) reports(i int, behind bool) bool {
	const others = lang.Cue | lang.Weak | lang.Opens | lang.Preposition | lang.Conjunction | lang.Pronoun | lang.Determiner | lang.Auxiliary |
		lang.Role | lang.Body | lang.Document | lang.Modifier | lang.Calendar | lang.Work | lang.Particle
	t, w := &c.Tokens[i], &c.doc.Words[i]
	if t.Upper || t.Tag.Any(others) || w.Stop || !c.speech.Names.Inflects() || utf8.RuneCountInString(w.Lower) < 4 {
		return false
	}
	if !behind && (t.Gap&Dash == 0 || t.Gap&(Comma|Ask|Stop) == 0 && !c.asks(i)) {
		return false
	}
	if c.speech.Adverb(w.Lower) && !strings.HasSuffix(w.Lower, "ся") && !strings.HasSuffix(w.Lower, "сь") {
		return !behind
	}
	t.Tag |= lang.Cue | c.speech.Past(w.Lower)
	return false
}

// asks says that a question or an exclamation ends right before the mark that
// stands before word i.
func (c *Cast) asks(i int) bool {
	before := strings.TrimRight(c.doc.Text[:c.doc.Words[i].Start], " \u00a0—–-«»“”\"")
	return strings.HasSuffix(before, "?") || strings.HasSuffix(before, "!") || strings.HasSuffix(before, "…")
}

func gap(s string) Gap {
	if s == " " {
		return 0
	}
	if s == "" {
		return None
	}
	if s == "-" || s == "‑" {
		return Hyphen
	}
	var g Gap
	for i, r := range s {
		switch r {
		case ' ', '\t', '\u00a0':
			continue
		case ',':
			g |= Comma
		case ':':
			g |= Colon
		case ';':
			g |= Semicolon
		case '—', '–', '―':
			g |= Dash
		case '-':
			if i > 0 || len(s) > 1 {
				g |= Dash
			}
		case '(', '[':
			g |= Open
		case ')', ']':
			g |= Shut
		case '.', '…':
			g |= Stop
		case '!', '?':
			g |= Ask
		case '"', '“', '”', '„', '«', '»', '‘', '’', '\'', '「', '」':
			g |= Quote
		case '\n':
			g |= Line
		}
		g |= Wide
	}
	return g
}

// function is what opens a sentence with a capital and is no name.
const function = lang.Determiner | lang.Pronoun | lang.Preposition | lang.Conjunction | lang.Auxiliary | lang.Opens | lang.Calendar
