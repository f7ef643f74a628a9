package quotes

import (
	"unicode/utf8"

	"herald/text"
	"herald/text/lang"
	"herald/text/marks"
	"herald/text/people"
)

// scene is a text with all that is known of it before anybody asks who spoke.
type scene struct {
	doc    *text.Doc
	cast   *people.Cast
	pieces []piece
	known  []mention // by mention
	turn   []byte    // question or answer of an interview, for each piece; nil where the text is none
}

// piece is a stretch of speech with its words and the narration around it.
type piece struct {
	marks.Stretch
	words    [2]int // doc.Words[a:b]
	left     int    // first word of the narration before it, up to the piece before or the paragraph's start
	right    int    // end of the narration behind it
	terminal bool   // ends as a sentence does
	ends     bool   // holds the mark that ends a sentence
	comma    bool   // ends with a comma, or one follows its closing mark
	lower    bool   // starts with a small letter
	colon    bool   // a colon introduces it
	home     int    // the paragraph of the narration before it: its own, or the one that leads to a block quotation
	away     int    // that of the narration behind it
	said     bool   // of a block quotation: something says that it is speech
}

func newScene(doc *text.Doc) *scene {
	cast := people.Of(doc)
	stretches := cast.Quoted
	s := &scene{doc: doc, cast: cast, pieces: make([]piece, 0, len(stretches)), known: make([]mention, len(cast.Mentions))}
	at := 0
	for _, st := range stretches {
		for at < len(doc.Words) && doc.Words[at].Start < st.Start {
			at++
		}
		from := at
		for at < len(doc.Words) && doc.Words[at].End <= st.End {
			at++
		}
		if at == from {
			continue
		}
		s.pieces = append(s.pieces, s.piece(st, from, at))
	}
	for i := range s.pieces {
		p := &s.pieces[i]
		par := doc.Paragraphs[p.Paragraph].Words
		p.left, p.right = par[0], par[1]
		if i > 0 && s.pieces[i-1].Paragraph == p.Paragraph {
			p.left = s.pieces[i-1].words[1]
			if q := &s.pieces[i-1]; q.names() {
				p.left = q.left // a name in marks is a word of the narration
			}
		}
		if i+1 < len(s.pieces) && s.pieces[i+1].Paragraph == p.Paragraph {
			p.right = s.pieces[i+1].words[0]
		}
		p.left, p.right = min(p.left, p.words[0]), max(p.right, p.words[1])
		p.home, p.away = p.Paragraph, p.Paragraph
	}
	s.blocks()
	s.turn = s.turns()
	return s
}

func (s *scene) piece(st marks.Stretch, from, to int) piece {
	p := piece{Stretch: st, words: [2]int{from, to}}
	t := s.doc.Text
	r, _ := utf8.DecodeRuneInString(t[s.doc.Words[from].Start:])
	p.lower = lower(r)
	last, _ := utf8.DecodeLastRuneInString(t[:st.End])
	switch last {
	case '.', '!', '?', '…':
		p.terminal, p.ends = true, true
	case ',':
		p.comma = true
	}
	after := t[st.Outer.End:min(len(t), st.Outer.End+4)]
	switch next, _ := utf8.DecodeRuneInString(after); next {
	case '.', '!', '?':
		p.terminal = true
	case ',':
		p.comma, p.terminal = true, false
	}
	before := trimRight(t[:st.Outer.Start])
	p.colon = before != "" && before[len(before)-1] == ':'
	return p
}

// names says that a piece can be no more than a name in marks.
func (p *piece) names() bool {
	const longest = 3
	return p.Opened && p.Closed && !p.Dash && !p.lower && !p.ends && !p.comma && !p.colon && p.words[1]-p.words[0] <= longest
}

func (s *scene) tag(i int) lang.Tag       { return s.cast.Tokens[i].Tag }
func (s *scene) token(i int) people.Token { return s.cast.Tokens[i] }

// opens says that a new sentence of the narration starts at word i.
func (s *scene) opens(i int) bool {
	t := s.cast.Tokens[i]
	return i == 0 || t.Sentence != s.cast.Tokens[i-1].Sentence
}

func (s *scene) span(words [2]int) text.Span {
	return text.Span{Start: s.doc.Words[words[0]].Start, End: s.doc.Words[words[1]-1].End}
}
