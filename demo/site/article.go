package site

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"
)

// written are the articles: a head of "name: value" lines, a blank line, and
// paragraphs parted by blank lines; "## " opens a subheading.
//
//go:embed articles
var written embed.FS

// article is one story of the paper, published or yet to be.
type article struct {
	Lang, Slug                          string
	Title, Section, Byline, Role, Place string
	Picture, Caption, Credit            string
	Blocks                              []block
	Published                           time.Time
}

// block is a paragraph or a subheading.
type block struct {
	Heading bool
	Text    string
}

// Path is the address of the article's page on the site.
func (a article) Path() string { return "/" + a.Lang + "/news/" + a.Slug }

// Lead is the article's first paragraph, which the feeds carry as teaser.
func (a article) Lead() string {
	for _, b := range a.Blocks {
		if !b.Heading {
			return b.Text
		}
	}
	return ""
}

// Minutes is the reading time that the page claims.
func (a article) Minutes() int {
	words := 0
	for _, b := range a.Blocks {
		words += len(strings.Fields(b.Text))
	}
	return max(1, (words+100)/200)
}

// Image is the address of the article's picture on the site.
func (a article) Image() string {
	return fmt.Sprintf("/pictures/%s-%d.png", a.Picture, variant(a.Slug))
}

// parse reads one article. The error names the line that is wrong.
func parse(lang, slug, s string) (article, error) {
	a := article{Lang: lang, Slug: slug}
	head, body, found := strings.Cut(strings.TrimSpace(s), "\n\n")
	if !found {
		return a, fmt.Errorf("article %s/%s: no blank line after the head", lang, slug)
	}
	fields := map[string]*string{
		"title": &a.Title, "section": &a.Section, "byline": &a.Byline, "role": &a.Role, "place": &a.Place,
		"picture": &a.Picture, "caption": &a.Caption, "credit": &a.Credit,
	}
	for line := range strings.SplitSeq(head, "\n") {
		name, value, ok := strings.Cut(line, ": ")
		field := fields[name]
		if !ok || field == nil {
			return a, fmt.Errorf("article %s/%s: head line %q is not one of the fields", lang, slug, line)
		}
		*field = strings.TrimSpace(value)
	}
	for chunk := range strings.SplitSeq(body, "\n\n") {
		if chunk = strings.Join(strings.Fields(chunk), " "); chunk == "" {
			continue
		}
		text, heading := strings.CutPrefix(chunk, "## ")
		a.Blocks = append(a.Blocks, block{Heading: heading, Text: text})
	}
	if a.Title == "" || a.Picture == "" || a.Lead() == "" {
		return a, fmt.Errorf("article %s/%s: title, picture or text is missing", lang, slug)
	}
	return a, nil
}

// load reads the written articles of a language in the order of their file
// names, which begin with a number.
func load(lang string) ([]article, error) {
	files, err := fs.Glob(written, path.Join("articles", lang, "*.txt"))
	if err != nil {
		return nil, fmt.Errorf("articles of %s: %w", lang, err)
	}
	var list []article
	for _, file := range files {
		data, err := written.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("articles of %s: %w", lang, err)
		}
		_, slug, _ := strings.Cut(strings.TrimSuffix(path.Base(file), ".txt"), "-")
		a, err := parse(lang, slug, string(data))
		if err != nil {
			return nil, err
		}
		list = append(list, a)
	}
	return list, nil
}
