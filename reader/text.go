package reader

import (
	"strings"

	"herald/news"
	"herald/reader/plain"
	"herald/text"
)

// Text is the article in a plain text: paragraphs are parted by blank lines,
// or by single newlines where there are no blank lines; the headline above the
// story becomes the title where none is given. It is pure and always gives
// what is there.
func Text(title, pasted string) news.Article {
	a := news.Article{Title: plain.Line(title), Body: plain.Text(pasted)}
	if a.Title == "" {
		// The headline stays in its place: with it known, what stands above
		// it is told from the story. finish takes both out.
		a.Title, _ = text.Headline(a.Body, "")
		a.Title = flow(a.Title)
	}
	finish(&a)
	return a
}

// markdown takes the marks off a text in Markdown, but for the sign of a block
// quotation: what is left reads as a plain text does. Front matter gives the title.
func markdown(s string) (title, body string) {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	if strings.HasPrefix(s, "---\n") {
		if end := strings.Index(s[4:], "\n---"); end >= 0 {
			for _, l := range strings.Split(s[4:4+end], "\n") {
				if v, ok := strings.CutPrefix(l, "title:"); ok {
					title = strings.Trim(strings.TrimSpace(v), `"'`)
				}
			}
			s = s[4+end+4:]
		}
	}
	var out []string
	fenced, inQuote := false, false
	for _, l := range strings.Split(s, "\n") {
		t := strings.TrimSpace(l)
		if strings.HasPrefix(t, "```") || strings.HasPrefix(t, "~~~") {
			fenced = !fenced
			continue
		}
		if fenced {
			continue
		}
		if strings.HasPrefix(t, "#") {
			h := strings.TrimSpace(strings.Trim(t, "#"))
			if title == "" && strings.HasPrefix(t, "# ") {
				title = inline(h)
				continue
			}
			out = append(out, "", inline(h), "")
			continue
		}
		if t != "" && strings.Trim(t, "=-*_ ") == "" { // a rule, or the line under a heading
			if n := len(out); n > 0 && out[n-1] != "" && title == "" && strings.Trim(t, "=") == "" {
				title, out = out[n-1], out[:n-1]
			}
			out = append(out, "")
			continue
		}
		quoted := strings.HasPrefix(t, ">")
		if t = strings.TrimLeft(t, "> "); quoted && t == "" {
			out, inQuote = append(out, ""), false
			continue
		}
		for _, bullet := range [...]string{"- ", "* ", "+ "} {
			if rest, ok := strings.CutPrefix(t, bullet); ok {
				out, t, inQuote = append(out, ""), rest, false
			}
		}
		t = inline(t)
		switch n := len(out); {
		case quoted && inQuote && n > 0 && out[n-1] != "": // one paragraph, broken at a column
			out[n-1] += " " + t
		case quoted:
			out = append(out, "", plain.Sign+t)
		case inQuote:
			out = append(out, "", t)
		default:
			out = append(out, t)
		}
		inQuote = quoted
	}
	return title, strings.Join(out, "\n")
}

// inline takes emphasis and links off a line of Markdown.
func inline(s string) string {
	s = images.ReplaceAllString(s, "")
	s = links.ReplaceAllString(s, "$1")
	s = strong.ReplaceAllString(s, "$2")
	s = emphasis.ReplaceAllString(s, "$1$2$3")
	return strings.ReplaceAll(s, "`", "")
}
