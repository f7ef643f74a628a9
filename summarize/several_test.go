package summarize_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"herald/news"
	"herald/summarize"
	"herald/text"
)

// told are articles of several houses on one story, in two languages.
var told = map[string][]summarize.Article{
	"en": {
		{
			Title: "Dam gate jams above Ostren", Lang: "en", Published: time.Date(2026, 11, 20, 7, 0, 0, 0, time.UTC),
			Text: `A steel gate of the Kallo dam jammed on Friday morning and the water rose by two metres in the valley above Ostren, the river authority said.

About 900 people were told to leave their houses in the lower streets of Ostren. Schools stayed closed and the railway stopped all trains between Ostren and Mirn.

The gate dates from 1964. It was due to be replaced next spring.

"There is no danger that the dam breaks," said Petra Lindqvist, the head of the river authority.

The valley has known floods before. In 1987 the water stood in the church for a week.`,
		},
		{
			Title: "Hundreds leave homes below jammed dam", Lang: "en", Published: time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC),
			Text: `Some 900 residents of Ostren left their homes on Friday after a steel gate of the Kallo dam jammed and the water rose by two metres, the river authority said.

Divers worked on the gate all morning. They found a tree trunk of eleven metres between the gate and its rail.

The town opened its sports hall, and the Red Cross brought 400 beds. Most people went to relatives.

Mayor Tomas Adler asked the government to pay for the damage, which he put at six million crowns.`,
		},
		{
			Title: "Ostren goes home after divers free dam gate", Lang: "en", Published: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC),
			Text: `Divers freed the jammed gate of the Kallo dam on Sunday, and the 900 people who had left Ostren may go home, the river authority said.

The water fell by a metre and a half within five hours. Trains to Mirn run again from Monday.

"We cut the trunk into nine pieces with a saw that works under water," said Ilse Brandt, who led the divers.

The government promised to replace the gate before Christmas instead of next spring.`,
		},
	},
	"uk": {
		{
			Title: "На Каллівській греблі заклинило затвор", Lang: "uk", Published: time.Date(2026, 11, 20, 7, 0, 0, 0, time.UTC),
			Text: `На Каллівській греблі у п'ятницю вранці заклинило сталевий затвор, і вода в долині над Остренем піднялася на два метри, повідомило управління річок.

Близько 900 мешканців нижніх вулиць Остреня попросили залишити домівки. Школи не працюють, потяги між Остренем і Мирном зупинено.

Затвор встановили 1964 року. Його мали замінити навесні.`,
		},
		{
			Title: "Водолази звільнили затвор греблі", Lang: "uk", Published: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC),
			Text: `Водолази в неділю звільнили затвор Каллівської греблі, і 900 мешканців Остреня можуть повернутися додому, повідомило управління річок.

Вода спала на півтора метра за п'ять годин. Потяги до Мирна знову курсуватимуть з понеділка.

Уряд пообіцяв замінити затвор до Різдва, а не навесні.`,
		},
	},
}

// of is a request for one summary over all articles.
func of(articles []summarize.Article, b summarize.Budget) summarize.Request {
	a := articles[0]
	return summarize.Request{Title: a.Title, Text: a.Text, Lang: a.Lang, Published: a.Published, Others: articles[1:], Budget: b}
}

func TestSeveralArticles(t *testing.T) {
	for lang, articles := range told {
		t.Run(lang, func(t *testing.T) {
			for _, b := range []summarize.Budget{summarize.Short, summarize.Normal, summarize.Long, {Words: 60}} {
				r := of(articles, b)
				s, err := summarize.Extractive{}.Summarize(t.Context(), r)
				if err != nil || s.Lang != lang || s.Method != news.Extractive || len(s.Sentences) == 0 || b.Sentences > 0 && len(s.Sentences) > b.Sentences {
					t.Fatalf("%+v: %+v, %v", b, s, err)
				}
				for i, line := range s.Sentences {
					a := articles[line.Article]
					if source := a.Text[line.Span.Start:line.Span.End]; !strings.Contains(line.Text, "[") && source != line.Text {
						t.Errorf("%q is not what article %d has there: %q", line.Text, line.Article, source)
					}
					if i > 0 && line.Article < s.Sentences[i-1].Article {
						t.Errorf("articles of different days are out of order: %+v", s.Sentences)
					}
				}
				if b.Words > 0 && len(strings.Fields(strings.Join(texts(s.Sentences), " "))) > b.Words {
					t.Errorf("longer than %d words: %q", b.Words, texts(s.Sentences))
				}
			}
		})
	}
	t.Run("what several articles tell is told once", func(t *testing.T) {
		s, _ := summarize.Extractive{}.Summarize(t.Context(), of(told["en"], summarize.Long))
		all := strings.Join(texts(s.Sentences), " ")
		t.Log(all)
		if n := strings.Count(all, "two metres"); n != 1 {
			t.Errorf("the water rises %d times in %s", n, all)
		}
		if from := s.Sentences[len(s.Sentences)-1].Article; from != 2 {
			t.Errorf("the end of the story, article 2, is missing; the last sentence is of %d", from)
		}
	})
	t.Run("the same article twice is one", func(t *testing.T) {
		a := told["en"][1]
		once, _ := summarize.Extractive{}.Summarize(t.Context(), of([]summarize.Article{a}, summarize.Normal))
		twice, _ := summarize.Extractive{}.Summarize(t.Context(), of([]summarize.Article{a, a}, summarize.Normal))
		got := texts(twice.Sentences)
		slices.Sort(got)
		if len(got) != len(slices.Compact(slices.Clone(got))) || len(once.Sentences) != len(got) {
			t.Errorf("once %q\ntwice %q", texts(once.Sentences), got)
		}
	})
	t.Run("without times the article that says most comes first", func(t *testing.T) {
		articles := slices.Clone(told["en"])
		for i := range articles {
			articles[i].Published = time.Time{}
		}
		s, _ := summarize.Extractive{}.Summarize(t.Context(), of(articles, summarize.Long))
		seen := map[int]bool{}
		last := -1
		for _, line := range s.Sentences {
			if line.Article != last && seen[line.Article] {
				t.Errorf("article %d comes twice: %+v", line.Article, s.Sentences)
			}
			seen[line.Article], last = true, line.Article
		}
	})
	t.Run("articles in two languages share their names and numbers", func(t *testing.T) {
		s, err := summarize.Extractive{}.Summarize(t.Context(), of([]summarize.Article{told["uk"][0], told["en"][2]}, summarize.Normal))
		if err != nil || s.Lang != "uk" || len(s.Sentences) == 0 {
			t.Errorf("%+v, %v", s, err)
		}
	})
	t.Run("articles without a story are passed over", func(t *testing.T) {
		for _, articles := range [][]summarize.Article{{{}, told["en"][0], {Text: "Share\n\nAdvertisement"}}, {told["en"][0], {}}} {
			s, err := summarize.Extractive{}.Summarize(t.Context(), of(articles, summarize.Normal))
			if err != nil || len(s.Sentences) == 0 {
				t.Errorf("%+v, %v", s, err)
			}
			for _, line := range s.Sentences {
				if articles[line.Article].Title != told["en"][0].Title {
					t.Errorf("%q is said to be of article %d", line.Text, line.Article)
				}
			}
		}
		if s, err := (summarize.Extractive{}).Summarize(t.Context(), of([]summarize.Article{{}, {}}, summarize.Normal)); err != nil || len(s.Sentences) != 0 {
			t.Errorf("of nothing: %+v, %v", s, err)
		}
	})
	t.Run("more articles than are read are no fault", func(t *testing.T) {
		var many []summarize.Article
		for range 30 {
			many = append(many, told["en"]...)
		}
		s, err := summarize.Extractive{}.Summarize(t.Context(), of(many, summarize.Long))
		if err != nil || len(s.Sentences) == 0 {
			t.Errorf("%+v, %v", s, err)
		}
		docs, times := make([]*text.Doc, 90), make([]time.Time, 90)
		for i, a := range many {
			docs[i] = text.New(a.Title, a.Text, a.Lang)
		}
		if got := summarize.ExtractSeveral(docs, times, summarize.Normal); len(got) != 3 {
			t.Errorf("of 90 articles %q", texts(got))
		}
	})
	t.Run("a ctx that is done ends it", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := (summarize.Extractive{}).Summarize(ctx, of(told["en"], summarize.Normal)); err == nil {
			t.Error("it went on")
		}
	})
}

func BenchmarkSeveral(b *testing.B) {
	articles := slices.Clone(told["en"])
	for i := range articles {
		articles[i].Text = strings.Repeat(articles[i].Text+"\n\n", 5) // about 600 words each
	}
	r := of(articles, summarize.Normal)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := (summarize.Extractive{}).Summarize(b.Context(), r); err != nil {
			b.Fatal(err)
		}
	}
}
