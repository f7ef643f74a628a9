package people

import "herald/text/lang"

// Sourced says that a phrase that names a source ends right before word i.
func (c *Cast) Sourced(i int) bool {
	if c.Tokens[i].Gap&Wide != 0 {
		return false
	}
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		if c.Tokens[k].Tag.Any(lang.Opens|lang.Cue) && k+c.Phrase(k) == i {
			return true
		}
	}
	return false
}

// mention of its own: «протоієрея Івана Белла».
func (c *Cast) Titled(m Mention) int {
	const longest = 4
	i := m.Words[0]
	for m.Kind == Name && i > 0 && m.Words[0]-i < longest && c.Tokens[i].Gap == 0 && c.Tokens[i-1].Mention < 0 && c.Tokens[i-1].Tag.Any(lang.Role|lang.Title|lang.Modifier|lang.Determiner) {
		i--
	}
	return i
}

// source behind it; 0 where there is none.
func (c *Cast) Phrase(i int) int {
	if n := c.plural(i); n > 0 {
		return n
	}
	if !c.Tokens[i].Tag.Any(lang.Opens) {
		return 0
	}
	longest := 0
	for _, p := range c.speech.Phrases[c.doc.Words[i].Lower] {
		n := len(p)
		if n <= longest || i+n > len(c.doc.Words) {
			continue
		}
		fits := true
		for k := 1; k < n && fits; k++ {
			fits = c.doc.Words[i+k].Lower == p[k] && c.Tokens[i+k].Gap&Wide == 0
		}
		if fits {
			longest = n
		}
	}
	return longest
}

// preposition behind it: «сообщили в», «заверили нас в».
func (c *Cast) plural(i int) int {
	if t := c.Tokens[i].Tag; !c.speech.Names.Inflects() || !t.Any(lang.Cue) || !t.Any(lang.Plural) {
		return 0
	}
	for n := 1; n <= 2 && i+n+1 < len(c.Tokens); n++ {
		t := c.Tokens[i+n]
		if t.Gap&Wide != 0 {
			return 0
		}
		if t.Tag.Any(lang.Linking) {
			if next := c.Tokens[i+n+1]; next.Gap == 0 && (next.Upper || next.Tag.Any(lang.Body|lang.Document)) {
				return n + 1
			}
			return 0
		}
		if !t.Tag.Any(lang.Pronoun) {
			return 0
		}
	}
	return 0
}

// Voiced is how many words a phrase has that starts at word i and holds the
// pronoun of the source that it names: «за її словами»; 0 where there is none.
func (c *Cast) Voiced(i int) int {
	if i < 0 || i+2 >= len(c.Tokens) || !c.Tokens[i].Tag.Any(lang.Opens) || c.Tokens[i+1].Gap&Wide != 0 || !c.Tokens[i+1].Tag.Any(lang.Possessive) {
		return 0
	}
	for _, p := range c.speech.Phrases[c.doc.Words[i].Lower] {
		n := len(p)
		fits := n > 1 && i+n < len(c.Tokens)
		for k := 1; k < n && fits; k++ {
			fits = c.doc.Words[i+k+1].Lower == p[k] && c.Tokens[i+k+1].Gap&Wide == 0
		}
		if fits {
			return n + 1
		}
	}
	return 0
}
