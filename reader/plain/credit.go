package plain

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var creditClass = regexp.MustCompile(`(?i)\b(?:author|attribution|credit|byline|source|cite|citation)\b`)

// credits are the elements at a quotation's end that say whose it is.
func credits(n *html.Node) []*html.Node {
	var list []*html.Node
	for c := n.LastChild; c != nil; c = c.PrevSibling {
		if empty(c) || c.DataAtom == atom.Br {
			continue
		}
		if c.Type != html.ElementNode {
			break
		}
		if (c.DataAtom == atom.Cite || c.DataAtom == atom.Footer || creditClass.MatchString(attr(c, "class"))) && apart(c) {
			list = append(list, c)
			continue
		}
		list = append(list, credits(c)...)
		break
	}
	slices.Reverse(list)
	return list
}

// apart says that an element is no part of the sentence before it: it is a
// block, or stands behind a sentence's end, a dash or nothing.
func apart(n *html.Node) bool {
	p := n.PrevSibling
	for p != nil && empty(p) {
		p = p.PrevSibling
	}
	if p == nil {
		return Block(n) || n.Parent != nil && n.Parent.PrevSibling != nil
	}
	if Block(n) || Block(p) || p.DataAtom == atom.Br {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimSpace(raw(p, nil)))
	return strings.ContainsRune(".!?…—–-\"”»", last)
}

// empty says that a node shows nothing.
func empty(n *html.Node) bool {
	return n.Type == html.CommentNode || n.Type == html.TextNode && strings.TrimSpace(n.Data) == ""
}

// unframe takes away the figure around a quotation and no picture. Its caption
// becomes the quotation's credit.
func unframe(b *html.Node) {
	f := b.Parent
	if f == nil || f.Parent == nil || f.DataAtom != atom.Figure || has(f, atom.Img, atom.Video, atom.Picture, atom.Svg, atom.Iframe) {
		return
	}
	for c := f.FirstChild; c != nil; c = f.FirstChild {
		f.RemoveChild(c)
		if c.DataAtom == atom.Figcaption {
			c.DataAtom, c.Data = atom.Footer, "footer"
			b.AppendChild(c)
			continue
		}
		f.Parent.InsertBefore(c, f)
	}
	f.Parent.RemoveChild(f)
}
