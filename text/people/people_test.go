package people_test

import (
	"testing"

	"herald/text"
	"herald/text/marks"
	"herald/text/people"
)

func find(body, lang string) (*text.Doc, *people.Cast) {
	doc := text.New("", body, lang)
	return doc, people.Find(doc, marks.Find(doc))
}

func TestNames(t *testing.T) {
	for _, c := range []struct{ promise, lang, body, name, role string }{
		{"a surname is the person named in full", "en", "Mayor Anna Bell was late. Bell ran.", "Anna Bell", "Mayor"},
		{"an initial is the first name's", "en", "A. Bell was late. Later Anna Bell ran.", "Anna Bell", ""},
		{"a role before the name", "en", "They met Putin's special representative Viktor Maly in Vienna.", "Viktor Maly", "Putin's special representative"},
		{"a role behind the name", "en", "They met Ellen Ward, a nurse from the valley, in Vienna.", "Ellen Ward", "nurse from the valley"},
		{"a short first name is the full one's", "en", "Senator William Drew was late. Bill ran.", "William Drew", "Senator"},
		{"the genitive becomes the nominative", "uk", "Ми чекали на Віталія Коваленка до вечора.", "Віталій Коваленко", ""},
		{"a man's genitive is no woman", "uk", "Ми говорили з учителем про Олександра Бойка. Олександр Бойко мовчав.", "Олександр Бойко", ""},
		{"the instrumental becomes the nominative", "ru", "Встреча с Сергеем Лапшиным прошла утром.", "Сергей Лапшин", ""},
		{"a woman stays a woman", "ru", "Мы говорили с Ириной Кравцовой. Кравцова ушла.", "Ирина Кравцова", ""},
	} {
		t.Run(c.promise, func(t *testing.T) {
			_, cast := find(c.body, c.lang)
			for _, p := range cast.People {
				if p.Name == c.name {
					if p.Role != c.role {
						t.Errorf("role %q, want %q", p.Role, c.role)
					}
					return
				}
			}
			t.Errorf("no %q among %+v", c.name, cast.People)
		})
	}
}

func TestOpening(t *testing.T) {
	for _, c := range []struct {
		promise, lang, body string
		sentence            int
		want                string
	}{
		{"she is the woman", "en", "Paul Drew met Maria Lopez. She laughed.", 1, "Maria Lopez"},
		{"he is the subject before", "en", "Paul Drew wrote to Tom Ray. He got no answer.", 1, "Paul Drew"},
		{"the minister is who was called one", "en", "The minister, Anna Bell, came. Tom Ray went. The minister stayed.", 2, "Anna Bell"},
		{"вона – жінка", "uk", "Андрій Мельник зустрів Олену Савчук. Вона сміялася.", 1, "Олена Савчук"},
		{"министр – тот, кто так назван", "ru", "Министр Сергей Лапшин приехал. Министр молчал.", 1, "Сергей Лапшин"},
		{"a name is no pronoun", "en", "Paul Drew came. Paul Drew went.", 1, ""},
		{"nobody is known", "en", "It rained. He ran.", 1, ""},
	} {
		t.Run(c.promise, func(t *testing.T) {
			_, cast := find(c.body, c.lang)
			who, ok := cast.Opening(c.sentence)
			if ok != (c.want != "") || who.Name != c.want {
				t.Errorf("got %q, want %q", who.Name, c.want)
			}
		})
	}
}

func FuzzFind(f *testing.F) {
	f.Add("Anna Bell met A. Bell. She said “he”.", "en")
	f.Add("За словами Олександра Бойка, він — міністр.", "uk")
	f.Fuzz(func(t *testing.T, body, lang string) {
		doc, cast := find(body, lang)
		at := 0
		for _, m := range cast.Mentions {
			if m.Start < at || m.End <= m.Start || m.Person >= len(cast.People) {
				t.Fatalf("mention %+v after %d", m, at)
			}
			at = m.End
		}
		for i := range doc.Sentences {
			cast.Opening(i)
		}
	})
}
