package main

import (
	"fmt"
	"time"

	"herald/news"
)

// feedCmd shows a feed with the bot's eyes.
type feedCmd struct {
	Source string `arg:"" help:"A feed, or a page of a site: a URL, a file, or - for standard input."`
	JSON   bool   `name:"json" help:"Print JSON: one object, or one a line where a page has several feeds."`
}

type jsonFeed struct {
	Kind    news.FeedKind `json:"kind"`
	URL     string        `json:"url"`
	Title   string        `json:"title"`
	Site    string        `json:"site"`
	Entries []jsonEntry   `json:"entries"`
}

type jsonEntry struct {
	ID        string  `json:"id"`
	URL       string  `json:"url"`
	Title     string  `json:"title"`
	Published *string `json:"published"`
	Summary   string  `json:"summary"`
}

// Run prints every feed that was found.
func (c *feedCmd) Run(w world) error {
	r, err := newReader()
	if err != nil {
		return err
	}
	looks, err := r.FeedSource(w.ctx, c.Source, w.stdin)
	if err != nil {
		return err
	}
	for i, look := range looks {
		if c.JSON {
			if err := printJSON(w.stdout, feedShape(look)); err != nil {
				return err
			}
			continue
		}
		if i > 0 {
			fmt.Fprintln(w.stdout)
		}
		fmt.Fprintf(w.stdout, "%s (%s) %s\n", look.Feed.Name(), look.Feed.Kind, look.Feed.URL)
		for _, e := range look.Entries {
			when := "                    "
			if !e.Published.IsZero() {
				when = e.Published.UTC().Format(time.RFC3339)
			}
			fmt.Fprintf(w.stdout, "%s  %s\n", when, oneLine(e.Title))
		}
	}
	return nil
}

func feedShape(look news.Look) jsonFeed {
	f := jsonFeed{Kind: look.Feed.Kind, URL: look.Feed.URL, Title: look.Feed.Title, Site: look.Feed.Site, Entries: make([]jsonEntry, 0, len(look.Entries))}
	for _, e := range look.Entries {
		id := e.GUID
		if id == "" {
			id = e.URL
		}
		f.Entries = append(f.Entries, jsonEntry{ID: id, URL: e.URL, Title: e.Title, Published: timestamp(e.Published), Summary: e.Summary})
	}
	return f
}
