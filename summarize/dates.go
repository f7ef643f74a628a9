package summarize

import (
	"fmt"
	"strings"

	"herald/text"
)

// date finds a month or a day of the week that the article does not have. A
// month may stand there as a number: "14.05.2026", "2026-05-14".
func (e *evidence) date(d *text.Doc) string {
	for i, w := range d.Words {
		day := d.Pack.Almanac.Of(w.Lower, w.Capital(d.Text))
		if day == "" || e.days[day] || opensAsVerb(d, i) {
			continue
		}
		var month int
		if _, err := fmt.Sscanf(day, "m%d", &month); err == nil && e.dated(month) {
			continue
		}
		return w.Of(d.Text)
	}
	return ""
}

// opensAsVerb says that a word opens its sentence, where a capital tells no
// month from a verb: "May the best one win".
func opensAsVerb(d *text.Doc, i int) bool {
	for _, s := range d.Sentences {
		if s.Words[0] == i {
			return d.Words[i].Capital(d.Text) && d.Words[i].Stop
		}
	}
	return false
}

// dated says that the article has the month in a date of numbers.
func (e *evidence) dated(month int) bool {
	two := fmt.Sprintf("%02d", month)
	for _, form := range []string{"." + two + ".", fmt.Sprintf(".%d.", month), "-" + two + "-", "/" + two + "/"} {
		for at := strings.Index(e.doc.Text, form); at > 0; at = -1 {
			if before := e.doc.Text[at-1]; before >= '0' && before <= '9' {
				return true
			}
		}
	}
	return false
}
