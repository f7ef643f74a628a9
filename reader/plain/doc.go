// Package plain turns foreign bytes into plain text: bytes of any encoding
// into UTF-8, and HTML into paragraphs.
//
// It is the first thing that happens to whatever was fetched or opened; feed,
// extract and reader stand on it:
//
//	s := plain.Decode(body, "text/html; charset=windows-1251") // UTF-8
//	plain.HTML("<p>One &amp; two</p><p>three</p>")             // "One & two\n\nthree"
//
// It fetches nothing, picks nothing out of a page and never fails: where the
// bytes lie about their encoding, it makes the best of them.
package plain
