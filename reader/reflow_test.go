package reader

import (
	"strings"
	"testing"

	"github.com/ledongthuc/pdf"
)

// typeset sets a line letter by letter; kern moves what follows a letter.
func typeset(line string, width float64, kern map[string]float64) []pdf.Text {
	var out []pdf.Text
	x := 10.0
	for _, r := range line {
		s := string(r)
		out = append(out, pdf.Text{S: s, X: x, Y: 700, W: width, FontSize: 12})
		x += max(width, 6) + kern[s]
	}
	return out
}

func TestKerningPartsNoWord(t *testing.T) {
	kern := map[string]float64{"W": 3, "T": 4}
	for promise, width := range map[string]float64{"letters of known width": 6, "letters of unknown width": 0} {
		t.Run(promise, func(t *testing.T) {
			lines := pdfLines(typeset("We met Tom at the oﬃce on Tuesday", width, kern))
			if len(lines) != 1 || lines[0].text != "We met Tom at the office on Tuesday" {
				t.Errorf("got %+v", lines)
			}
		})
	}
	t.Run("a page that prints no spaces still has words", func(t *testing.T) {
		letters := typeset("Wemet", 6, map[string]float64{"e": 4})
		if lines := pdfLines(letters); len(lines) != 1 || !strings.HasPrefix(lines[0].text, "We me") {
			t.Errorf("got %+v", lines)
		}
	})
}
