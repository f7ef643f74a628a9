package reader

import (
	"math"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ledongthuc/pdf"
)

// pdfLine is a line as it is printed. Sizes are in points, y grows upwards.
type pdfLine struct {
	text      string
	size      float64
	left, y   float64
	right     float64
	firstLine bool // of its page
}

// pdfLines joins the letters of a page into lines, in the order in which the
// page prints them, so columns stay columns.
func pdfLines(letters []pdf.Text) []pdfLine {
	var lines []pdfLine
	var b strings.Builder
	var cur pdfLine
	flush := func() {
		if t := strings.TrimSpace(b.String()); t != "" {
			cur.text = strings.Join(strings.Fields(t), " ")
			cur.firstLine = len(lines) == 0
			lines = append(lines, cur)
		}
		b.Reset()
	}
	gap := wordGap(letters)
	for i, l := range letters {
		if l.S == "" || l.S == "\n" {
			continue
		}
		if b.Len() > 0 {
			prev := letters[i-1]
			height := math.Max(cur.size, 1)
			switch {
			case math.Abs(l.Y-cur.y) > height*0.5 || l.X < cur.right-3*height:
				flush()
			case l.X-cur.right > height*gap && l.S != " " && prev.S != " ":
				b.WriteByte(' ')
			}
		}
		if b.Len() == 0 {
			cur = pdfLine{size: l.FontSize, left: l.X, y: l.Y}
		}
		b.WriteString(ligatures.Replace(l.S))
		cur.right = l.X + l.W
		cur.size = math.Max(cur.size, l.FontSize)
	}
	flush()
	return lines
}

// wordGap is how wide a gap between two letters is, in parts of their height,
// where a word ends. A page that prints its spaces says so itself, and its
// narrower gaps are kerning ("We", "fr om"); one that prints none sets its
// words apart by moving on. Where the font does not tell how wide its letters
// are, a gap says nothing.
func wordGap(letters []pdf.Text) float64 {
	const printed, moved = 0.8, 0.2
	spaces, width := 0, 0.0
	for _, l := range letters {
		if l.S == " " {
			spaces++
		}
		width += l.W
	}
	switch {
	case spaces*15 <= len(letters): // words of fourteen letters on average would be long in any language
		return moved
	case width == 0:
		return math.Inf(1)
	}
	return printed
}

// ligatures are letters that a printer joins and a reader's search does not.
var ligatures = strings.NewReplacer("ﬀ", "ff", "ﬁ", "fi", "ﬂ", "fl", "ﬃ", "ffi", "ﬄ", "ffl", "ﬅ", "ft", "ﬆ", "st")

// reflow joins printed lines into paragraphs: a paragraph ends where the gap
// to the next line is wider than between lines, where the next line is
// indented, where the size changes, or where a line that ends a sentence is
// clearly short. A hyphen at a line's end joins a word. The largest lines at
// the beginning are the title.
func reflow(lines []pdfLine) (title, body string) {
	if len(lines) == 0 {
		return "", ""
	}
	normal, gap, width := usual(lines)
	var pars []string
	var par strings.Builder
	flush := func() {
		if par.Len() > 0 {
			pars = append(pars, par.String())
			par.Reset()
		}
	}
	for i, l := range lines {
		if i > 0 {
			prev := lines[i-1]
			dy := prev.y - l.y
			short := prev.right-prev.left < 0.8*width
			ends := endsSentence(prev.text)
			switch {
			case math.Abs(prev.size-l.size) > 0.15*normal,
				!l.firstLine && dy > 1.4*gap,
				!l.firstLine && dy < 0 && ends, // the next column
				l.firstLine && ends && short,
				!l.firstLine && l.left-prev.left > 0.8*normal && ends,
				short && ends:
				flush()
			}
		}
		appendLine(&par, l.text)
	}
	flush()
	// The headline: the first lines where they are set larger than the text.
	var head []string
	for len(pars) > 1 && len(head) < len(lines) && lines[len(head)].size > 1.15*normal {
		head = append(head, lines[len(head)].text)
	}
	if len(head) > 0 {
		title = strings.Join(head, " ")
		rest := strings.Join(pars, "\n\n")
		if strings.HasPrefix(rest, title) && utf8.RuneCountInString(title) < 300 {
			return title, strings.TrimSpace(rest[len(title):])
		}
		title = ""
	}
	return title, strings.Join(pars, "\n\n")
}

func appendLine(par *strings.Builder, line string) {
	s := par.String()
	if s == "" {
		par.WriteString(line)
		return
	}
	next, _ := utf8.DecodeRuneInString(line)
	if cut, ok := strings.CutSuffix(s, "-"); ok && unicode.IsLower(next) {
		before, _ := utf8.DecodeLastRuneInString(cut)
		if unicode.IsLetter(before) {
			par.Reset()
			par.WriteString(cut + line)
			return
		}
	}
	par.WriteByte(' ')
	par.WriteString(line)
}

// usual is the size of most letters, the usual gap between two lines of a
// paragraph (the smaller ones: between short paragraphs are as many wide gaps)
// and the usual width of a full line.
func usual(lines []pdfLine) (size, gap, width float64) {
	weight := map[float64]int{}
	var gaps, widths []float64
	for i, l := range lines {
		weight[math.Round(l.size*2)/2] += len(l.text)
		widths = append(widths, l.right-l.left)
		if i > 0 && !l.firstLine {
			if dy := lines[i-1].y - l.y; dy > 0 {
				gaps = append(gaps, dy)
			}
		}
	}
	best := 0
	for s, n := range weight {
		if n > best || n == best && s < size {
			size, best = s, n
		}
	}
	sort.Float64s(gaps)
	sort.Float64s(widths)
	gap = size * 1.3
	if len(gaps) > 0 {
		gap = gaps[len(gaps)/4]
	}
	return math.Max(size, 1), gap, widths[len(widths)*3/4]
}

func endsSentence(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, `"'»”’)]`))
	return strings.ContainsRune(".!?…:", r)
}
