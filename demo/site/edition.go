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
	start := s.begin(lang, now)
	count := s.old + s.published(lang, now.Sub(start))
	list := make([]article, 0, shown)
	for i := count - 1; i >= 0 && len(list) < shown; i-- {
		if a, ok := s.number(lang, i, start); ok {
			list = append(list, a)
		}
	}
	return list
}

// find is the article with that name, if it is out.
func (s *Site) find(lang, slug string, now time.Time) (article, bool) {
	start := s.begin(lang, now)
	count := s.old + s.published(lang, now.Sub(start))
	for i := range count {
		if a, ok := s.number(lang, i, start); ok && a.Slug == slug {
			return a, true
		}
	}
	return article{}, false
}

// begin is when the language's first interval began: at the time that the
// options name, else when somebody first read it, so that nobody comes late to
// the demo.
func (s *Site) begin(lang string, now time.Time) time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.started[lang].IsZero() {
		// Seconds are as fine as the feeds tell times.
		s.started[lang] = now.UTC().Truncate(time.Second)
	}
	return s.started[lang]
}

// number is the article at place i of its language, with its time.
func (s *Site) number(lang string, i int, start time.Time) (article, bool) {
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
		a.Published = start.Add(-time.Duration(s.old-i) * 97 * time.Minute)
	} else {
		a.Published = start.Add(s.offset(lang, i-s.old))
	}
	return a, true
}

// first is when a language's first new article comes out: each a little later
// than the one before it, so that they do not come at once.
func (s *Site) first(lang string) time.Duration {
	for i, l := range languages {
		if l == lang {
			return s.every + time.Duration(i)*s.every/time.Duration(len(languages))
		}
	}
	return s.every
}

// step is between two articles of one language.
func (s *Site) step() time.Duration { return time.Duration(len(languages)) * s.every }

// quick is how many new articles of the language come at full pace.
func (s *Site) quick(lang string) int { return max(1, len(s.stock[lang])-s.old) }

// offset is when, after the start, new article n (from 0) of the language
// comes out.
func (s *Site) offset(lang string, n int) time.Duration {
	quick := s.quick(lang)
	if n < quick {
		return s.first(lang) + time.Duration(n)*s.step()
	}
	return s.first(lang) + time.Duration(quick-1)*s.step() + time.Duration(n-quick+1)*s.step()*slowdown
}

// published is how many new articles of the language are out, that long after
// the start.
func (s *Site) published(lang string, since time.Duration) int {
	if since < s.first(lang) {
		return 0
	}
	quick := s.quick(lang)
	last := s.offset(lang, quick-1)
	if since < last {
		return int((since-s.first(lang))/s.step()) + 1
	}
	return quick + int((since-last)/(s.step()*slowdown))
}
