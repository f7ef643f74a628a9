package summarize

import (
	"slices"
	"strings"

	"herald/text"
)

// swapped finds a number that the article gives to another thing, and the
// thing with another number: "3,400 families" where it has 1,200 families and
// 3,400 cars, "arrested three" where it has six arrested and three looked for;
// or two numbers of a result in the other order.
func (e *evidence) swapped(d *text.Doc) string {
	numbers := numbersIn(d)
	for k, n := range numbers {
		if k+1 < len(numbers) && joined(d, n, numbers[k+1]) && e.reversed(n, numbers[k+1]) {
			return n.text
		}
		if e.ofOther(d, n) {
			return n.text
		}
		thing := counted(d, n)
		if thing == "" {
			continue
		}
		together, elsewhere := false, false
		for _, m := range e.counted {
			if near(n, m) {
				// A number without a thing may count any: "23 deputies for, seven against".
				together = together || counted(e.doc, m) == "" || e.beside(m, thing)
			} else {
				elsewhere = elsewhere || counted(e.doc, m) == thing
			}
		}
		if elsewhere && !together {
			return n.text + " " + thing
		}
	}
	return ""
}

// near says that two numbers may mean the same.
func near(a, b number) bool {
	for _, v := range a.values {
		if slices.Contains(b.values, v) || slices.Contains(b.bare, v) {
			return true
		}
	}
	return false
}

// counted is the stem of the thing that a number counts: the next word with a
// meaning in its clause, "" where another number comes before it, or none
// follows.
func counted(d *text.Doc, n number) string {
	for i := n.last + 1; i < len(d.Words) && i <= n.last+3; i++ {
		w := &d.Words[i]
		gap := d.Text[d.Words[i-1].End:w.Start]
		if strings.ContainsAny(gap, ",;:—–()…!?.%-") || isNumeric(w.Lower) || d.Pack.Numbers[w.Lower] != 0 {
			return ""
		}
		if !w.Stop {
			return w.Stem
		}
	}
	return ""
}

// before is the stem of the word with a meaning right before a number, but for
// one without: "arrested", "collected some". It is "" for a name, which is no
// part of what is counted, for dates and years, and where there is none.
func before(d *text.Doc, n number) string {
	if len(n.values) == 1 && n.values[0] >= 1500 && n.values[0] <= 2100 && n.first == n.last {
		return ""
	}
	for i := n.first - 1; i >= 0 && i >= n.first-2 && oneClause(d, i+1); i-- {
		w := &d.Words[i]
		switch {
		case w.Stop && d.Pack.Numbers[w.Lower] == 0:
			continue
		case isNumeric(w.Lower), d.Pack.Numbers[w.Lower] != 0, w.Capital(d.Text), d.Pack.Almanac.Of(w.Lower, false) != "":
			return ""
		}
		return w.Stem
	}
	return ""
}

// ofOther says that the word before a number stands before another one in the
// article, and there before this one another word.
func (e *evidence) ofOther(d *text.Doc, n number) bool {
	word := before(d, n)
	if word == "" {
		return false
	}
	together, elsewhere, known := false, false, false
	for _, m := range e.counted {
		switch there := before(e.doc, m); {
		case near(n, m):
			known = known || there != ""
			together = together || there == word || there == ""
		case there == word:
			elsewhere = true
		}
	}
	return elsewhere && known && !together
}

// beside says that the article has a thing in the clause of a number, with no
// other number between.
func (e *evidence) beside(n number, thing string) bool {
	d := e.doc
	for i := n.last + 1; i < len(d.Words) && i <= n.last+6; i++ {
		if d.Words[i].Stem == thing {
			return true
		}
		if isNumeric(d.Words[i].Lower) || d.Pack.Numbers[d.Words[i].Lower] != 0 || strings.ContainsAny(d.Text[d.Words[i].Start:min(len(d.Text), d.Words[i].End+1)], ".") {
			break
		}
	}
	for i := n.first - 1; i >= 0 && i >= n.first-6; i-- {
		if d.Words[i].Stem == thing {
			return true
		}
		if isNumeric(d.Words[i].Lower) || d.Pack.Numbers[d.Words[i].Lower] != 0 || !oneClause(d, i+1) {
			break
		}
	}
	return false
}

// joined says that two numbers are the two sides of a result: "23 to 7", "3:1".
func joined(d *text.Doc, a, b number) bool {
	gap := d.Words[a.last+1 : b.first]
	return b.first-a.last <= 2 && (len(gap) == 0 || gap[0].Stop) && d.Words[b.first].Start-d.Words[a.last].End <= 10
}

// reversed says that the article has a result only in the other order.
func (e *evidence) reversed(a, b number) bool {
	same, other := false, false
	for k := 0; k+1 < len(e.counted); k++ {
		x, y := e.counted[k], e.counted[k+1]
		if joined(e.doc, x, y) {
			same = same || near(a, x) && near(b, y)
			other = other || near(a, y) && near(b, x)
		}
	}
	return other && !same
}
