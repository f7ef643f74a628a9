package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"runtime"

	"herald/news"
	"herald/quotes"
	"herald/summarize"
	"herald/text"
)

// analyzeCmd answers line by line, in order, and never stops for a line that
// cannot be read.
type analyzeCmd struct {
	budgetFlags
	modelFlag
}

// Bounds of the input: a text as long as the other verbs take, and a line that
// holds such a text with every letter escaped.
const (
	maxText = 10 << 20
	maxLine = 64 << 20
)

// byteOrderMark is what some editors write before the first line.
const byteOrderMark = "\ufeff"

type analyzeIn struct {
	ID    json.RawMessage `json:"id"` // given back as it came
	Title string          `json:"title"`
	Text  *string         `json:"text"`
	Lang  string          `json:"lang"`
}

type analyzeOut struct {
	ID      json.RawMessage `json:"id"`
	Lang    string          `json:"lang"`
	Method  news.Method     `json:"method"`
	Summary []jsonSentence  `json:"summary"`
	Quotes  []jsonQuote     `json:"quotes"`
}

// lineFault is the answer to a line that has none.
type lineFault struct {
	ID    json.RawMessage `json:"id"` // null where there was none
	Error string          `json:"error"`
}

// Run reads lines, analyses them on all cores and writes the answers in the
// order of the lines. The channel of answers bounds what is in memory.
func (c *analyzeCmd) Run(w world) error {
	budget, err := c.budget()
	if err != nil {
		return err
	}
	summarizer, _, _, err := c.engines(w)
	if err != nil {
		return err
	}
	answers := make(chan chan []byte, 2*runtime.GOMAXPROCS(0))
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	readErr := make(chan error, 1)
	go func() {
		defer close(answers)
		readErr <- eachLine(w.stdin, func(line []byte, err error) bool {
			answer := make(chan []byte, 1)
			select {
			case answers <- answer:
			case <-w.ctx.Done():
				return false
			}
			slots <- struct{}{}
			go func() {
				defer func() { <-slots }()
				answer <- c.answer(w, summarizer, budget, line, err)
			}()
			return true
		})
	}()
	out := bufio.NewWriterSize(w.stdout, 1<<16)
	for answer := range answers {
		line := <-answer
		if _, err := out.Write(append(line, '\n')); err != nil {
			return fmt.Errorf("standard output: %w", err)
		}
		if len(answers) == 0 { // nobody waits for the rest of a buffer
			if err := out.Flush(); err != nil {
				return fmt.Errorf("standard output: %w", err)
			}
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("standard output: %w", err)
	}
	if err := <-readErr; err != nil {
		return fmt.Errorf("standard input: %w", err)
	}
	return w.ctx.Err()
}

// answer is the line for one text; every fault is an answer too.
func (c *analyzeCmd) answer(w world, s summarize.Summarizer, b summarize.Budget, line []byte, err error) []byte {
	in, err := readLine(line, err)
	if err != nil {
		return encode(lineFault{ID: in.ID, Error: err.Error()})
	}
	doc := text.New(in.Title, *in.Text, in.Lang)
	out := analyzeOut{ID: in.ID, Lang: doc.Lang, Method: news.Extractive}
	p := newPoints(*in.Text)
	out.Quotes = p.quotes(quotes.Find(doc))
	if !c.LLM { // the text is cut already
		out.Summary = p.sentences(summarize.Extract(doc, b))
		return encode(out)
	}
	summary, err := s.Summarize(w.ctx, summarize.Request{Title: in.Title, Text: *in.Text, Lang: doc.Lang, Budget: b, Model: true})
	if err != nil {
		return encode(lineFault{ID: in.ID, Error: err.Error()})
	}
	out.Method, out.Summary = summary.Method, p.sentences(summary.Sentences)
	return encode(out)
}

func readLine(line []byte, err error) (analyzeIn, error) {
	var in analyzeIn
	if err != nil {
		return in, err
	}
	if err := json.Unmarshal(line, &in); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) && kind.Field != "" {
			return in, fmt.Errorf("%q must be a %s", kind.Field, kind.Type.Kind())
		}
		return analyzeIn{}, errors.New("the line is not a JSON object")
	}
	switch {
	case len(in.ID) == 0 || string(in.ID) == "null":
		return in, errors.New(`"id" is missing`)
	case in.Text == nil:
		return in, errors.New(`"text" is missing`)
	case len(*in.Text) > maxText:
		return in, fmt.Errorf("the text is longer than %d MB", maxText>>20)
	}
	return in, nil
}

// eachLine calls take with every line that is not blank, or with the reason
// why it is too long to be read; it stops when take says so.
func eachLine(r io.Reader, take func(line []byte, err error) bool) error {
	in := bufio.NewReaderSize(r, 1<<16)
	if mark, _ := in.Peek(len(byteOrderMark)); string(mark) == byteOrderMark {
		_, _ = in.Discard(len(byteOrderMark)) // it was peeked at: it is there
	}
	for {
		line, long, err := boundedLine(in)
		switch {
		case long:
			if !take(nil, fmt.Errorf("the line is longer than %d MB", maxLine>>20)) {
				return nil
			}
		case len(bytes.TrimSpace(line)) > 0:
			if !take(line, nil) {
				return nil
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// boundedLine is the next line in memory of its own; of a line that is too
// long only the fact.
func boundedLine(in *bufio.Reader) (line []byte, long bool, err error) {
	for {
		part, err := in.ReadSlice('\n')
		if !long {
			line = append(line, part...)
		}
		if len(line) > maxLine {
			line, long = nil, true
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, long, err
		}
	}
}

// encode is one JSON line without its newline. Letters stay letters: no
// escapes for <, > and &.
func encode(v any) []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil { // our own shapes always encode
		return []byte(`{"id":null,"error":"the answer cannot be written as JSON"}`)
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}
