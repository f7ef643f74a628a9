package reader

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"herald/news"
	"herald/reader/plain"
)

var (
	images   = regexp.MustCompile(`!\[[^\]]*\]\([^)]*\)`)
	links    = regexp.MustCompile(`\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])`)
	strong   = regexp.MustCompile(`(\*\*|__)([^*_]+)(?:\*\*|__)`)
	emphasis = regexp.MustCompile(`(^|[\s("«“])[*_]([^*_\s][^*_]*)[*_]([\s.,;:!?)"»”]|$)`)
)

// kind is what a document is written in.
type kind int

const (
	unknownKind kind = iota
	htmlKind
	textKind
	markdownKind
	pdfKind
)

// input is standard input, or nothing.
type input = io.Reader

// Document is the article in a file with a name: HTML, plain text, Markdown or
// PDF, or one of them packed as .gz. HTML is told from text by its content.
// The errors are news.ErrNotReadable, news.ErrTooLarge (over the reader's
// MaxDocument, unpacked), news.ErrNoArticle, news.ErrLogin and ctx's.
func (r *Reader) Document(ctx context.Context, name string, in io.Reader) (news.Article, error) {
	b, err := unpack(in, r.opt.MaxDocument)
	if err := ctx.Err(); err != nil {
		return news.Article{}, err
	}
	if err != nil {
		return news.Article{}, fault(name, reason(err), err)
	}
	a, err := r.document(kindByName(name, b), "", b)
	if err != nil {
		return news.Article{}, fault(name, reason(err), err)
	}
	return a, nil
}

// Source is the article of the command line's SOURCE: a file, an address, or
// "-" for standard input.
func (r *Reader) Source(ctx context.Context, arg string, stdin io.Reader) (news.Article, error) {
	if isAddress(arg) {
		return r.Article(ctx, arg)
	}
	b, err := r.readFile(arg, stdin)
	if err != nil {
		return news.Article{}, err
	}
	return r.Document(ctx, arg, bytes.NewReader(b))
}

// isAddress tells an address from a file. A file that exists is one, whatever
// it is called.
func isAddress(arg string) bool {
	if arg == "-" {
		return false
	}
	if strings.Contains(arg, "://") || strings.HasPrefix(strings.ToLower(arg), "feed:") {
		return true
	}
	if _, err := os.Stat(arg); err == nil {
		return false
	}
	host, _, _ := strings.Cut(arg, "/")
	return addressLike.MatchString(host) && kindByExtension(host) == unknownKind
}

// addressLike are example.org, news.example.org:8080 and localhost:8080.
var addressLike = regexp.MustCompile(`^(?i:[\pL\pN-]+(\.[\pL\pN-]+)*\.\pL{2,}(:\d+)?|localhost:\d+|[\d.]+:\d+)$`)

// readFile reads a file, or standard input, unpacked and within the limit.
func (r *Reader) readFile(arg string, stdin io.Reader) ([]byte, error) {
	in := stdin
	if arg != "-" {
		f, err := os.Open(arg)
		if err != nil {
			return nil, fault(arg, errors.New("the file cannot be opened; check its name"), err)
		}
		defer func() { _ = f.Close() }() // it was only read
		if info, err := f.Stat(); err == nil && info.IsDir() {
			return nil, fault(arg, errors.New("that is a folder; give a file in it"), nil)
		}
		in = f
	}
	if in == nil {
		in = strings.NewReader("")
	}
	b, err := unpack(in, r.opt.MaxDocument)
	if err != nil {
		return nil, fault(arg, reason(err), err)
	}
	return b, nil
}

// Unpack reads a document to its end, unpacking it where it is gzipped. More
// than 10 MiB are news.ErrTooLarge.
func Unpack(in io.Reader) ([]byte, error) { return unpack(in, maxDocument) }

func unpack(in io.Reader, limit int64) ([]byte, error) {
	b, err := bounded(in, limit)
	if err != nil || !bytes.HasPrefix(b, []byte{0x1f, 0x8b}) {
		return b, err
	}
	z, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", news.ErrNotReadable, err)
	}
	b, err = bounded(z, limit)
	if err != nil && !errors.Is(err, news.ErrTooLarge) {
		return nil, fmt.Errorf("%w: %w", news.ErrNotReadable, err)
	}
	return b, err
}

// bounded reads up to the limit; more is news.ErrTooLarge.
func bounded(in io.Reader, limit int64) ([]byte, error) {
	b, err := io.ReadAll(io.LimitReader(in, limit+1))
	if int64(len(b)) > limit {
		return nil, news.ErrTooLarge
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", news.ErrNotReadable, err)
	}
	return b, nil
}

// document makes an article of bytes of a known kind.
func (r *Reader) document(k kind, contentType string, b []byte) (news.Article, error) {
	switch k {
	case htmlKind:
		return HTML("", b, contentType)
	case pdfKind:
		return pdfArticle(b)
	case textKind:
		return worth(Text("", plain.Decode(b, contentType)))
	case markdownKind:
		return worth(Text(markdown(plain.Decode(b, contentType))))
	}
	return news.Article{}, news.ErrNotReadable
}

// worth refuses an article without a text.
func worth(a news.Article) (news.Article, error) {
	if a.Body == "" {
		return a, news.ErrNoArticle
	}
	return a, nil
}

// kindByName judges a file by what it holds and, where that is text, by its
// name.
func kindByName(name string, b []byte) kind {
	k := kindOf("", b)
	if k == textKind && kindByExtension(name) == markdownKind {
		return markdownKind
	}
	return k
}

func kindByExtension(name string) kind {
	switch strings.ToLower(filepath.Ext(strings.TrimSuffix(strings.ToLower(name), ".gz"))) {
	case ".html", ".htm", ".xhtml":
		return htmlKind
	case ".txt", ".text":
		return textKind
	case ".md", ".markdown":
		return markdownKind
	case ".pdf":
		return pdfKind
	}
	return unknownKind
}

// kindOf judges by the content type, if one is given, and by the first bytes.
func kindOf(contentType string, b []byte) kind {
	if bytes.HasPrefix(bytes.TrimLeft(b[:min(len(b), 1024)], "\x00 \r\n\t"), []byte("%PDF-")) {
		return pdfKind
	}
	media, _, _ := mime.ParseMediaType(contentType)
	switch media {
	case "text/html", "application/xhtml+xml":
		return htmlKind
	case "text/markdown":
		return markdownKind
	case "text/plain":
		if !looksHTML(b) {
			return textKind
		}
		return htmlKind
	}
	if looksHTML(b) {
		return htmlKind
	}
	sniffed := http.DetectContentType(b)
	if strings.HasPrefix(sniffed, "text/") {
		return textKind
	}
	if sniffed == "application/octet-stream" && len(b) > 0 && readable(b) {
		return textKind
	}
	return unknownKind
}

// readable says that bytes are text in some encoding: hardly any controls.
func readable(b []byte) bool {
	s := plain.Decode(b[:min(len(b), 4096)], "")
	bad, n := 0, 0
	for _, r := range s {
		n++
		if r < 0x20 && r != '\n' && r != '\r' && r != '\t' || r == 0xFFFD {
			bad++
		}
	}
	return n > 0 && bad*50 < n
}

var htmlStart = regexp.MustCompile(`(?i)<(?:!doctype\s+html|html|head|body|title|meta|article|div|p|h1|table|script|style|span|br|section|main|header)\b`)

// looksHTML says that a document begins with markup: its first character but
// for space opens a tag of HTML. A text about HTML does not.
func looksHTML(b []byte) bool {
	s := strings.TrimSpace(plain.Decode(b[:min(len(b), 4096)], ""))
	for strings.HasPrefix(s, "<!--") || strings.HasPrefix(s, "<?") {
		end := strings.Index(s, ">")
		if end < 0 {
			return true
		}
		s = strings.TrimSpace(s[end+1:])
	}
	at := htmlStart.FindStringIndex(s)
	if at == nil {
		return false
	}
	return at[0] == 0 || strings.Contains(strings.ToLower(s[:min(len(s), 2048)]), "<html") || strings.Contains(strings.ToLower(s), "</head>")
}
