package extract

import (
	"encoding/json"
	"strings"

	"herald/reader/plain"
)

// linked is a JSON-LD object.
type linked map[string]any

// maxLinked bounds how many objects of a page are looked at.
const maxLinked = 400

// parseLinked gives every object of a JSON-LD script that has a type.
func parseLinked(s string) []linked {
	s = strings.TrimSpace(s)
	s = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(s, "<!--"), "//<![CDATA["), "-->")
	var v any
	if json.Unmarshal([]byte(strings.Map(func(r rune) rune {
		if r < 0x20 { // raw newlines inside strings are the usual fault
			return ' '
		}
		return r
	}, strings.TrimSuffix(strings.TrimSpace(s), ";"))), &v) != nil {
		return nil
	}
	var out []linked
	var walk func(any, int)
	walk = func(v any, depth int) {
		if depth > 6 || len(out) > maxLinked {
			return
		}
		switch v := v.(type) {
		case []any:
			for _, x := range v {
				walk(x, depth+1)
			}
		case map[string]any:
			if v["@type"] != nil {
				out = append(out, v)
			}
			for _, k := range [...]string{"@graph", "mainEntity", "mainEntityOfPage"} {
				walk(v[k], depth+1)
			}
		}
	}
	walk(v, 0)
	return out
}

// article picks the object that describes the article, the one with a text or
// a date before one without.
func article(all []linked) linked {
	var best linked
	score := 0
	for _, l := range all {
		if !l.isArticle() {
			continue
		}
		s := 1
		for _, k := range [...]string{"headline", "datePublished", "author", "articleBody"} {
			if l[k] != nil {
				s++
			}
		}
		if s > score {
			best, score = l, s
		}
	}
	return best
}

func (l linked) isArticle() bool {
	types, ok := l["@type"].([]any)
	if !ok {
		types = []any{l["@type"]}
	}
	for _, t := range types {
		if s, ok := t.(string); ok && (strings.HasSuffix(s, "Article") || strings.HasSuffix(s, "Posting") || strings.HasSuffix(s, "Report")) {
			return true
		}
	}
	return false
}

func (l linked) text(key string) string {
	switch v := l[key].(type) {
	case string:
		return v
	case []any:
		if len(v) > 0 {
			s, _ := v[0].(string)
			return s
		}
	}
	return ""
}

// names reads a person or an organisation, or several, in any of the forms
// that are written: a string, an object with a name, a list.
func names(v any) string {
	var out []string
	var walk func(any, int)
	walk = func(v any, depth int) {
		if depth > 3 || len(out) >= 8 {
			return
		}
		switch v := v.(type) {
		case string:
			if s := plain.Line(v); s != "" && !strings.Contains(s, "://") {
				out = append(out, s)
			}
		case []any:
			for _, x := range v {
				walk(x, depth+1)
			}
		case map[string]any:
			walk(v["name"], depth+1)
		}
	}
	walk(v, 0)
	return strings.Join(out, ", ")
}

// picture reads an image in any of its forms.
func picture(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		if len(v) > 0 {
			return picture(v[0])
		}
	case map[string]any:
		return picture(v["url"])
	}
	return ""
}
