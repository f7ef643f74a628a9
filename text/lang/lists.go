package lang

import (
	"strconv"
	"strings"
)

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

// Values reads a list of number words: on each line a value, then the words
// for it. A line that starts otherwise is a fault of the list and panics:
// lists are compiled in, and a test reads each of them.
func Values(data string) map[string]float64 {
	list := make(map[string]float64)
	for _, line := range Lines(data) {
		f := strings.Fields(line)
		value, err := strconv.ParseFloat(f[0], 64)
		if err != nil {
			panic("lang: not a line of number words: " + line)
		}
		for _, w := range f[1:] {
			list[w] = value
		}
	}
	return list
}
