package people

import "herald/text/lang"

// entitle gives those whom the text calls by surname alone the first name that
// the headline gives them.
func (c *Cast) entitle() {
	words := c.doc.TitleWords
	for i := 1; i < len(words); i++ {
		first, last := words[i-1], words[i]
		if !first.Capital(c.doc.Title) || !last.Capital(c.doc.Title) || c.doc.Title[first.End:last.Start] != " " {
			continue
		}
		if !c.speech.Tag(first.Lower, first.Stem).Any(lang.Given) {
			continue
		}
		key := c.speech.Names.Key(last.Lower)
		for k := range c.People {
			p := &c.People[k]
			if len(p.keys) != 1 || p.keys[0] != key || p.Body || p.Place {
				continue
			}
			given := first.Of(c.doc.Title)
			if n, sex, oblique, ok := c.speech.Names.Given(first.Lower, p.Sex); ok && oblique && c.speech.Names.Inflects() {
				given = titled(n, given)
				if p.Sex == 0 {
					p.Sex = one(sex)
				}
			}
			p.Name = given + " " + p.Name
			p.keys = append([]string{c.speech.Names.Key(first.Lower)}, p.keys...)
			break
		}
	}
}
