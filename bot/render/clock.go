package render

import (
	"math"
	"strconv"
	"strings"
	"time"

	"herald/bot/locale"
	"herald/bot/telegram"
)

// addTime appends a moment as the chat reads it: "23 Nov, 14:05", with the
// year where it is not now's, and with "UTC" where the chat has no zone of its
// own. Telegram's clients show the entity in the reader's own zone instead
// (https://core.telegram.org/bots/api#date-time-entity-formatting: D is the
// long date, t the short time), so the zone's name stands inside it.
func addTime(t *Text, at, now time.Time, zone *time.Location, say *locale.Printer) {
	local := at.In(zone)
	key := locale.DateThisYear
	if local.Year() != now.In(zone).Year() {
		key = locale.DateOtherYear
	}
	shown := say.Text(key,
		"day", strconv.Itoa(local.Day()),
		"month", strings.Fields(say.Text(locale.Months))[local.Month()-1],
		"year", strconv.Itoa(local.Year()),
		"time", local.Format("15:04"))
	if zone == time.UTC {
		shown += " UTC"
	}
	if unix := at.Unix(); unix <= 0 || unix > math.MaxInt32 {
		t.Line(shown) // Telegram's entity holds a positive 32-bit number
		return
	}
	t.Style(telegram.Entity{Type: "date_time", Unix: at.Unix(), Format: "Dt"}, func(t *Text) { t.Line(shown) })
}
