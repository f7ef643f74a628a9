package main

import (
	"encoding/json"
	"time"

	"herald/news"
)

// The JSON shapes of the command line. Offsets are Unicode code points;
// everywhere else in the program they are bytes, so this file is the one place
// where they are counted.

type jsonSentence struct {
	Text  string `json:"text"`
	Start *int   `json:"start,omitempty"`
	End   *int   `json:"end,omitempty"`

	Article *int `json:"article,omitempty"` // which of several articles it is from, counted from 0
}

type jsonQuote struct {
	Text      string         `json:"text"`
	Parts     [][2]int       `json:"parts"`
	Speaker   string         `json:"speaker"`
	Role      string         `json:"role"`
	Mention   *[2]int        `json:"mention"`
	Cue       string         `json:"cue"`
	Certainty news.Certainty `json:"certainty"`
}

type jsonArticle struct {
	ID        json.RawMessage `json:"id,omitempty"` // of a line of extract --jsonl
	URL       string          `json:"url"`
	Title     string          `json:"title"`
	Byline    string          `json:"byline"`
	Published *string         `json:"published"`
	Site      string          `json:"site"`
	Lang      string          `json:"lang"`
	Image     string          `json:"image"`
	Text      string          `json:"text"`
}

// timestamp is a time as JSON has it: RFC 3339 in UTC, null where unknown.
func timestamp(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.UTC().Format(time.RFC3339)
	return &s
}

// points counts code points: it turns byte offsets into one text, asked for in
// any order, into offsets that people's other programs understand. A text of
// n bytes costs one pass and an entry for each 256 bytes.
type points struct {
	text  string
	marks []int // code points before byte 256*i
}

const stride = 256

func newPoints(text string) *points {
	p := &points{text: text, marks: make([]int, 0, len(text)/stride+1)}
	n := 0
	for i := 0; i < len(text); i++ {
		if i%stride == 0 {
			p.marks = append(p.marks, n)
		}
		if text[i]&0xC0 != 0x80 { // not a continuation byte: a code point begins
			n++
		}
	}
	return p
}

// at is the number of code points before byte i.
func (p *points) at(i int) int {
	if len(p.marks) == 0 {
		return 0
	}
	m := min(i/stride, len(p.marks)-1)
	n := p.marks[m]
	for j := m * stride; j < i; j++ {
		if p.text[j]&0xC0 != 0x80 {
			n++
		}
	}
	return n
}

func (p *points) span(s news.Span) [2]int { return [2]int{p.at(s.Start), p.at(s.End)} }

func (p *points) sentences(in []news.Sentence) []jsonSentence {
	out := make([]jsonSentence, 0, len(in))
	for _, s := range in {
		j := jsonSentence{Text: s.Text}
		if !s.Span.Empty() {
			span := p.span(s.Span)
			j.Start, j.End = &span[0], &span[1]
		}
		out = append(out, j)
	}
	return out
}

func (p *points) quotes(in []news.Quote) []jsonQuote {
	out := make([]jsonQuote, 0, len(in))
	for _, q := range in {
		j := jsonQuote{Text: q.Text, Parts: make([][2]int, 0, len(q.Parts)), Speaker: q.Speaker, Role: q.Role, Cue: q.Cue, Certainty: q.Certainty}
		for _, part := range q.Parts {
			j.Parts = append(j.Parts, p.span(part))
		}
		if !q.Mention.Empty() {
			m := p.span(q.Mention)
			j.Mention = &m
		}
		out = append(out, j)
	}
	return out
}

func articleShape(a news.Article) jsonArticle {
	return jsonArticle{URL: a.URL, Title: a.Title, Byline: a.Byline, Published: timestamp(a.Published), Site: a.Site, Lang: a.Lang, Image: a.Image, Text: a.Body}
}
