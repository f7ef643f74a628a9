package emulator

import (
	"encoding/json"
	"regexp"
	"sort"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Telegram's limits of texts.
const (
	maxText     = 4096
	maxCaption  = 1024
	maxBytes    = 32768 // of a text before it is parsed
	maxEntities = 100   // further ones are dropped
)

// Entity marks a stretch of a text; offsets and lengths are UTF-16 units.
type Entity struct {
	Type        string `json:"type"`
	Offset      int    `json:"offset"`
	Length      int    `json:"length"`
	URL         string `json:"url,omitempty"`
	User        *User  `json:"user,omitempty"`
	Language    string `json:"language,omitempty"`
	CustomEmoji string `json:"custom_emoji_id,omitempty"`
	Unix        int64  `json:"unix_time,omitempty"`
	Format      string `json:"date_time_format,omitempty"`
}

// sendable are the types that a bot may give; the others are found by the
// server in the text.
var sendable = map[string]bool{
	"bold": true, "italic": true, "underline": true, "strikethrough": true, "spoiler": true,
	"blockquote": true, "expandable_blockquote": true, "code": true, "pre": true,
	"text_link": true, "text_mention": true, "custom_emoji": true, "date_time": true,
	"mention": true, "hashtag": true, "cashtag": true, "bot_command": true, "url": true, "email": true, "phone_number": true,
}

// formatted reads a text with its entities from a request, checks both, and
// gives them as people see them: trimmed, with the links found in it. limit is
// in UTF-16 units, which is stricter than the server's code points.
func (s *Server) formatted(a *args, textName, entitiesName string, limit int, what string) (string, []Entity, error) {
	if a.str("parse_mode") != "" {
		return "", nil, bad("parse_mode is not emulated; send entities")
	}
	text := strings.ToValidUTF8(a.str(textName), "\uFFFD")
	if len(text) > maxBytes {
		return "", nil, bad("%s is too long", what)
	}
	var entities []Entity
	if raw := a.str(entitiesName); raw != "" {
		if err := json.Unmarshal([]byte(raw), &entities); err != nil {
			return "", nil, bad("can't parse entities: %v", err) // the real server ignores them; nobody wants that
		}
	}
	if err := s.checkEntities(text, entities); err != nil {
		return "", nil, err
	}
	if len(entities) > maxEntities {
		s.complain("more than %d entities: the further ones are dropped", maxEntities)
		entities = entities[:maxEntities]
	}
	text, entities = trim(text, entities)
	if n := units(text); n > limit {
		return "", nil, bad("%s is too long", what)
	}
	return text, findEntities(text, s.keepGood(entities)), nil
}

// checkEntities refuses what the real server refuses, and also what it mends
// in ways that nobody asked for: wrong order, crossing, unknown types.
func (s *Server) checkEntities(text string, entities []Entity) error {
	if len(entities) == 0 {
		return nil
	}
	u := utf16.Encode([]rune(text))
	inside := func(i int) bool { // between the two halves of a pair
		return i > 0 && i < len(u) && utf16.IsSurrogate(rune(u[i])) && u[i] >= 0xDC00 && u[i-1] >= 0xD800 && u[i-1] < 0xDC00
	}
	var open []int // ends of those that the next one may lie in
	before := 0
	for _, e := range entities {
		end := e.Offset + e.Length
		switch {
		case !sendable[e.Type]:
			return bad("can't parse entities: unsupported entity type %q", e.Type)
		case e.Offset < 0 || e.Length <= 0 || end < e.Offset:
			return bad("can't parse entities: entity with offset %d and length %d", e.Offset, e.Length)
		case end > len(u):
			return bad("entity beginning at UTF-16 offset %d ends after the end of the text at UTF-16 offset %d", e.Offset, len(u))
		case inside(e.Offset):
			return bad("entity begins in a middle of a UTF-16 symbol at UTF-16 offset %d", e.Offset)
		case inside(end):
			return bad("entity ends in a middle of a UTF-16 symbol at UTF-16 offset %d", end)
		case e.Offset < before:
			return bad("can't parse entities: the entity at UTF-16 offset %d comes after one at %d", e.Offset, before)
		case e.Type == "date_time" && e.Unix == 0:
			return bad("can't parse entities: date_time without unix_time")
		}
		before = e.Offset
		for len(open) > 0 && open[len(open)-1] <= e.Offset {
			open = open[:len(open)-1]
		}
		if len(open) > 0 && open[len(open)-1] < end {
			return bad("can't parse entities: the entity at UTF-16 offset %d crosses the end of another at %d", e.Offset, open[len(open)-1])
		}
		open = append(open, end)
	}
	return nil
}

// keepGood drops what the real server drops without a word: a link that leads
// nowhere, a quotation within a quotation.
func (s *Server) keepGood(entities []Entity) []Entity {
	kept := entities[:0:0]
	quoteEnd := -1
	for _, e := range entities {
		switch {
		case e.Type == "text_link" && !goodLink(e.URL):
			s.complain("a text_link to %q is dropped", e.URL)
			continue
		case strings.HasSuffix(e.Type, "blockquote"):
			if e.Offset < quoteEnd {
				s.complain("a quotation within a quotation is dropped")
				continue
			}
			quoteEnd = e.Offset + e.Length
		}
		kept = append(kept, e)
	}
	return kept
}

// trim takes white space off both ends of a text and moves its entities along.
func trim(text string, entities []Entity) (string, []Entity) {
	left := strings.TrimLeftFunc(text, unicode.IsSpace)
	shift := units(text) - units(left)
	text = strings.TrimRightFunc(left, unicode.IsSpace)
	size := units(text)
	kept := entities[:0:0]
	for _, e := range entities {
		start, end := max(0, e.Offset-shift), min(size, e.Offset+e.Length-shift)
		if e.Offset, e.Length = start, end-start; e.Length > 0 {
			kept = append(kept, e)
		}
	}
	return text, kept
}

// units is a text's length in UTF-16 units.
func units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// The stretches that Telegram marks by itself.
var (
	commandShape = regexp.MustCompile(`(?:^|[\s(])(/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)`)
	urlShape     = regexp.MustCompile(`(?i)\b(?:https?://[^\s<>"«»]+|(?:[a-z0-9-]+\.)+(?:com|org|net|io|ua|uk|ru|eu|de|fr|test|example)\b(?:/[^\s<>"«»]*)?)`)
	mentionShape = regexp.MustCompile(`(?:^|[^\w@/])(@[A-Za-z][A-Za-z0-9_]{3,31})\b`)
	hashtagShape = regexp.MustCompile(`(?:^|[\s(])(#[\p{L}\p{N}_]*[\p{L}_][\p{L}\p{N}_]*)`)
)

// findEntities adds commands, links, mentions and hashtags, where the sender
// has not marked the place as code or a link of its own.
func findEntities(text string, given []Entity) []Entity {
	if !strings.ContainsAny(text, "/@#.") {
		return given
	}
	taken := func(from, to int) bool {
		for _, e := range given {
			switch e.Type {
			case "code", "pre", "text_link", "url", "bot_command", "mention", "hashtag", "text_mention", "date_time":
				if from < e.Offset+e.Length && e.Offset < to {
					return true
				}
			}
		}
		return false
	}
	for _, shape := range []struct {
		kind string
		re   *regexp.Regexp
	}{{"url", urlShape}, {"bot_command", commandShape}, {"mention", mentionShape}, {"hashtag", hashtagShape}} {
		for _, m := range shape.re.FindAllStringSubmatchIndex(text, maxEntities) {
			from, to := m[0], m[1]
			if len(m) > 2 {
				from, to = m[2], m[3]
			}
			if shape.kind == "url" {
				for to > from && strings.ContainsRune(".,;:!?)]'", rune(text[to-1])) {
					to--
				}
			}
			start := units(text[:from])
			end := start + units(text[from:to])
			if start == end || taken(start, end) {
				continue
			}
			given = append(given, Entity{Type: shape.kind, Offset: start, Length: end - start})
		}
	}
	sort.SliceStable(given, func(i, j int) bool {
		if given[i].Offset != given[j].Offset {
			return given[i].Offset < given[j].Offset
		}
		return given[i].Length > given[j].Length
	})
	return given
}

func goodLink(u string) bool {
	for _, scheme := range []string{"http://", "https://", "tg://", "mailto:", "tel:"} {
		if rest, ok := strings.CutPrefix(strings.ToLower(u), scheme); ok {
			return rest != "" && !strings.ContainsAny(rest, " \n\t")
		}
	}
	return false
}

func runes(s string) int { return utf8.RuneCountInString(s) }
