package feed

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// repair makes a document of what stands there: nothing before the root
// element, no declaration (the text is UTF-8 by now, whatever it says), no
// character that XML forbids. It gives the root's local name in lower case;
// "" where there is no element at all.
func repair(s string) (string, string) {
	s = strings.Map(func(r rune) rune {
		if r < 0x20 && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF {
			return ' '
		}
		return r
	}, s)
	s = forbidden.ReplaceAllString(s, " ")
	at := rootAt(s)
	if at < 0 {
		return s, ""
	}
	s = s[at:]
	name := rootName.FindStringSubmatch(s)
	if name == nil {
		return s, ""
	}
	local := strings.ToLower(name[1])
	if i := strings.LastIndexByte(local, ':'); i >= 0 {
		local = local[i+1:]
	}
	if local == "rdf" {
		s = about.ReplaceAllString(s, "$0<guid>$1</guid>")
	}
	return s, local
}

var (
	rootName = regexp.MustCompile(`^<([A-Za-z_][\w.:-]{0,60})`)
	// forbidden are references to characters that XML 1.0 does not have.
	forbidden = regexp.MustCompile(`&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])|[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F]))\b;?`)
	// about is an RDF item's identity, which gofeed overlooks.
	about = regexp.MustCompile(`<item\s[^>]*?\brdf:about\s*=\s*["']([^"'<>]+)["'][^>]*>`)
)

// rootAt skips text, comments, declarations and processing instructions before
// the first element; -1 where there is none.
func rootAt(s string) int {
	at := 0
	for {
		i := strings.IndexByte(s[at:], '<')
		if i < 0 {
			return -1
		}
		at += i
		rest := s[at:]
		var end string
		switch {
		case strings.HasPrefix(rest, "<!--"):
			end = "-->"
		case strings.HasPrefix(rest, "<?"):
			end = ">"
		case strings.HasPrefix(rest, "<!"):
			end = ">"
			if open, closed := strings.IndexByte(rest, '['), strings.IndexByte(rest, '>'); open >= 0 && open < closed {
				end = "]>"
			}
		default:
			if r, _ := utf8.DecodeRuneInString(rest[1:]); r == '_' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' {
				return at
			}
			end = "<"
		}
		skip := strings.Index(rest[1:], end)
		if skip < 0 {
			return -1
		}
		at += 1 + skip
		if end != "<" {
			at += len(end)
		}
	}
}

// Bounds of the salvage: entries that are tried one by one, and the size of
// the feed's head that each try repeats.
const (
	maxTries = 300
	maxHead  = 32 << 10
)

var (
	itemOpen  = regexp.MustCompile(`<(?:[A-Za-z][\w-]{0,20}:)?(item|entry)(?:\s[^<>]*)?>`)
	itemClose = regexp.MustCompile(`</(?:[A-Za-z][\w-]{0,20}:)?(item|entry)\s*>`)
)

// salvage saves the whole entries of a feed that cannot be parsed in whole, or
// in which none were found: first by closing it after its last whole entry,
// then by trying each entry by itself; each time below the feed's own head and
// then below an empty one. cause is the parser's complaint, given back where
// nothing is left.
func salvage(s, root string, cause error) (*document, error) {
	opens := itemOpen.FindAllStringIndex(s, maxTries)
	closes := itemClose.FindAllStringIndex(s, -1)
	if len(opens) == 0 { // a feed without entries that lacks its end
		if d, err := parseXML(s + tail(s, root)); err == nil && (d.Title != "" || d.Link != "") {
			return d, nil
		}
	}
	if len(opens) == 0 || len(closes) == 0 {
		return nil, cause
	}
	first, last := opens[0][0], closes[len(closes)-1][1]
	for _, head := range [...]string{s[:first], bareHead(s, root)} {
		end := tail(head, root)
		if last > first {
			if d, err := parseXML(head + s[first:last] + end); err == nil && len(d.Items) > 0 {
				return d, nil
			}
		}
		if len(head) > maxHead {
			continue
		}
		if d := oneByOne(s, head, end, opens, closes); d != nil {
			return d, nil
		}
	}
	return nil, cause
}

// oneByOne tries each entry by itself, so a broken one costs only itself; nil
// where all are.
func oneByOne(s, head, end string, opens, closes [][]int) *document {
	var whole *document
	k := 0
	for i, o := range opens {
		for k < len(closes) && closes[k][0] < o[1] {
			k++
		}
		if k == len(closes) {
			break
		}
		if i+1 < len(opens) && opens[i+1][0] < closes[k][0] {
			continue // it has no end of its own
		}
		entry := s[o[0]:closes[k][1]]
		d, err := parseXML(head + entry + end)
		if err != nil || len(d.Items) != 1 {
			d, err = parseXML(head + ampersand(entry) + end)
		}
		switch {
		case err != nil || len(d.Items) != 1:
		case whole == nil:
			whole = d
		default:
			whole.Items, whole.permalinks = append(whole.Items, d.Items...), append(whole.permalinks, d.permalinks...)
		}
	}
	return whole
}

// bareHead is the root's own tag with nothing that could swallow an entry.
func bareHead(s, root string) string {
	head, _, _ := strings.Cut(s, ">")
	if root == "rss" {
		return head + "><channel>"
	}
	return head + ">"
}

// tail closes what a feed's head leaves open.
func tail(head, root string) string {
	name := rootName.FindStringSubmatch(head)
	if name == nil {
		return ""
	}
	if root != "rss" && (root != "rdf" || strings.Contains(head, "</channel")) {
		return "</" + name[1] + ">"
	}
	if !strings.Contains(head, "<channel") || strings.Contains(head, "</channel") {
		return "</" + name[1] + ">"
	}
	return "</channel></" + name[1] + ">"
}

var bareAmpersand = regexp.MustCompile(`&([^#\w]|$)`)

// ampersand escapes those that begin no reference.
func ampersand(s string) string { return bareAmpersand.ReplaceAllString(s, "&amp;$1") }
