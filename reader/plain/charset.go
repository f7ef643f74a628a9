package plain

import (
	"bytes"
	"mime"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/gogs/chardet"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// declared is how far into a document its own statement of the encoding is
// looked for. HTML asks for it within 1,024 bytes; pages that begin with
// comments and scripts come later.
const declared = 8 << 10

// sample is how many bytes the detector sees: it needs 1 ms for a few
// paragraphs and grows no wiser after that.
const sample = 32 << 10

var (
	xmlEncoding = regexp.MustCompile(`(?i)<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([\w.:+-]{1,40})`)
	metaCharset = regexp.MustCompile(`(?i)<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:+-]{1,40})`)
)

// Decode gives the bytes of a document as valid UTF-8 without a byte order
// mark and without NUL. contentType is the header of that name, and may be "".
// What decides, in this order: a byte order mark; the zero bytes of UTF-16 and
// UTF-32; bytes that are valid UTF-8 beyond ASCII, whatever is declared; the
// header; the document's own declaration; a detector over the bytes; at last
// windows-1252. Single bad bytes in UTF-8 are read as windows-1252, since that
// is how a pasted quotation mark gets there.
func Decode(b []byte, contentType string) string {
	if enc, n := byMark(b); enc != nil {
		return clean(decode(enc, b[n:]))
	} else if n > 0 {
		return clean(mend(b[n:]))
	}
	if enc := byZeroes(b); enc != nil {
		return clean(decode(enc, b))
	}
	labels := [2]string{}
	if _, params, err := mime.ParseMediaType(contentType); err == nil {
		labels[0] = params["charset"]
	}
	head := b[:min(len(b), declared)]
	if m := xmlEncoding.FindSubmatch(head); m != nil {
		labels[1] = string(m[1])
	} else if m := metaCharset.FindSubmatch(head); m != nil {
		labels[1] = string(m[1])
	}
	ascii, valid := judge(b)
	for _, label := range labels {
		enc, name := lookup(label)
		if enc == nil {
			continue
		}
		if stateful(name) { // looks like ASCII and is not
			return clean(decode(enc, b))
		}
		if ascii || valid || name == "utf-8" && mostlyUTF8(b) {
			return clean(mend(b))
		}
		if name == "utf-8" || strings.HasPrefix(name, "utf-16") { // declared, and it is not
			continue
		}
		return clean(decode(enc, b))
	}
	if ascii || valid || mostlyUTF8(b) {
		return clean(mend(b))
	}
	if enc := detect(b); enc != nil {
		return clean(decode(enc, b))
	}
	return clean(decode(charmap.Windows1252, b))
}

// byMark reads a byte order mark: the encoding with the mark's length, or nil
// with 3 for UTF-8.
func byMark(b []byte) (encoding.Encoding, int) {
	switch {
	case bytes.HasPrefix(b, []byte{0xEF, 0xBB, 0xBF}):
		return nil, 3
	case bytes.HasPrefix(b, []byte{0, 0, 0xFE, 0xFF}):
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), 4
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE, 0, 0}):
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM), 4
	case bytes.HasPrefix(b, []byte{0xFE, 0xFF}):
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), 2
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE}):
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), 2
	}
	return nil, 0
}

// byZeroes knows UTF-16 and UTF-32 without a mark by how "<" or "{" with the
// character after it are written, and EBCDIC by its "<?xm" (XML 1.0, appendix F).
func byZeroes(b []byte) encoding.Encoding {
	if len(b) < 8 {
		return nil
	}
	if bytes.HasPrefix(b, []byte{0x4C, 0x6F, 0xA7, 0x94}) {
		return charmap.CodePage037
	}
	zero := func(pattern string) bool {
		for i, p := range pattern {
			if (b[i] == 0) != (p == '0') {
				return false
			}
		}
		return true
	}
	switch {
	case zero("000x000x"):
		return utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)
	case zero("x000x000"):
		return utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)
	case zero("0x0x0x0x"):
		return unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	case zero("x0x0x0x0"):
		return unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	}
	return nil
}

// lookup finds an encoding by the web's labels, and else by IANA's names,
// which XML uses too.
func lookup(label string) (encoding.Encoding, string) {
	if label == "" {
		return nil, ""
	}
	if enc, name := charset.Lookup(label); enc != nil {
		return enc, name
	}
	enc, err := ianaindex.IANA.Encoding(label)
	if err != nil || enc == nil {
		return nil, ""
	}
	return enc, strings.ToLower(label)
}

// stateful encodings switch their alphabet by escape sequences of ASCII.
func stateful(name string) bool {
	switch name {
	case "iso-2022-jp", "hz-gb-2312":
		return true
	}
	return strings.HasPrefix(name, "ibm037") || name == "cp037"
}

// judge says whether all is ASCII, and whether all is valid UTF-8.
func judge(b []byte) (ascii, valid bool) {
	ascii = true
	for _, c := range b {
		if c >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	return ascii, ascii || utf8.Valid(b)
}

// mostlyUTF8 says that the bytes are UTF-8 with accidents, and no other
// encoding: at least four whole characters for each byte that fits none.
func mostlyUTF8(b []byte) bool {
	good, bad := 0, 0
	for len(b) > 0 {
		if b[0] < utf8.RuneSelf {
			b = b[1:]
			continue
		}
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		b = b[n:]
	}
	return good >= 4*bad
}

// detect guesses by the frequency of letters.
func detect(b []byte) encoding.Encoding {
	// Markup is ASCII in every candidate and only dilutes the letters.
	text := make([]byte, 0, sample)
	tag := false
	for _, c := range b {
		switch {
		case c == '<':
			tag = true
		case c == '>':
			tag = false
		case !tag:
			text = append(text, c)
		}
		if len(text) == sample {
			break
		}
	}
	best, err := chardet.NewTextDetector().DetectBest(text)
	if err != nil {
		return nil
	}
	enc, _ := lookup(best.Charset)
	return enc
}

// decode never fails: what an encoding does not hold becomes U+FFFD.
func decode(enc encoding.Encoding, b []byte) string {
	out, err := enc.NewDecoder().Bytes(b)
	if err != nil && len(out) == 0 {
		return mend(b)
	}
	return string(out)
}

// mend makes valid UTF-8: a byte that fits nowhere is read as windows-1252.
func mend(b []byte) string {
	if utf8.Valid(b) {
		return string(b)
	}
	var out strings.Builder
	out.Grow(len(b) + len(b)/16)
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		if r == utf8.RuneError && n == 1 {
			r = charmap.Windows1252.DecodeByte(b[0])
		}
		out.WriteRune(r)
		b = b[n:]
	}
	return out.String()
}

// clean drops NUL and a stray byte order mark, and reads the C1 controls as
// what their authors meant: windows-1252's punctuation.
func clean(s string) string {
	s = strings.TrimPrefix(s, "\uFEFF")
	odd := func(r rune) bool { return r == 0 || r >= 0x80 && r <= 0x9F }
	if strings.IndexFunc(s, odd) < 0 {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == 0:
			return -1
		case r >= 0x80 && r <= 0x9F && r != 0x85:
			return charmap.Windows1252.DecodeByte(byte(r))
		case r == 0x85:
			return '…'
		}
		return r
	}, s)
}
