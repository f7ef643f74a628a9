package summarize_test

import (
	"fmt"
	"strings"
	"testing"

	"herald/summarize"
	"herald/text"
)

// TestReadsAlone holds the extract to what a reader needs who has not seen the
// article. never is what no summary of up to four sentences may hold, unless
// it also holds the sentence that it leans on; once is what one of them must.
func TestReadsAlone(t *testing.T) {
	for _, c := range []struct{ name, lang, title, body, never, unless, once string }{
		{"a speaker behind a quotation has a name, not a pronoun", "en", "", `Mayor Ellen Hart came to the hall of Riverton on Tuesday.

It rained all day long in the hills.

"We waited two years for the bridge, and nobody in Riverton wants to wait for a third," she told reporters.

The bridge of Riverton was closed after the flood of March, and the railway with it.

The bakery sells bread again.`, `," she told`, "", `for a third," [Hart] told reporters`},
		{"він за словами стає ім'ям", "uk", "", `До зали ради прийшов у вівторок міський голова Андрій Гайовий.

Цілий день ішов дощ.

«Ми чекали на міст два роки, і ніхто в Річковому не хоче чекати третього», — сказав він журналістам.

Міст у Річковому закрили після березневої повені, а з ним і залізницю.

Пекарня знову продає хліб.`, "сказав він", "", "— сказав [Гайовий] журналістам"},
		{"«На ній» needs what stands before it", "uk", "", `Рада зібралася на позачергову сесію у вівторок увечері.

У залі було людно, і багато хто стояв біля дверей.

На ній депутати Річкового погодили відбудову старого мосту, залізниці та школи за 12,5 млн гривень.

Роботи на мосту, залізниці та у школі Річкового почнуться в червні.

Депутати розійшлися пізно.`, "\nНа ній", "біля дверей.", ""},
		{"who only published the news is no news", "ru", "", `В Речном во вторник загорелся склад пиломатериалов на улице Береговой.

Об этом сообщает местная полиция.

Огонь уничтожил крышу склада и два грузовика, которые стояли во дворе.

Пожарные работали на складе шесть часов, никто не пострадал.

Склад построили четыре года назад.`, "Об этом сообщает", "", ""},
		{"the person who said it is", "ru", "", `Речное начнет восстанавливать старый каменный мост уже в июне этого года.

Об этом заявила мэр города Елена Харт.`, "", "", "Об этом заявила мэр города Елена Харт."},
		{"a line that announces a list is left out", "ru", "", `Городской совет Речного во вторник одобрил восстановление старого каменного моста.

Совет Речного одобрил также восстановление моста, дороги и школы:

Мост построят за восемнадцать месяцев.

Дорогу к мосту расширят до двух полос.

Школа получит новую крышу.`, "и школы:", "", ""},
		{"the same is not said twice", "en", "", `The commission ruled that the bill number 6011 on the courts of Riverton must be withdrawn.

According to the ruling of the commission, the bill number 6011 on the courts of Riverton must be withdrawn.

Judges were chosen by the mayor until now.

The council has a month to answer.

The hearings were public, and traders of the old town spoke at them for two days.`, "withdrawn.\nAccording to the ruling", "", ""},
		{"speech behind a dash needs its speaker", "uk", "", `Десять рятувальників із Річкового виїхали в середу на схід країни.

– На сході ми будемо допомагати рятувальникам, які працюють там від початку повені. Звичайно, буде нелегко, – каже Дмитро Мак, рятувальник із Річкового.

Рятувальники повернуться через місяць.

Їх проводжали рідні.

Це третя поїздка загону.`, "– На сході ми", "", ""},
		{"two strokes are a quotation mark", "en", "", `The senator of Riverton told the voters on Tuesday that the bridge will be rebuilt.

''We will fight. We will fight back for the bridge of Riverton and for the voters.''

The voters waited in the rain for two hours.

The bridge was closed in March after the flood.

The railway opens in June.`, "We will fight", "", ""},
		{"a repeated piece of the headline is no sentence", "en", "Bridge to be rebuilt; Council votes after two years of waiting", `Council votes after two years of waiting.

The council of Riverton agreed on Tuesday to rebuild the stone bridge, which a flood destroyed.

The work starts in June and takes eighteen months.

Traders of the old town were pleased.

The ferry runs until then.`, "Council votes after", "", ""},
		{"an address to write to is no news", "en", "", `The council of Riverton agreed on Tuesday to rebuild the stone bridge, which a flood destroyed. Email your stories of the bridge of Riverton to stories@example.org. The work on the bridge starts in June and takes eighteen months. Traders of the old town of Riverton were pleased. The ferry runs until then.`, "@", "", ""},
		{"a quotation over paragraphs is closed in its last", "ru", "", `Сборная Речного проиграла в Хиллтоне со счетом 0:2 и не поедет на чемпионат.

После матча выступил тренер Речного Андрей Гай: "Я доволен ребятами, но мне жаль.

Команда Речного показала в Хиллтоне командный футбол, и сборная Речного еще поедет на чемпионат.

Молодые ребята Речного, которых сборная подпускает к чемпионату, растут", – сказал тренер.

Матч в Хиллтоне смотрели двадцать тысяч зрителей.

Следующий чемпионат пройдет через четыре года.`, "показала в Хиллтоне", "", ""},
		{"what follows a retelling at the end is retelling", "uk", "", `Пілот Роман Грай випустив книгу рецептів, до якої ввійшли страви з усього світу.

Книга рецептів пілота з'явиться в крамницях наприкінці місяця.

Ціна книги — двадцять крон.

Нагадаємо, у нинішньому чемпіонаті пілот іде на тринадцятому місці.

Пілот Роман Грай народився в Річковому, де й випустив книгу рецептів світу.

Етап чемпіонату пройде в Річковому в суботу.`, "народився", "", ""},
		{"words without a speaker are left out", "en", "", `The bridge of Riverton will be rebuilt for 12.5 million crowns, the council decided on Tuesday.

Mayor Ellen Hart spoke to the voters for an hour.

"The bridge of Riverton will be rebuilt by the council for the voters of the town."

The voters of Riverton had waited for the bridge in the rain.

The railway was closed in March and opens again in June.`, "\n\"The bridge", "for an hour.", ""},
		{"a headline between the lines is left out", "en", "", `The bridge of Riverton will be rebuilt for 12.5 million crowns, the council decided on Tuesday. The work on it starts in June. Traders of the old town of Riverton were pleased. The ferry runs until then. Council of Riverton finds 12.5 million crowns for the bridge of the town

The railway opens in June.`, "finds 12.5", "", ""},
		{"an answer needs its question", "uk", "", `Учні Річкового п'ють замало води, і це шкодить навчанню. Що ми бачимо на прилавках шкільних буфетів Річкового? Переважно солодкі напої для учнів Річкового та соки в пакетах, а води на прилавках шкільних буфетів замало.

Лікарі радять учням склянку води на кожному уроці.

Буфети Річкового обіцяють воду з вересня.

Вода буде безкоштовною.`, "\nПереважно", "Що ми бачимо", ""},
		{"a count goes on from what stands before it", "en", "", `The council of Riverton agreed on Tuesday to rebuild the stone bridge for 12.5 million crowns.

First of all, the bridge of Riverton needs stone, the council of Riverton said on Tuesday.

Since then the council of Riverton bought stone for the bridge for 2 million crowns.

Traders were pleased.

The ferry runs until then.`, "\nSince then", "First of all", ""},
		{"a shark is not the diver", "ru", "", `На западе острова Речного тигровая акула бросилась на водолаза, который снимал ее на видео.

Тимотен ван Билен спустился под воду у берегов острова Речного, чтобы снять акулу.

Она направилась у берегов острова Речного к водолазу, который снимал акулу на видео, но в последний момент развернулась и уплыла.

Водолаз вернулся на берег.

Погода была хорошей.`, "Билен] направилась", "", ""},
		{"she of an evening is nobody", "ru", "", `Вера Витлова играет в шахматы с детства и живет в Речном.

Турнир шел девять дней.

В воскресенье вечером она доставила слона на поле турнира в Речном, и сильнейший шахматист Речного остановил часы.

Зрители турнира в Речном аплодировали шахматисту.

Приз турнира дал завод.`, "вечером она", "Турнир шел", ""},
		{"a name behind a preposition is not who he is", "uk", "", `Активіст Гомер Баїв живе в Річковому.

Він пише спогади.

Із Петром Григоровичем він познайомився 1968 року у столиці, куди з усіх районів приїхали люди.

До столиці приїхали люди з усіх районів, щоб висловити протест.

Протест тривав три дні.`, "Григоровичем він", "Він пише спогади.", ""},
		{"a verb of saying within somebody's words does not say whose they are", "en", "", `The bridge of Riverton will be rebuilt for 12.5 million crowns, the council decided on Tuesday.

Photographer Leonard Pell spent a year with the voters of the town.

"I wanted to show the voters of Riverton and the bridge as the council had never reported the bridge of Riverton."

The voters of Riverton had waited for the bridge in the rain.

The railway was closed in March and opens again in June.`, "\n\"I wanted", "a year with", ""},
		{"a mark that was never closed spoils only its own words", "en", "", `"I promote hope," said Mayor Ellen Hart of Riverton. "Many of the voters of Riverton have waited. They still wait for the bridge. The council of Riverton met on Tuesday. "The bridge of Riverton will be rebuilt by the council," said the mayor. The work on the bridge of Riverton starts in June, the council decided on Tuesday. The voters were pleased. The ferry runs until then.`, "Many of", "", "The work on the bridge of Riverton starts"},
	} {
		t.Run(c.name, func(t *testing.T) {
			doc := text.New(c.title, c.body, c.lang)
			all := ""
			for n := 1; n <= 4; n++ {
				picked := texts(summarize.Extract(doc, summarize.Budget{Sentences: n}))
				got := "\n" + strings.Join(picked, "\n") + "\n"
				all += got
				if c.never != "" && strings.Contains(got, c.never) && (c.unless == "" || !strings.Contains(got, c.unless)) {
					t.Errorf("%d sentences hold %q:%s", n, c.never, got)
				}
			}
			if !strings.Contains(all, c.once) {
				t.Errorf("no summary holds %q:%s", c.once, all)
			}
		})
	}
}

// No third sentence is worth the news, and one that goes on about its people is
// no repetition.
func TestTheNewsIsNotGivenUpForMoreSentences(t *testing.T) {
	doc := text.New("", `Riverton's mayor Ellen Hart said she had not read a letter published by the Riverton Post in which her envoy Paul Stone told the adviser of governor Adam Wood, Peter Lane, how to speak to the mayor, but called such letters a usual part of the talks on the bridge.

"Well, I have not. He has to sell the bridge to Wood. That is what an envoy does," Hart said.

After the talks with Lane, Stone met governor Wood's envoy Carl Pike in Hilltown. They discussed the governor's position on the bridge and agreed on how hard Riverton should defend its demands. Later, on October 29, Pike and Lane spoke on the telephone about the risks of a misunderstanding on the part of Riverton and the possible compromises that would allow an agreement.

"The bridge comes closer," Pike said in Hilltown.`, "en")
	for n := 2; n <= 6; n++ {
		got := texts(summarize.Extract(doc, summarize.Budget{Sentences: n}))
		if !strings.HasPrefix(got[0], "Riverton's mayor Ellen Hart said") {
			t.Errorf("%d sentences do not open with the news: %q", n, got)
		}
		if len(got) < 2 {
			t.Errorf("%d sentences: %q", n, got)
		}
	}
}

// rounds is a text again and again, but for a word in each sentence.
func rounds(s string, n int) string {
	all := s
	for i := range n - 1 {
		more := fmt.Sprintf(" of round %d.", i)
		all += "\n\n" + strings.NewReplacer(". ", more+" ", ".\n", more+"\n").Replace(s+"\n")
	}
	return all
}
