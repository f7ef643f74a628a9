package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"herald/news"
	"herald/reader"
)

// extractLines answers each line of pages that lie in files, in order.
func extractLines(w world) error {
	var failed error
	err := eachLine(w.stdin, func(line []byte, err error) bool {
		failed = printJSON(w.stdout, extractLine(line, err))
		return failed == nil && w.ctx.Err() == nil
	})
	if failed != nil {
		return failed
	}
	if err != nil {
		return fmt.Errorf("standard input: %w", err)
	}
	return w.ctx.Err()
}

type extractIn struct {
	ID       json.RawMessage `json:"id"`
	HTMLFile string          `json:"html_file"`
	URL      string          `json:"url"`
}

// extractLine is the article of one line, or its fault.
func extractLine(line []byte, err error) any {
	var in extractIn
	if err == nil {
		err = json.Unmarshal(line, &in)
		if err != nil {
			err = errors.New("the line is not a JSON object with id, html_file and url")
		}
	}
	if err == nil && (len(in.ID) == 0 || in.HTMLFile == "") {
		err = errors.New(`"id" or "html_file" is missing`)
	}
	if err != nil {
		return lineFault{ID: in.ID, Error: err.Error()}
	}
	a, err := readPage(in)
	if err != nil {
		return lineFault{ID: in.ID, Error: err.Error()}
	}
	out := articleShape(a)
	out.ID = in.ID
	return out
}

// readPage extracts a page from a file, which may be gzipped.
func readPage(in extractIn) (news.Article, error) {
	f, err := os.Open(in.HTMLFile)
	if err != nil {
		return news.Article{}, fmt.Errorf("%s cannot be opened", in.HTMLFile)
	}
	defer func() { _ = f.Close() }() // it was only read
	page, err := reader.Unpack(f)
	if err != nil && !errors.Is(err, io.EOF) {
		return news.Article{}, err
	}
	return reader.HTML(in.URL, page)
}
