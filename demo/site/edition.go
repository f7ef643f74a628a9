package site

import "time"

// languages in the order in which the paper's articles take turns.
var languages = [...]string{"en", "uk", "ru"}

// slowdown is by how much the notes come slower than the written articles:
// once a visitor has seen what there is to see, the chat should come to rest.
const slowdown = 4

// shown is how many articles a feed and a front page hold.
const shown = 20

// edition is what the paper of one language holds at a moment, newest first.
// It is a pure function of the time.
func (s *Site) edition(lang string, now time.Time) []article {
	turn := turnOf(lang)
	count := s.old + s.published(turn, now)
	list := make([]article, 0, shown)
	for i := count - 1; i >= 0 && len(list) < shown; i-- {
		if a, ok := s.number(lang, i); ok {
			list = append(list, a)
		}
	}
	return list
}

// find is the article with that name, if it is out.
func (s *Site) find(lang, slug string, now time.Time) (article, bool) {
	count := s.old + s.published(turnOf(lang), now)
	for i := range count {
		if a, ok := s.number(lang, i); ok && a.Slug == slug {
			return a, true
		}
	}
	return article{}, false
}

// number is the article at place i of its language, with its time.
func (s *Site) number(lang string, i int) (article, bool) {
	var a article
	if stock := s.stock[lang]; i < len(stock) {
		a = stock[i]
	} else {
		var err error
		// Every note of a whole round is made by a test, so none fails here.
		if a, err = s.notes[lang].note(i - len(stock)); err != nil {
			return article{}, false
		}
	}
	if i < s.old {
		a.Published = s.start.Add(-time.Duration(s.old-i) * 97 * time.Minute)
	} else {
		a.Published = s.start.Add(s.offset(turnOf(lang), i-s.old))
	}
	return a, true
}

// offset is when, after the start, new article n (from 0) of the language
// comes out.
func (s *Site) offset(turn, n int) time.Duration {
	step := time.Duration(len(languages)) * s.every
	first := time.Duration(turn+1) * s.every
	quick := s.quick(turn)
	if n < quick {
		return first + time.Duration(n)*step
	}
	return first + time.Duration(quick-1)*step + time.Duration(n-quick+1)*step*slowdown
}

// published is how many new articles of the language are out.
func (s *Site) published(turn int, now time.Time) int {
	since := now.Sub(s.start)
	if since < s.offset(turn, 0) {
		return 0
	}
	step := time.Duration(len(languages)) * s.every
	quick := s.quick(turn)
	last := s.offset(turn, quick-1)
	if since < last {
		return int((since-s.offset(turn, 0))/step) + 1
	}
	return quick + int((since-last)/(step*slowdown))
}

// quick is how many new articles of the language come at full pace.
func (s *Site) quick(turn int) int { return max(1, len(s.stock[languages[turn]])-s.old) }

func turnOf(lang string) int {
	for i, l := range languages {
		if l == lang {
			return i
		}
	}
	return 0
}
