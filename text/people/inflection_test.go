package people_test

import "testing"

// Names in every case are one person's; what lists know is no person.
func TestInflection(t *testing.T) {
	for _, c := range []struct{ promise, lang, body, name string }{
		{"a first name in -на is no adjective", "uk", "Ми чекали на лист від Олени Савчук.", "Олена Савчук"},
		{"a first name in -ін is no surname", "uk", "Ми розмовляли з Мартіном Шульцом.", "Мартін Шульц"},
		{"Ігор is soft", "uk", "Лист від Ігоря Савченка надійшов учора.", "Ігор Савченко"},
		{"a surname in -ич is no woman's", "uk", "Лист від Івана Савича надійшов учора.", "Іван Савич"},
		{"a first name in -ина is no surname", "ru", "Письмо от Ирины Кравцовой пришло вчера.", "Ирина Кравцова"},
		{"a first name in -ин is no surname", "ru", "Мы говорили с Константином Лапшиным.", "Константин Лапшин"},
		{"a consonant's instrumental is no adjective's", "ru", "Мы говорили с Робертом Бергом.", "Роберт Берг"},
		{"a surname in -тон", "ru", "Мы говорили о книге Джона Клейтона.", "Джон Клейтон"},
	} {
		t.Run(c.promise, func(t *testing.T) {
			_, cast := find(c.body, c.lang)
			for _, p := range cast.People {
				if p.Name == c.name && !p.Body && !p.Place {
					return
				}
			}
			t.Errorf("no %q among %+v", c.name, cast.People)
		})
	}
}

func TestNobody(t *testing.T) {
	for _, c := range []struct{ promise, lang, body, name string }{
		{"a city whose stem changes", "uk", "Дорога до Києва довга.", "Києва"},
		{"a city of two words", "ru", "Дорога в Нью-Йорк длинная.", "Нью-Йорк"},
		{"a ministry's short name", "uk", "Лист від Мінфіну надійшов учора.", "Мінфіну"},
		{"an agency in another script", "ru", "Письмо от Reuters пришло вчера.", "Reuters"},
		{"the adjective of an institution", "ru", "Завтра будет заседание Федерального собрания.", "Федерального"},
	} {
		t.Run(c.promise, func(t *testing.T) {
			_, cast := find(c.body, c.lang)
			for _, p := range cast.People {
				if p.Name == c.name && !p.Body && !p.Place {
					t.Errorf("%q is taken for a person", c.name)
				}
			}
		})
	}
}

func TestRoleInItsCase(t *testing.T) {
	for _, c := range []struct{ promise, lang, body, name, role string }{
		{"a woman's office keeps its gender", "uk", "Ми подякували речниці Олені Савчук.", "Олена Савчук", "речниця"},
		{"-ець, -ця", "uk", "Ми подякували підприємцю Івану Савичу.", "Іван Савич", "підприємець"},
		{"-ец, -ца", "ru", "Письмо певца Сергея Лапшина пришло вчера.", "Сергей Лапшин", "певец"},
		{"-ал, -ала", "ru", "Мы говорили с генералом Сергеем Лапшиным.", "Сергей Лапшин", "генерал"},
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
