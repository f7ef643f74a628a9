package summarize_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"herald/news"
	"herald/summarize"
	"herald/text"
)

// article is what the sentences below are held against, in each language.
var article = map[string]string{
	"en": `The council of Riverton agreed on Tuesday, 14 May 2026, to rebuild the old stone bridge over the Alder, which the flood of March destroyed. The vote was 23 to 7.
"We waited for two years. Nobody wants to wait for a third," mayor Ellen Hart told reporters. The United Crossings Fund gives 12.5 million crowns, 1,200 families have signed a petition, and Victor Malone of Northgate Engineering will lead eighteen months of work.
Opposition leader Samuel Oduya called the plan "a bridge to nowhere" and said that 40 per cent of the money would go to roads in Laketon. Traffic fell by a quarter, to 3,400 cars a day.`,
	"uk": `Міська рада Річкового у вівторок, 14 травня 2026 року, погодила відбудову старого кам'яного мосту через Вільшанку, який зруйнувала березнева повінь. За проголосували 23 депутати, проти — семеро.
«Ми чекали два роки. Ніхто не хоче чекати третього», — сказала журналістам міська голова Олена Гарт. Фонд «Єдині переправи» дає 12,5 млн гривень, петицію підписали 1 200 родин, а вісімнадцять місяців робіт очолить Віктор Малонюк з компанії «Північбуд».
Лідер опозиції Семен Одуденко назвав план «мостом у нікуди» і сказав, що 40% грошей піде на дороги в Озерянах. Рух зменшився до 3400 автомобілів на день.`,
	"ru": `Городской совет Речного во вторник, 14 мая 2026 года, одобрил восстановление старого каменного моста через Ольшанку, который разрушило мартовское наводнение. За проголосовали 23 депутата, против — семеро.
«Мы ждали два года. Никто не хочет ждать третьего», — сказала журналистам мэр Елена Харт. Фонд «Единые переправы» дает 12,5 млн рублей, петицию подписали 1 200 семей, а восемнадцать месяцев работ возглавит Виктор Малонов из компании «Северстрой».
Лидер оппозиции Семен Одуденко назвал план «мостом в никуда» и сказал, что 40% денег пойдет на дороги в Озерках. Движение сократилось до 3400 автомобилей в день.`,
}

// claims are sentences about the article: true ones, and the same with one
// thing planted that the article does not hold.
var claims = map[string]struct{ honest, planted []string }{
	"en": {
		honest: []string{
			"Riverton's council voted 23 to 7 on Tuesday to rebuild the old bridge over the Alder.",
			"The flood of March destroyed the stone bridge.",
			"Mayor Ellen Hart said that nobody wants to wait for a third year.",
			"\"Nobody wants to wait for a third,\" Ellen Hart told reporters.",
			"The United Crossings Fund will give 12.5 million crowns.",
			"The fund's share is 12,500,000 crowns.",
			"The UCF pays for most of the work.",
			"1200 families signed a petition for the bridge.",
			"Work will take 18 months under Victor Malone of Northgate Engineering.",
			"Oduya, who leads the opposition, called the plan \"a bridge to nowhere\".",
			"Forty per cent of the money would go to Laketon's roads, Samuel Oduya said.",
			"Only 3,400 cars a day still use the road.",
			"Hart and Oduya disagree about the money.",
			"Councillors decided on 14 May 2026 that the bridge will be rebuilt.",
			"Officials expect eighteen months of work.",
			"Seven councillors voted against the plan.",
		},
		planted: []string{
			"Riverton's council voted 24 to 7 on Tuesday to rebuild the old bridge.",
			"Riverton's council voted 23 to 9 on Tuesday to rebuild the old bridge.",
			"The United Crossings Fund will give 15.2 million crowns.",
			"The United Crossings Fund will give 12.5 billion crowns.",
			"The fund's share is 1,250,000 crowns.",
			"2100 families signed a petition for the bridge.",
			"Work will take 28 months under Victor Malone.",
			"Work will take sixteen months.",
			"Fifty per cent of the money would go to roads.",
			"Only 4,300 cars a day still use the road.",
			"Councillors decided on 15 May 2026 that the bridge will be rebuilt.",
			"Councillors decided on 14 May 2025 that the bridge will be rebuilt.",
			"The town waited for three years, the mayor said.",
			"Mayor Alice Hart said that nobody wants to wait.",
			"Mayor Ellen Stone said that nobody wants to wait.",
			"Work will be led by Victor Barrow of Northgate Engineering.",
			"Work will be led by Victor Malone of Southgate Engineering.",
			"Opposition leader Samuel Okafor called it a bridge to nowhere.",
			"The money goes to roads in Hillton.",
			"The old bridge over the Birch was destroyed by the flood.",
			"Ellen Hart told reporters: \"Nobody wants to wait for a fourth.\"",
			"Oduya called the plan \"a bridge too far\".",
			"\"We waited for ten years,\" the mayor said.",
			"\"Everybody is happy with the plan,\" Hart said.",
		},
	},
	"uk": {
		honest: []string{
			"Рада Річкового 23 голосами проти семи погодила відбудову мосту через Вільшанку.",
			"Старий кам'яний міст зруйнувала березнева повінь.",
			"Міська голова Олена Гарт каже, що ніхто не хоче чекати третього року.",
			"«Ніхто не хоче чекати третього», — сказала Олена Гарт.",
			"Фонд «Єдині переправи» виділить 12,5 мільйона гривень.",
			"Частка фонду — 12 500 000 гривень.",
			"Петицію підписали 1200 родин.",
			"Роботи триватимуть 18 місяців, очолить їх Віктор Малонюк із «Північбуду».",
			"За словами Семена Одуденка, 40 відсотків грошей піде на дороги в Озерянах.",
			"План Одуденко назвав «мостом у нікуди».",
			"Рішення ухвалили 14 травня 2026 року.",
			"Рух зменшився до 3 400 автомобілів.",
			"Олені Гарт заперечив Одуденко.",
			"Сім депутатів голосували проти.",
		},
		planted: []string{
			"Рада Річкового 24 голосами погодила відбудову мосту.",
			"Фонд виділить 15,2 млн гривень.",
			"Фонд виділить 12,5 млрд гривень.",
			"Петицію підписали 2100 родин.",
			"Роботи триватимуть шістнадцять місяців.",
			"Роботи триватимуть 28 місяців.",
			"На дороги піде 50% грошей.",
			"Рішення ухвалили 15 травня 2026 року.",
			"Рішення ухвалили 14 травня 2025 року.",
			"Рух зменшився до 4300 автомобілів.",
			"Міська голова Ірина Гарт каже, що ніхто не хоче чекати.",
			"Міська голова Олена Стоян каже, що ніхто не хоче чекати.",
			"Роботи очолить Віктор Бондаренко.",
			"Гроші підуть на дороги в Холмах.",
			"За словами Семена Коваленка, це міст у нікуди.",
			"Рада Вербового погодила відбудову мосту.",
			"«Ніхто не хоче чекати четвертого», — сказала Гарт.",
			"План назвали «мостом у майбутнє» в опозиції.",
			"«Усі задоволені планом», — сказала Олена Гарт.",
			"Фонд «Нові переправи» дає гроші.",
		},
	},
	"ru": {
		honest: []string{
			"Совет Речного 23 голосами против семи одобрил восстановление моста через Ольшанку.",
			"Старый каменный мост разрушило мартовское наводнение.",
			"Мэр Елена Харт говорит, что никто не хочет ждать третьего года.",
			"«Никто не хочет ждать третьего», — сказала Елена Харт.",
			"Фонд «Единые переправы» выделит 12,5 миллиона рублей.",
			"Доля фонда — 12 500 000 рублей.",
			"Петицию подписали 1200 семей.",
			"Работы займут 18 месяцев, возглавит их Виктор Малонов из «Северстроя».",
			"По словам Семена Одуденко, 40 процентов денег пойдет на дороги в Озерках.",
			"План Одуденко назвал «мостом в никуда».",
			"Решение приняли 14 мая 2026 года.",
			"Движение сократилось до 3 400 автомобилей.",
			"Елене Харт возразил Одуденко.",
			"Семь депутатов голосовали против.",
		},
		planted: []string{
			"Совет Речного 24 голосами одобрил восстановление моста.",
			"Фонд выделит 15,2 млн рублей.",
			"Фонд выделит 12,5 млрд рублей.",
			"Петицию подписали 2100 семей.",
			"Работы займут шестнадцать месяцев.",
			"Работы займут 28 месяцев.",
			"На дороги пойдет 50% денег.",
			"Решение приняли 15 мая 2026 года.",
			"Решение приняли 14 мая 2025 года.",
			"Движение сократилось до 4300 автомобилей.",
			"Мэр Ирина Харт говорит, что никто не хочет ждать.",
			"Мэр Елена Стоянова говорит, что никто не хочет ждать.",
			"Работы возглавит Виктор Бондаренко.",
			"Деньги пойдут на дороги в Холмах.",
			"По словам Семена Коваленко, это мост в никуда.",
			"Совет Вербового одобрил восстановление моста.",
			"«Никто не хочет ждать четвертого», — сказала Харт.",
			"План назвали «мостом в будущее» в оппозиции.",
			"«Все довольны планом», — сказала Елена Харт.",
			"Фонд «Новые переправы» дает деньги.",
		},
	},
}

func TestUnproven(t *testing.T) {
	for lang, c := range claims {
		doc := text.New("", article[lang], lang)
		caught, rejected := 0, 0
		for _, s := range c.planted {
			if summarize.Unproven(doc, s, lang) != "" {
				caught++
			} else {
				t.Logf("%s: let through: %s", lang, s)
			}
		}
		for _, s := range c.honest {
			if flaw := summarize.Unproven(doc, s, lang); flaw != "" {
				rejected++
				t.Logf("%s: rejected for %q: %s", lang, flaw, s)
			}
		}
		t.Logf("%s: %d of %d inventions caught, %d of %d true sentences rejected", lang, caught, len(c.planted), rejected, len(c.honest))
		if caught*100 < 95*len(c.planted) {
			t.Errorf("%s: only %d of %d inventions caught", lang, caught, len(c.planted))
		}
		if rejected*100 > 5*len(c.honest) {
			t.Errorf("%s: %d of %d true sentences rejected", lang, rejected, len(c.honest))
		}
	}
	t.Run("a translation keeps numbers and names by their sound", func(t *testing.T) {
		doc := text.New("", article["uk"], "uk")
		for s, ok := range map[string]bool{
			"The council of Richkove voted 23 to 7 to rebuild the bridge.": true,
			"Mayor Olena Hart said that nobody wants to wait.":             true,
			"The fund gives 12.5 million hryvnias.":                        true,
			"The fund gives 13.5 million hryvnias.":                        false,
			"Mayor Iryna Stoyan said that nobody wants to wait.":           false,
		} {
			if got := summarize.Unproven(doc, s, "en") == ""; got != ok {
				t.Errorf("%q: %v (%q)", s, got, summarize.Unproven(doc, s, "en"))
			}
		}
	})
}

// says is a Summarizer that says the same to everybody.
type says news.Summary

func (s says) Summarize(context.Context, summarize.Request) (news.Summary, error) {
	return news.Summary(s), nil
}

func TestFaithful(t *testing.T) {
	r := summarize.Request{Text: article["en"], Lang: "en"}
	speak := func(sentences ...string) says {
		s := says{Lang: "en", Method: news.Model}
		for _, text := range sentences {
			s.Sentences = append(s.Sentences, news.Sentence{Text: text})
		}
		return s
	}
	honest := claims["en"].honest
	t.Run("a sentence that fails is dropped", func(t *testing.T) {
		s, err := summarize.Faithful{Of: speak(honest[0], honest[1], "It costs 99 million.")}.Summarize(t.Context(), r)
		if err != nil || len(s.Sentences) != 2 || strings.Contains(s.Sentences[1].Text, "99") {
			t.Errorf("%+v, %v", s, err)
		}
	})
	t.Run("an answer that loses more than a third is rejected", func(t *testing.T) {
		_, err := summarize.Faithful{Of: speak(honest[0], "It costs 99 million.")}.Summarize(t.Context(), r)
		if !errors.Is(err, summarize.ErrUnproven) {
			t.Errorf("%v", err)
		}
	})
	t.Run("an extract passes as it is", func(t *testing.T) {
		want := says{Method: news.Extractive, Sentences: []news.Sentence{{Text: "99 million for Hillton."}}}
		if s, err := (summarize.Faithful{Of: want}).Summarize(t.Context(), r); err != nil || len(s.Sentences) != 1 {
			t.Errorf("%+v, %v", s, err)
		}
	})
}
