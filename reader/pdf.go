package reader

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/ledongthuc/pdf"

	"herald/news"
)

// Bounds of a PDF: a long report has some hundred pages, a page some thousand
// letters, and a tree of pages hardly ten levels.
const (
	maxPages   = 300
	maxLetters = 2_000_000
	maxDepth   = 40
	maxContent = 8 << 20 // of one page, unpacked
	maxReading = 5 * time.Second
)

// pdfArticle is the article in a PDF. The parser panics on what it does not
// understand, and may run in circles where a document does; either is a
// document that herald cannot read.
func pdfArticle(b []byte) (a news.Article, err error) {
	defer func() {
		if r := recover(); r != nil {
			a, err = news.Article{}, fmt.Errorf("%w: the PDF parser gave up: %v", news.ErrNotReadable, r)
		}
	}()
	doc, err := pdf.NewReader(&patient{bytes.NewReader(b), time.Now().Add(maxReading)}, int64(len(b)))
	if err != nil {
		return news.Article{}, fmt.Errorf("%w: %w", news.ErrNotReadable, err)
	}
	var lines []pdfLine
	letters := 0
	for _, page := range pdfPages(doc.Trailer().Key("Root").Key("Pages"), nil, 0) {
		found := pdfLines(page.Content().Text)
		for _, l := range found {
			letters += len(l.text)
		}
		if lines = append(lines, found...); letters > maxLetters {
			break
		}
	}
	title, body := reflow(lines)
	if body == "" { // pictures of pages, without a text
		return news.Article{}, news.ErrNoArticle
	}
	if info := strings.TrimSpace(doc.Trailer().Key("Info").Key("Title").Text()); title == "" && strings.Contains(info, " ") {
		title = info
	}
	return worth(Text(title, body))
}

// patient is a document that loses its patience: after a while each read
// panics, which ends a parser that runs in circles. The parser keeps nothing
// in memory, so it cannot go on without reading.
type patient struct {
	in  io.ReaderAt
	end time.Time
}

func (p *patient) ReadAt(b []byte, at int64) (int, error) {
	if time.Now().After(p.end) {
		panic("it takes too long")
	}
	return p.in.ReadAt(b, at)
}

// pdfPages walks the tree of pages. The library's own walk goes round for ever
// in a tree that contains itself.
func pdfPages(node pdf.Value, found []pdf.Page, depth int) []pdf.Page {
	if depth > maxDepth || len(found) >= maxPages {
		return found
	}
	if node.Key("Type").Name() == "Page" {
		if page := (pdf.Page{V: node}); modest(node) {
			found = append(found, page)
		}
		return found
	}
	kids := node.Key("Kids")
	for i := 0; i < kids.Len() && len(found) < maxPages; i++ {
		found = pdfPages(kids.Index(i), found, depth+1)
	}
	return found
}

// modest says that a page unpacks to no more than a page is, and that its
// parents come to an end.
func modest(page pdf.Value) bool {
	above := 0
	for v := page; !v.IsNull(); v = v.Key("Parent") {
		if above++; above > maxDepth {
			return false
		}
	}
	content := page.Key("Contents")
	streams := []pdf.Value{content}
	if content.Kind() == pdf.Array {
		streams = streams[:0]
		for i := range min(content.Len(), 1000) {
			streams = append(streams, content.Index(i))
		}
	}
	left := int64(maxContent)
	for _, s := range streams {
		if s.Kind() != pdf.Stream {
			continue
		}
		in := s.Reader()
		n, _ := io.CopyN(io.Discard, in, left+1) // what it cannot unpack, the parser will complain about
		_ = in.Close()
		if left -= n; left < 0 {
			return false
		}
	}
	return true
}
