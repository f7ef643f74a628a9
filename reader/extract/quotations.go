package extract

import (
	"slices"
	"strings"

	"herald/reader/plain"
)

// How many of a page's quotations are looked for in pieces, and through how
// many bytes altogether; beyond that they are found where a paragraph is one of
// them in whole. Both bound what a hostile page costs.
const (
	mostBlocks = 60
	mostBytes  = 50 << 20
)

// whole is the part of a quotation that a text must have for the rest to be
// believed lost by an extractor and put back: a paragraph's end, the credit.
const whole = 0.6

// restore gives a text the block quotations back that its extractors flattened:
// their paragraphs, each behind plain.Sign, and their credits. What the
// extractors left out altogether stays out.
func restore(body string, blocks []plain.Quotation) string {
	if len(blocks) == 0 || body == "" {
		return body
	}
	var pars []string
	for p := range strings.SplitSeq(body, "\n\n") {
		pars = append(pars, unglue(p, blocks)...)
	}
	home := make([]int, len(pars)) // of each paragraph, 1 + the quotation that it belongs to
	kept := make([]int, len(blocks))
	exact := map[string]int{}
	for i := len(blocks) - 1; i >= 0; i-- {
		exact[blocks[i].Letters] = i + 1
		for _, p := range blocks[i].Paragraphs {
			exact[plain.Letters(p)] = i + 1
		}
	}
	looked := 0
	for i, p := range pars {
		said := plain.Letters(p)
		if said == "" {
			continue
		}
		home[i] = exact[said]
		for k := 0; home[i] == 0 && len(said) >= tiny && k < len(blocks) && k < mostBlocks && looked < mostBytes; k++ {
			looked += len(blocks[k].Letters)
			if strings.Contains(blocks[k].Letters, said) {
				home[i] = k + 1
			}
		}
		if home[i] > 0 {
			kept[home[i]-1] += len(said)
		}
	}
	given := make([]bool, len(blocks))
	var out []string
	for i, p := range pars {
		k := home[i] - 1
		switch {
		case k < 0:
			out = append(out, p)
		case float64(kept[k]) < whole*float64(len(blocks[k].Letters)):
			if len(blocks[k].Paragraphs) > 0 {
				out = append(out, plain.Sign+strings.TrimPrefix(p, plain.Sign))
			}
		case !given[k]:
			given[k] = true
			out = append(out, blocks[k].Paragraphs...)
		}
	}
	return strings.Join(out, "\n\n")
}

// unglue parts a paragraph that an extractor made of several quotations in a
// row; any other is given as it is.
func unglue(p string, blocks []plain.Quotation) []string {
	said := plain.Letters(p)
	for k := 0; k+1 < len(blocks) && k < mostBlocks; k++ {
		rest, ok := strings.CutPrefix(said, blocks[k].Letters)
		if !ok || rest == "" || blocks[k].Letters == "" {
			continue
		}
		all := slices.Clone(blocks[k].Paragraphs)
		for n := k + 1; ok && rest != "" && n < len(blocks); n++ {
			if len(rest) >= tiny && strings.HasPrefix(blocks[n].Letters, rest) {
				rest = "" // its credit is lost
			} else {
				rest, ok = strings.CutPrefix(rest, blocks[n].Letters)
			}
			all = append(all, blocks[n].Paragraphs...)
		}
		if ok && rest == "" {
			return all
		}
	}
	return []string{p}
}
