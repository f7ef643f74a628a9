package summarize

import (
	"strconv"
	"strings"

	"herald/text"
)

// number is one number of a text.
type number struct {
	text   string
	values []float64 // what it may mean: "1,200" is 1200, or 1.2
	bare   []float64 // before its scale is applied: 1.5 of "1.5 million"
	word   bool      // written in words

	first, last int // its words: Doc.Words[first:last+1]
}

// numbersIn finds the numbers of a text, in figures ("12,5", "1 200", "26th")
// and in words ("twenty-five"), with their scale ("1.5 million").
func numbersIn(d *text.Doc) []number {
	var list []number
	words := d.Words
	for i := 0; i < len(words); i++ {
		n, last := readNumber(d, i)
		if last < 0 {
			continue
		}
		if last+1 < len(words) && words[last+1].Start-words[last].End <= 3 {
			if scale := d.Pack.Numbers[words[last+1].Lower]; scale >= 100 {
				n.bare = n.values
				n.values = make([]float64, len(n.bare))
				for k, v := range n.bare {
					n.values[k] = v * scale
				}
				last++
			}
		}
		n.text, n.first, n.last = d.Text[words[i].Start:words[last].End], i, last
		list = append(list, n)
		i = last
	}
	return list
}

// readNumber reads the number that starts at word i; last is its last word, -1
// where there is none.
func readNumber(d *text.Doc, i int) (n number, last int) {
	words := d.Words
	w := words[i].Lower
	if !isNumeric(w) {
		v, ok := d.Pack.Numbers[w]
		if !ok {
			return n, -1
		}
		if v >= 20 && v < 100 && i+1 < len(words) {
			if unit := d.Pack.Numbers[words[i+1].Lower]; unit > 1 && unit < 10 {
				return number{values: []float64{v + unit}, word: true}, i + 1
			}
		}
		return number{values: []float64{v}, word: true}, i
	}
	figures := leadingFigures(w)
	last = i
	for last+1 < len(words) && len(figures) > 0 && !strings.ContainsAny(figures, ".,") && threeDigits(words[last+1].Lower) && thinSpace(d.Text[words[last].End:words[last+1].Start]) && len(leadingFigures(words[i].Lower)) <= 3 {
		last++
		figures += words[last].Lower
	}
	return number{values: meanings(figures)}, last
}

func isNumeric(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// leadingFigures takes the letters off "26th" and "1990s".
func leadingFigures(s string) string {
	end := 0
	for end < len(s) && (s[end] >= '0' && s[end] <= '9' || s[end] == '.' || s[end] == ',') {
		end++
	}
	return strings.TrimRight(s[:end], ".,")
}

func threeDigits(s string) bool {
	return len(s) == 3 && leadingFigures(s) == s && !strings.ContainsAny(s, ".,")
}

func thinSpace(gap string) bool {
	return gap == " " || gap == "\u00a0" || gap == "\u202f" || gap == "\u2009"
}

// meanings are the values that figures may stand for: marks before three
// digits part thousands or decimals, others part decimals. Dates such as
// 26.11.2025 stand for each of their parts.
func meanings(s string) []float64 {
	parts := strings.FieldsFunc(s, func(r rune) bool { return r == '.' || r == ',' })
	var list []float64
	add := func(s string) {
		if v, err := strconv.ParseFloat(s, 64); err == nil {
			list = append(list, v)
		}
	}
	if len(parts) == 1 {
		add(s)
		return list
	}
	thousands := true
	for _, p := range parts[1:] {
		thousands = thousands && len(p) == 3
	}
	if thousands {
		add(strings.Join(parts, ""))
	}
	if len(parts) == 2 {
		add(parts[0] + "." + parts[1])
		return list
	}
	if whole := strings.Join(parts[:len(parts)-1], ""); strings.Count(s, ",") == 1 || strings.Count(s, ".") == 1 {
		add(whole + "." + parts[len(parts)-1]) // 1.200,50
	}
	if !thousands {
		for _, p := range parts {
			add(p)
		}
	}
	return list
}
