// Command aimock runs the language model's path many times against an
// independent fake of OpenAI's API, @copilotkit/aimock from npm, with its
// random 429s, dropped requests, malformed answers and broken connections, and
// prints what a reader got.
//
//	go run ./summarize/aimock            # or: make aimock
//
// It installs the fake by npm into a temporary folder that goes when it ends,
// and speaks to it on the loopback. Where node or npm is missing it says so and
// measures nothing. A reader who got an error instead of a summary is a
// failure: exit status 1.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
)

func main() {
	n := flag.Int("n", 200, "summaries in each scenario")
	version := flag.String("version", "1.43.0", "of @copilotkit/aimock")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, *n, *version); err != nil {
		fmt.Fprintln(os.Stderr, "aimock:", err)
		stop()
		os.Exit(1) //nolint:gocritic // stop was called
	}
}

func run(ctx context.Context, out io.Writer, n int, version string) error {
	dir, err := os.MkdirTemp("", "herald-aimock-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	fake, err := install(ctx, dir, version)
	if errors.Is(err, errNoNode) {
		fmt.Fprintln(out, "aimock:", err)
		return nil
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "@copilotkit/aimock %s, %d summaries in each scenario, half of them streamed\n\n%-42s %s\n", version, n, "scenario", header)
	failed := 0
	for _, s := range scenarios {
		r, err := s.play(ctx, fake, n)
		if err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		failed += r.errors
		fmt.Fprintf(out, "%-42s %s\n", s.name, r)
	}
	if failed > 0 {
		return fmt.Errorf("%d readers got an error instead of a summary", failed)
	}
	return nil
}
