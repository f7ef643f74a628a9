package lang

import "strings"

// Set reads a word list: words parted by any space, in lower case, with
// comment lines that start with "#".
func Set(data string) map[string]bool {
	set := make(map[string]bool, len(data)/8)
	for _, line := range Lines(data) {
		for _, w := range strings.Fields(line) {
			set[w] = true
		}
	}
	return set
}

// Lines reads a list of one entry a line: the lines without the space around
// them, without empty ones and without comment lines that start with "#".
func Lines(data string) []string {
	var lines []string
	for line := range strings.Lines(data) {
		line = strings.TrimSpace(line)
		if line != "" && line[0] != '#' {
			lines = append(lines, line)
		}
	}
	return lines
}

// Phrases reads a list of phrases, one a line, by their first word.
func Phrases(data string) map[string][][]string {
	list := make(map[string][][]string)
	for _, line := range Lines(data) {
		f := strings.Fields(line)
		list[f[0]] = append(list[f[0]], f)
	}
	return list
}
