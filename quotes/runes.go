package quotes

import (
	"strings"
	"unicode"
)

func lower(r rune) bool { return unicode.IsLower(r) }

func lowered(s string) string { return strings.ToLower(s) }

func trimRight(s string) string { return strings.TrimRightFunc(s, unicode.IsSpace) }
