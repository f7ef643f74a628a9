package site

import (
	"embed"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path"
	"strings"
	"text/template"
)

// noteFiles are articles written as templates, for the time after the last
// written one: {{number LOW HIGH}} and {{pick "a" "b" …}} differ from note to
// note, {{issue}} is the note's number.
//
//go:embed notes
var noteFiles embed.FS

// notes makes the endless rest of a language's articles.
type notes struct {
	lang  string
	kinds []string           // in the order of their file names
	text  *template.Template // one named template for each kind
}

func loadNotes(lang string) (*notes, error) {
	n := &notes{lang: lang, text: template.New(lang).Funcs(noteFuncs(0))}
	files, err := fs.Glob(noteFiles, path.Join("notes", lang, "*.txt"))
	if err != nil {
		return nil, fmt.Errorf("notes of %s: %w", lang, err)
	}
	for _, file := range files {
		data, err := noteFiles.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("notes of %s: %w", lang, err)
		}
		kind := strings.TrimSuffix(path.Base(file), ".txt")
		if _, err := n.text.New(kind).Parse(string(data)); err != nil {
			return nil, fmt.Errorf("notes of %s: %w", lang, err)
		}
		n.kinds = append(n.kinds, kind)
	}
	if len(n.kinds) == 0 {
		return nil, fmt.Errorf("notes of %s: there are none", lang)
	}
	return n, nil
}

// note is number i of the language's notes, always the same for the same
// number. The numbers begin with 0.
func (n *notes) note(i int) (article, error) {
	kind := n.kinds[i%len(n.kinds)]
	own, err := n.text.Clone()
	if err != nil {
		return article{}, fmt.Errorf("note %s/%s: %w", n.lang, kind, err)
	}
	var out strings.Builder
	if err := own.Funcs(noteFuncs(i)).ExecuteTemplate(&out, kind, nil); err != nil {
		return article{}, fmt.Errorf("note %s/%s: %w", n.lang, kind, err)
	}
	_, name, _ := strings.Cut(kind, "-") // the number only orders the kinds
	return parse(n.lang, fmt.Sprintf("%s-%d", name, i+1), out.String())
}

func noteFuncs(i int) template.FuncMap {
	random := rand.New(rand.NewPCG(uint64(i), 20)) // the same note for the same number, on every machine
	return template.FuncMap{
		"number": func(low, high int) int { return low + random.IntN(high-low+1) },
		"pick":   func(choices ...string) string { return choices[random.IntN(len(choices))] },
		"issue":  func() int { return i + 1 },
		"add":    func(a, b int) int { return a + b },
	}
}
