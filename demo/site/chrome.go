package site

// words are what stands around the stories, in the language of the pages.
type words struct {
	Name, Motto                                            string
	Nav                                                    []string
	Latest, Share, Copy, Photo, Read, ReadAlso, Ad, AdText string
	Newsletter, NewsletterText, Cookies, Accept            string
	Footer, Comments, Front, By                            string
	Dateline                                               string // layout of time.Format for the date line
}

// chrome is each language's furniture. It is never changed.
var chrome = map[string]words{
	"en": {
		Name: "Three Rivers Courier", Motto: "News of the Sound, the Corran and the hills",
		Nav:    []string{"City", "Transport", "Business", "Science", "Culture", "Sport"},
		Latest: "Latest", Share: "Share", Copy: "Copy link", Photo: "Photo", Read: "min read", ReadAlso: "Read also",
		Ad: "AD", AdText: "Achterberg & Daughters: umbrellas that come back to you. Quay Street 11.",
		Newsletter: "The morning letter", NewsletterText: "Subscribe to our newsletter and get five stories before breakfast.",
		Cookies: "We use one cookie, to remember that you have read this.", Accept: "Accept",
		Footer: "© Three Rivers Courier. All people, towns and events on this site are invented.", Comments: "12 comments", Front: "Front page", By: "By",
		Dateline: "15:04 02.01.2006",
	},
	"uk": {
		Name: "Вісник Трьох Річок", Motto: "Новини Луги, Корини та пагорбів",
		Nav:    []string{"Місто", "Транспорт", "Економіка", "Наука", "Культура", "Спорт"},
		Latest: "Останні новини", Share: "Поділитися", Copy: "Копіювати посилання", Photo: "Фото", Read: "хв читання", ReadAlso: "Читайте також",
		Ad: "РЕКЛАМА", AdText: "Парасольки «Козоріз і доньки» завжди повертаються. Набережна, 11.",
		Newsletter: "Ранковий лист", NewsletterText: "Підпишіться на розсилку: п’ять новин до сніданку.",
		Cookies: "Ми використовуємо один файл cookie, щоб пам’ятати, що ви це прочитали.", Accept: "Гаразд",
		Footer: "© Вісник Трьох Річок. Усі люди, міста й події на цьому сайті вигадані.", Comments: "12 коментарів", Front: "Головна", By: "Автор:",
		Dateline: "15:04 02.01.2006",
	},
	"ru": {
		Name: "Вестник Трёх Рек", Motto: "Новости Луги, Корины и холмов",
		Nav:    []string{"Город", "Транспорт", "Экономика", "Наука", "Культура", "Спорт"},
		Latest: "Последние новости", Share: "Поделиться", Copy: "Скопировать ссылку", Photo: "Фото", Read: "мин чтения", ReadAlso: "Читайте также",
		Ad: "РЕКЛАМА", AdText: "Зонты «Ахтырская и дочери» всегда возвращаются. Набережная, 11.",
		Newsletter: "Утреннее письмо", NewsletterText: "Подпишитесь на рассылку: пять новостей до завтрака.",
		Cookies: "Мы используем один файл cookie, чтобы помнить, что вы это прочли.", Accept: "Хорошо",
		Footer: "© Вестник Трёх Рек. Все люди, города и события на этом сайте вымышлены.", Comments: "12 комментариев", Front: "Главная", By: "Автор:",
		Dateline: "15:04 02.01.2006",
	},
}
