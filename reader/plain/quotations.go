package plain

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Sign opens a paragraph of a plain text that is a block quotation, as in
// Markdown and in e-mail.
const Sign = "> "

// Quotation is a block quotation of a page.
type Quotation struct {
	Letters    string   // letters and digits of all that the element holds, small: what it is known by whatever became of its tags
	Paragraphs []string // as Node gives them: behind Sign, its credit last and behind a dash; none where the element is the empty frame of a post
}

// Quotations readies a tree for those who take its tags off, so that its
// quotations outlive them, and lists the block quotations:
//
//   - a q gets the marks that browsers draw around it;
//   - a pull quote that says again what the page says elsewhere is taken out;
//   - a figure around a blockquote is taken away, since what stands in a figure
//     counts as a picture, and its caption is the quotation's credit.
//
// A blockquote that holds a table, code, a form or headings is a page's layout
// and no quotation.
func Quotations(root *html.Node) []Quotation {
	var found elements
	found.collect(root)
	for _, q := range found.inline {
		setMarks(q)
	}
	if len(found.pulled) > 0 {
		all := Letters(raw(root, nil))
		for _, p := range found.pulled {
			if said := Letters(raw(p, among(credits(p)))); len(said) >= shortest && strings.Count(all, said) > 1 {
				p.Parent.RemoveChild(p)
			}
		}
	}
	var list []Quotation
	for _, b := range found.blocks {
		if layout(b) {
			continue
		}
		unframe(b)
		var w writer
		list = append(list, Quotation{Letters(raw(b, nil)), w.quotation(b)})
	}
	return list
}

const (
	shortest = 12 // bytes of letters below which words are repeated by chance
	mostPull = 20 // pull quotes of a page that are compared with it
)

// elements of a tree that quote; of blocks the outermost.
type elements struct{ blocks, pulled, inline []*html.Node }

var pullQuote = regexp.MustCompile(`(?i)\bpull-?quote`)

func (e *elements) collect(n *html.Node) {
	if n.Type == html.ElementNode {
		if Hidden(n) {
			return
		}
		if n.Parent != nil && n.DataAtom != atom.Body && len(e.pulled) < mostPull && pullQuote.MatchString(attr(n, "class")) {
			e.pulled = append(e.pulled, n)
		}
		switch n.DataAtom {
		case atom.Q:
			e.inline = append(e.inline, n)
		case atom.Blockquote:
			if k := len(e.blocks); n.Parent != nil && (k == 0 || !inside(n, e.blocks[k-1])) {
				e.blocks = append(e.blocks, n)
			}
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		e.collect(c)
	}
}

func inside(n, of *html.Node) bool {
	for n != nil && n != of {
		n = n.Parent
	}
	return n != nil
}

// setMarks puts marks around the words of a q, unless the page has its own.
func setMarks(q *html.Node) {
	const own = "\"'“”„«»‘’"
	first, _ := utf8.DecodeRuneInString(strings.TrimSpace(raw(q, nil)))
	if q.FirstChild == nil || first == utf8.RuneError || strings.ContainsRune(own, first) {
		return
	}
	if p := q.PrevSibling; p != nil && p.Type == html.TextNode {
		if last, _ := utf8.DecodeLastRuneInString(p.Data); strings.ContainsRune(own, last) {
			return
		}
	}
	q.InsertBefore(&html.Node{Type: html.TextNode, Data: "“"}, q.FirstChild)
	q.AppendChild(&html.Node{Type: html.TextNode, Data: "”"})
	q.DataAtom, q.Data, q.Attr = atom.Span, "span", nil
}

// layout says that a blockquote is a page's way to indent: it holds what no
// quotation does.
func layout(b *html.Node) bool {
	return has(b, atom.Table, atom.Pre, atom.Form, atom.H1, atom.H2, atom.H3, atom.Article)
}

// quotation gives the paragraphs of a blockquote behind Sign, and whose it is
// as the last of them.
func (w *writer) quotation(b *html.Node) []string {
	signed := credits(b)
	var names []string
	for _, c := range signed {
		names = append(names, inLine(raw(c, nil)))
	}
	left := among(signed)
	switch class := attr(b, "class"); {
	case strings.Contains(class, "fb-xfbml"):
		// "Posted by X on Monday" stands loose behind the post.
		if name := childOf(b, atom.A); name != nil && childOf(b, atom.P) != nil {
			names = append(names, inLine(raw(name, nil)))
			left = func(n *html.Node) bool { return n.Parent == b && n.DataAtom != atom.P }
		}
	case strings.Contains(class, "instagram-media"), strings.Contains(class, "tiktok-embed"):
		left = func(n *html.Node) bool { return n.DataAtom == atom.A && !strings.Contains(raw(n, nil), "(@") }
	case strings.Contains(class, "twitter-"):
		left = func(n *html.Node) bool {
			return n.DataAtom == atom.A && n.Parent != b && shortLink.MatchString(strings.TrimSpace(raw(n, nil)))
		}
	}
	in := writer{plain: true, skip: func(n *html.Node) bool { return left(n) || w.skip != nil && w.skip(n) }}
	for c := b.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.TextNode || !left(c) {
			in.walk(c)
		}
	}
	in.end()
	said := slices.DeleteFunc(in.done, func(p string) bool { return strings.Trim(p, "> ") == "" })
	if len(said) == 0 || len(said) == 1 && handle.MatchString(said[0]) {
		return nil
	}
	list := make([]string, 0, len(said)+len(names))
	for _, p := range said {
		list = append(list, Sign+strings.TrimLeft(p, "> "))
	}
	for _, n := range names {
		if n = strings.TrimLeft(n, "—–-―~ \u00a0"); n != "" {
			list = append(list, Sign+"— "+n)
		}
	}
	return list
}

// shortLink is how a post shows a link or a picture of its own.
var shortLink = regexp.MustCompile(`^(?:https?://\S+|pic\.twitter\.com/\S+)$`)

// handle is a paragraph that only says whose post it is.
var handle = regexp.MustCompile(`^.*\(@[\w.]+\).{0,60}$`)

func among(list []*html.Node) func(*html.Node) bool {
	return func(n *html.Node) bool { return slices.Contains(list, n) }
}

func childOf(n *html.Node, kind atom.Atom) *html.Node {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.DataAtom == kind {
			return c
		}
	}
	return nil
}

// has says that an element of one of the kinds stands in a tree.
func has(n *html.Node, kinds ...atom.Atom) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && slices.Contains(kinds, c.DataAtom) || has(c, kinds...) {
			return true
		}
	}
	return false
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// raw is all text of a tree, without what is hidden or skipped.
func raw(n *html.Node, skip func(*html.Node) bool) string {
	var b strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		switch {
		case n.Type == html.TextNode:
			b.WriteString(n.Data)
		case Hidden(n) || skip != nil && skip(n):
		default:
			for c := n.FirstChild; c != nil; c = c.NextSibling {
				walk(c)
			}
		}
	}
	walk(n)
	return tidy(b.String())
}

func inLine(s string) string { return strings.Join(strings.FieldsFunc(s, space), " ") }

// Letters are the letters and digits of a text, small.
func Letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

// Unquote takes the signs off a text that stands in quotations for the most
// part though nothing leads to them and nobody signs: its page used them as
// its margins.
func Unquote(s string) string {
	const most = 0.6
	if !strings.Contains(s, Sign) {
		return s
	}
	pars := strings.Split(s, "\n\n")
	quoted := 0
	for i, p := range pars {
		if !strings.HasPrefix(p, Sign) {
			continue
		}
		if i > 0 && quoted == 0 && strings.HasSuffix(pars[i-1], ":") || strings.HasPrefix(p, Sign+"— ") {
			return s
		}
		quoted += len(p)
	}
	if float64(quoted) < most*float64(len(s)) {
		return s
	}
	for i := range pars {
		pars[i] = strings.TrimPrefix(pars[i], Sign)
	}
	return strings.Join(pars, "\n\n")
}
