package people

import (
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
	wasQuoted := false
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
