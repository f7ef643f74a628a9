package bot

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"herald/bot/locale"
)

// zoneList are the zones offered, in the order of locale.ZoneCities.
func zoneList() []string {
	return []string{"Asia/Almaty", "Europe/Berlin", "Europe/Istanbul", "Asia/Jerusalem", "Europe/Kyiv", "Europe/London", "America/Los_Angeles", "Europe/Moscow", "America/New_York", "Asia/Tbilisi", "Europe/Warsaw"}
}

// zoneName is a zone's city in the reader's language, else its IANA name.
func zoneName(say *locale.Printer, loc *time.Location) string {
	if i := slices.Index(zoneList(), loc.String()); i >= 0 {
		return strings.Split(say.Text(locale.ZoneCities), "|")[i]
	}
	if name, ok := strings.CutPrefix(loc.String(), "Etc/GMT"); ok { // Etc/GMT-2 is UTC+2
		return "UTC" + strings.NewReplacer("-", "+", "+", "−").Replace(name)
	}
	return loc.String()
}

// offset is a distance from Greenwich as people type it: "UTC+2", "+3", "gmt-5".
var offset = regexp.MustCompile(`(?i)^(?:utc|gmt)?_?([+-])(\d{1,2})(?::?00)?$`)

// zoneNamed is the zone that somebody typed, in any case: an IANA name, with
// spaces for underscores if they like; its city alone, or one of the offered
// cities in any of the bot's languages; or a whole number of hours from UTC,
// whose IANA names have the sign the other way round.
func zoneNamed(typed string) (string, bool) {
	typed = strings.TrimSpace(typed)
	if typed == "" || len(typed) > 50 {
		return "", false
	}
	if strings.EqualFold(typed, "utc") || strings.EqualFold(typed, "gmt") {
		return "UTC", true
	}
	for _, lang := range locale.Languages() {
		for i, city := range strings.Split(locale.For(lang).Text(locale.ZoneCities), "|") {
			if strings.EqualFold(typed, city) {
				return zoneList()[i], true
			}
		}
	}
	typed = strings.ReplaceAll(typed, " ", "_")
	if m := offset.FindStringSubmatch(strings.ReplaceAll(typed, "−", "-")); m != nil {
		hours, _ := strconv.Atoi(m[2])
		if hours == 0 {
			return "UTC", true
		}
		sign := map[string]string{"+": "-", "-": "+"}[m[1]]
		return known(fmt.Sprintf("Etc/GMT%s%d", sign, hours))
	}
	word := []byte(strings.ToLower(typed))
	for i, c := range word {
		if (i == 0 || word[i-1] == '/' || word[i-1] == '_' || word[i-1] == '-') && c >= 'a' && c <= 'z' {
			word[i] = c - 'a' + 'A'
		}
	}
	if strings.Contains(typed, "/") {
		if name, ok := known(typed); ok {
			return name, true
		}
		return known(string(word))
	}
	for _, continent := range []string{"Europe", "Asia", "America", "Africa", "Australia", "Pacific", "Atlantic", "Indian"} {
		if name, ok := known(continent + "/" + string(word)); ok {
			return name, true
		}
	}
	return "", false
}

func known(name string) (string, bool) {
	loc, err := time.LoadLocation(name)
	if err != nil {
		return "", false
	}
	return loc.String(), true
}
