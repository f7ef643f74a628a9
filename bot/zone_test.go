package bot_test

import (
	"testing"
)

func TestAZoneIsTypedAsPeopleTypeIt(t *testing.T) {
	w := begin(t)
	reader := w.user("uk")
	for typed, want := range map[string]string{
		"Київ": "Часовий пояс: Київ (14:00)", "варшава": "Часовий пояс: Варшава (13:00)", "Лондон": "Лондон (12:00)", "new york": "Нью-Йорк (07:00)",
		"madrid": "Europe/Madrid (13:00)", "europe/madrid": "Europe/Madrid (13:00)", "Asia/Ho Chi Minh": "Asia/Ho_Chi_Minh (19:00)",
		"UTC+2": "Часовий пояс: UTC+2 (14:00)", "+3": "UTC+3 (15:00)", "gmt-5": "UTC−5 (07:00)", "UTC": "Часовий пояс: UTC (12:00)", "UTC+0": "Часовий пояс: UTC (12:00)",
		"Атлантида": "Часового поясу «Атлантида» я не знаю.", "UTC+99": "Часового поясу «UTC+99» я не знаю.", "../../etc/passwd": "я не знаю", "Local": "я не знаю",
	} {
		t.Run(typed, func(t *testing.T) { w.holds(w.asks(reader, "/settings "+typed).Text, want) })
	}
}
