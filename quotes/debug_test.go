package quotes

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"herald/text"
)

var dbg = flag.String("dbg", "", "file:idsubstr")

func TestDbg(t *testing.T) {
	if *dbg == "" {
		t.Skip()
	}
	f, id, _ := strings.Cut(*dbg, ":")
	for _, r := range readRows(t, f) {
		if !strings.Contains(r.ID, id) {
			continue
		}
		s := newScene(text.New(r.Title, r.Text, r.Lang))
		for i, p := range s.cast.People {
			fmt.Printf("P%d %q role=%q %+v\n", i, p.Name, p.Role, p)
		}
		chosen := s.choose(loaded())
		for k := range s.pieces {
			p := s.pieces[k]
			fmt.Printf("== %q own=%d quoted=%v\n", p.Of(s.doc.Text)[:min(60, p.End-p.Start)], s.own(k), s.quoted(k, chosen[k]))
			for _, c := range s.candidates(nil, k) {
				v := s.view(k, c, s.own(k), chosen[:k])
				fmt.Printf("   %.2f %q person=%d %+v\n", loaded().score(&v), s.span(c.words).Of(s.doc.Text), s.personOf(c), v)
			}
			none := s.nobody(k, s.own(k))
			fmt.Printf("   %.2f none\n", loaded().score(&none))
		}
	}
}
