package text

import (
	"unicode"
	"unicode/utf8"

	"herald/text/lang"
	"herald/text/lang/all"
)

// flag marks the paragraphs that are furniture or headings, and datelines.
//
// Lines that a pattern knows are furniture anywhere. What the other short
// lines are follows from where they stand: prose is what ends like a sentence;
// before the first prose they are headline, agency and date, behind the last
// they are links, between they are subheadings. A text without prose – a
// table, a poem, a list – keeps all its lines.
func flag(d *Doc) {
	f := flagger{doc: d, title: d.TitleWords, packs: [2]*lang.Pack{d.Pack, all.For("en")}}
	if d.Pack == f.packs[1] {
		f.packs[1] = nil
	}
	f.lines = make([]line, len(d.Paragraphs))
	first, last := -1, -1
	for i := range d.Paragraphs {
		f.lines[i] = f.read(i)
		if f.lines[i].prose && !f.lines[i].furniture {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	f.blocks()
	if first >= 0 {
		f.head(first)
		f.middle(first, last)
		f.tail(last)
	}
	for i := range d.Paragraphs {
		p := &d.Paragraphs[i]
		p.Furniture, p.Heading = f.lines[i].furniture, f.lines[i].heading && !f.lines[i].furniture
		if !p.Furniture && !p.Heading && !p.Block {
			p.Dateline = dateline(d, *p)
		}
	}
}

type flagger struct {
	doc    *Doc
	packs  [2]*lang.Pack // the text's own, and English, which furniture is often left in
	title  []Word
	lines  []line
	tokens []string
}

// line is what one paragraph looks like.
type line struct {
	words     int
	prose     bool // ends like a sentence, or is too long for a line
	furniture bool
	block     bool // furniture that following headlines belong to
	heading   bool
	title     bool // the headline over again
	item      bool // an item of a list, or speech behind a dash
	quoted    bool // holds a quotation mark
	set       bool // a block quotation
}

// longLine is how many words make prose of a line without an end.
const longLine = 20

func (f *flagger) read(i int) line {
	p := &f.doc.Paragraphs[i]
	body := p.Of(f.doc.Text)
	l := line{words: p.Words[1] - p.Words[0]}
	if l.words == 0 {
		l.furniture = true
		return l
	}
	words := f.doc.Words[p.Words[0]:p.Words[1]]
	l.prose = l.words >= longLine || endsSentence(body)
	l.item, l.set = opensItem(body), p.Block
	if l.words <= 2*longLine {
		l.title = sameWords(words, f.title)
	}
	if l.title {
		l.prose = false
		return l
	}
	f.tokenise(p, words)
	for _, pack := range f.packs {
		if pack == nil {
			continue
		}
		if hit, block := f.matches(pack, words); hit {
			l.furniture, l.block = true, block
			return l
		}
	}
	l.furniture = l.words <= lang.ShortLine && f.dateLine(words)
	if l.words < longLine {
		l.quoted = holdsQuote(body)
	}
	return l
}

// blocks marks the headlines that follow "Read also".
func (f *flagger) blocks() {
	for i := range f.lines {
		if !f.lines[i].block {
			continue
		}
		for j := i + 1; j < len(f.lines) && !f.lines[j].prose && !f.lines[j].title; j++ {
			f.lines[j].furniture = true
		}
	}
}

// agencyWords is how many words a line above the story may have that names an
// agency, an author or a section.
const agencyWords = 4

// head judges the lines above the first prose: one of them is the headline.
func (f *flagger) head(first int) {
	headline := -1
	for i := range first {
		l := &f.lines[i]
		if l.furniture || l.set {
			continue
		}
		if headline < 0 || f.better(i, headline) {
			headline = i
		}
	}
	seen := false
	for i := range f.lines {
		l := &f.lines[i]
		switch {
		case l.furniture || l.prose || l.set:
		case headline >= 0 && (i == headline || l.title || f.same(i, headline)) && (i < first || l.title):
			l.heading, l.furniture = true, seen
			seen = true
		case i < first:
			l.heading = true
			l.furniture = l.words <= agencyWords && !l.quoted
		}
	}
	// With the title known to stand elsewhere, a short line is a subheading
	// only right above prose.
	if i := headline; i >= 0 && len(f.title) > 0 && !f.lines[i].title && f.lines[i].words <= agencyWords && !f.lines[i+1].prose {
		f.lines[i].furniture = true
	}
}

// better says that line i is more like a headline than line j: it is the
// known title, or it is repeated, or it is longer than an agency's name.
func (f *flagger) better(i, j int) bool {
	a, b := f.lines[i], f.lines[j]
	if a.title != b.title {
		return a.title
	}
	return b.words <= agencyWords && a.words > b.words
}

func (f *flagger) same(i, j int) bool {
	d := f.doc
	a, b := d.Paragraphs[i].Words, d.Paragraphs[j].Words
	return sameWords(d.Words[a[0]:a[1]], d.Words[b[0]:b[1]])
}

// headingWords is how many words a subheading may have.
const headingWords = 12

func (f *flagger) middle(first, last int) {
	for i := first + 1; i < last; i++ {
		l := &f.lines[i]
		if !l.prose && !l.furniture && !l.item && !l.set && l.words <= headingWords && f.opensHigh(i) {
			l.heading = true
		}
	}
}

func (f *flagger) opensHigh(i int) bool {
	p := f.doc.Paragraphs[i]
	body := p.Of(f.doc.Text)
	r, _ := utf8.DecodeRuneInString(body)
	end, _ := utf8.DecodeLastRuneInString(body)
	return !unicode.IsLower(r) && end != ',' && end != ';' && end != ':'
}

// tail judges the lines below the last prose: links, unless that prose
// announces a list, or block quotations that go on there or are signed.
func (f *flagger) tail(last int) {
	body := f.doc.Paragraphs[last].Of(f.doc.Text)
	if body[len(body)-1] == ':' {
		return
	}
	goesOn := f.lines[last].set
	for i := last + 1; i < len(f.lines); i++ {
		l := &f.lines[i]
		if goesOn = l.set && (goesOn || i+1 < len(f.lines) && f.lines[i+1].set && f.lines[i+1].item); goesOn {
			continue
		}
		if !l.item && !l.quoted && l.words <= lang.ShortLine {
			l.furniture = true
		}
	}
}

func sameWords(a, b []Word) bool {
	if len(a) != len(b) || len(a) == 0 {
		return false
	}
	for i := range a {
		if a[i].Lower != b[i].Lower {
			return false
		}
	}
	return true
}
