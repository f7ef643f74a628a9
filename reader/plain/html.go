package plain

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/text/unicode/norm"
)

// blocks are the elements that begin a paragraph of their own.
var blocks = map[atom.Atom]bool{
	atom.Address: true, atom.Article: true, atom.Aside: true, atom.Blockquote: true, atom.Body: true, atom.Center: true,
	atom.Dd: true, atom.Details: true, atom.Dialog: true, atom.Div: true, atom.Dl: true, atom.Dt: true, atom.Fieldset: true,
	atom.Figcaption: true, atom.Figure: true, atom.Footer: true, atom.Form: true, atom.H1: true, atom.H2: true, atom.H3: true,
	atom.H4: true, atom.H5: true, atom.H6: true, atom.Header: true, atom.Hgroup: true, atom.Hr: true, atom.Html: true,
	atom.Li: true, atom.Main: true, atom.Nav: true, atom.Ol: true, atom.P: true, atom.Pre: true, atom.Section: true,
	atom.Summary: true, atom.Table: true, atom.Tbody: true, atom.Tfoot: true, atom.Thead: true, atom.Tr: true, atom.Ul: true,
	atom.Caption: true, atom.Option: true, atom.Legend: true,
}

// unseen are the elements whose text nobody reads on the page.
var unseen = map[atom.Atom]bool{
	atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Head: true, atom.Iframe: true,
	atom.Object: true, atom.Svg: true, atom.Math: true, atom.Canvas: true, atom.Audio: true, atom.Video: true, atom.Select: true,
	atom.Textarea: true, atom.Button: true, atom.Datalist: true, atom.Noembed: true, atom.Noframes: true, atom.Map: true,
}

// Block says that an element begins a paragraph of its own.
func Block(n *html.Node) bool { return n.Type == html.ElementNode && blocks[n.DataAtom] }

// Hidden says that nobody sees an element: its kind is never shown, or it is
// hidden by its own attributes. Style sheets are not asked.
func Hidden(n *html.Node) bool {
	if n.Type != html.ElementNode {
		return n.Type == html.CommentNode
	}
	if unseen[n.DataAtom] {
		return true
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return a.Val != "until-found"
		case "style":
			if v := strings.ToLower(strings.Join(strings.Fields(a.Val), "")); strings.Contains(v, "display:none") || strings.Contains(v, "visibility:hidden") {
				return true
			}
		}
	}
	return false
}

// HTML gives the text of a piece of HTML as NFC paragraphs parted by one blank
// line. A string without markup comes back as it is, with its spaces in order.
// HTML that is nested deeper than a parser stands loses its tags and keeps its
// text. Quotations are kept as Quotations says.
func HTML(fragment string) string {
	if !strings.ContainsAny(fragment, "<&") {
		return Text(fragment)
	}
	doc, err := html.Parse(strings.NewReader(fragment))
	if err != nil {
		return Text(untag(fragment))
	}
	Quotations(doc)
	return Unquote(Node(doc))
}

// Line is HTML in one line: titles and names.
func Line(fragment string) string {
	return strings.Join(strings.Fields(HTML(fragment)), " ")
}

// Node gives the text of a tree as NFC paragraphs parted by one blank line,
// those of a blockquote behind Sign. Hidden elements are left out.
func Node(n *html.Node) string { return Paragraphs(n, nil) }

// Paragraphs is Node without the elements that skip says yes to.
func Paragraphs(n *html.Node, skip func(*html.Node) bool) string {
	w := writer{skip: skip}
	w.walk(n)
	w.end()
	return tidy(strings.Join(w.done, "\n\n"))
}

// writer gathers words into paragraphs.
type writer struct {
	skip  func(*html.Node) bool
	plain bool // quotations are text like any other
	done  []string
	par   strings.Builder
	gap   bool // a space is due before the next word
	soft  bool // a line break is due: a new paragraph, if the sentence was over
	pre   int
}

func (w *writer) walk(n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		w.text(n.Data)
		return
	case Hidden(n) || w.skip != nil && w.skip(n):
		return
	case n.Type == html.ElementNode:
		switch n.DataAtom {
		case atom.Br:
			w.soft, w.gap = true, true
			if n.NextSibling != nil && onlyBreak(n.NextSibling) {
				w.end()
			}
			return
		case atom.Td, atom.Th, atom.Img:
			w.gap = true
		case atom.Pre:
			w.pre++
			defer func() { w.pre-- }()
		}
	}
	block := Block(n)
	if block {
		w.end()
	}
	if n.DataAtom == atom.Blockquote && !w.plain && !layout(n) {
		w.done = append(w.done, w.quotation(n)...)
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c)
	}
	if block {
		w.end()
	}
}

// onlyBreak says that another line break follows, with nothing but space
// between the two.
func onlyBreak(n *html.Node) bool {
	for n != nil && n.Type == html.TextNode && strings.TrimSpace(n.Data) == "" {
		n = n.NextSibling
	}
	return n != nil && n.DataAtom == atom.Br
}

func (w *writer) text(s string) {
	for s != "" {
		i := strings.IndexFunc(s, space)
		if i != 0 {
			if i < 0 {
				i = len(s)
			}
			w.word(s[:i])
			s = s[i:]
			continue
		}
		r, n := utf8.DecodeRuneInString(s)
		if r == '\n' && w.pre > 0 {
			w.end()
		}
		w.gap, s = true, s[n:]
	}
}

func (w *writer) word(s string) {
	if w.soft && w.par.Len() > 0 {
		first, _ := utf8.DecodeRuneInString(s)
		last, _ := utf8.DecodeLastRuneInString(w.par.String())
		// A break inside a sentence is layout; after one it is a paragraph.
		if !unicode.IsLower(first) || strings.ContainsRune(".!?…", last) {
			w.end()
		}
	}
	w.soft = false
	if w.gap && w.par.Len() > 0 {
		w.par.WriteByte(' ')
	}
	w.gap = false
	w.par.WriteString(s)
}

func (w *writer) end() {
	if w.par.Len() > 0 {
		w.done = append(w.done, w.par.String())
		w.par.Reset()
	}
	w.gap, w.soft = false, false
}

// space parts words: white space and controls. A no-break space parts words
// too, since the lines are not ours.
func space(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }

// tidy gives NFC without the marks that only say where a line may break: a
// soft hyphen inside a name would hide the name.
func tidy(s string) string {
	return norm.NFC.String(strings.NewReplacer("\u00AD", "", "\u200B", "", "\uFEFF", "", "\u2060", "").Replace(s))
}

// untag drops everything between angle brackets.
func untag(s string) string {
	var out strings.Builder
	z := html.NewTokenizer(strings.NewReader(s))
	skip := 0
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out.String()
		case html.TextToken:
			if skip == 0 {
				out.WriteString(html.UnescapeString(string(z.Raw())))
			}
		case html.StartTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			if a == atom.Script || a == atom.Style {
				skip++
			}
			if blocks[a] || a == atom.Br {
				out.WriteString("\n\n")
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			if (a == atom.Script || a == atom.Style) && skip > 0 {
				skip--
			}
			if blocks[a] {
				out.WriteString("\n\n")
			}
		}
	}
}
