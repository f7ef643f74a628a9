package text_test

import (
	"strings"
	"testing"

	"herald/text"
)

// english and ukrainian are about 600 words each, made of one paragraph.
var (
	english   = strings.Repeat("The council of Riverton agreed on Tuesday to rebuild the old bridge, which a flood damaged in March 2024. \"We could not wait any longer,\" mayor Ellen Hart told reporters, adding that 12.5 million dollars had been set aside. Work starts in June and should take eighteen months.\n\n", 12)
	ukrainian = strings.Repeat("Міська рада Річкового у вівторок погодила відбудову старого мосту, який пошкодила повінь у березні 2024 року. «Ми більше не могли чекати», — сказала журналістам міська голова Олена Гарт і додала, що на це виділили 12,5 млн гривень. Роботи почнуться в червні й триватимуть вісімнадцять місяців.\n\n", 14)
)

func BenchmarkNew(b *testing.B) {
	for _, c := range []struct{ name, lang, body string }{
		{"en", "en", english}, {"uk", "uk", ukrainian}, {"detected", "", english}, {"merges", "en", strings.Repeat("So? and… ", 1<<17)}, {"1MB", "en", strings.Repeat(english, 1<<20/len(english))},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(int64(len(c.body)))
			b.ReportAllocs()
			for b.Loop() {
				text.New("The bridge of Riverton", c.body, c.lang)
			}
		})
	}
}
