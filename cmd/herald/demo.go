package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"herald/demo"
)

// demoCmd is the whole bot on this machine.
type demoCmd struct {
	Addr     string        `help:"Address of the chat page." default:"127.0.0.1:8080"`
	Every    time.Duration `help:"Time between two new articles of the sample site." default:"8s"`
	Language string        `help:"Language of the person at the chat page: en, uk or ru." default:"en" enum:"en,uk,ru"`
	LLM      bool          `name:"llm" help:"Let the language model that the settings name (OPENAI_…) work; without it nothing leaves this machine."`
	Verbose  bool          `help:"Show the bot's log."`
}

// Run starts the surroundings and the bot against them; everything it stores
// lies in a folder that goes when it stops.
func (c *demoCmd) Run(w world) error {
	model, err := c.model()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "herald-demo-")
	if err != nil {
		return fmt.Errorf("no folder for the demo's database: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }() // what stays lies in the folder for such things

	d, err := demo.New(w.ctx, demo.Options{Addr: c.Addr, Every: c.Every, Language: c.Language, Model: model.Model})
	if err != nil {
		return err
	}
	set := Settings{
		Token: d.Token(), APIURL: d.APIURL(), Database: filepath.Join(dir, "herald.db"),
		Interval: duration(demo.PollInterval), Rate: 30, AllowPrivate: true, Log: level(slog.LevelWarn), LogFormat: "text",
	}
	set.ModelKey, set.ModelURL, set.Model, set.ModelTokens, set.ModelWindow = model.ModelKey, model.ModelURL, model.Model, model.ModelTokens, model.ModelWindow
	if c.Verbose {
		set.Log = level(slog.LevelDebug)
	}
	fmt.Fprintf(w.stdout, "herald demo: %s\n%s\nCtrl-C stops it.\n", d.PageURL(), d.Hint())

	// The surroundings outlive the bot, so that it can finish what it sends.
	outer, closeAll := context.WithCancel(context.WithoutCancel(w.ctx))
	defer closeAll()
	inner, stopBot := context.WithCancel(w.ctx)
	defer stopBot()
	var g errgroup.Group
	g.Go(func() error {
		defer stopBot()
		return d.Run(outer)
	})
	g.Go(func() error {
		defer closeAll()
		return serve(inner, set, newLog(w.stderr, set))
	})
	err = g.Wait()
	if w.ctx.Err() != nil {
		fmt.Fprintln(w.stdout, "herald demo: stopped")
		return nil
	}
	return err
}

// model are the settings of the language model; none where it was not asked
// for.
func (c *demoCmd) model() (Settings, error) {
	if !c.LLM {
		return Settings{}, nil
	}
	return modelSettings()
}
