// Command herald is a Telegram bot that delivers articles and says on request
// what is in them and who said what; the same analysis is a command line that
// needs no token and no database.
//
//	herald demo                  the whole bot on this machine, without a token
//	herald run                   the bot
//	herald summary article.html  what the article says
//	herald quotes  article.html  who said what
//
// This package holds the verbs, the settings and the wiring, and nothing else:
// a verb reads its flags, calls the package that does the work and prints what
// came back. Exit status: 0 done, 1 the source failed or held no article, 2
// wrong usage or settings; the reason is one line on standard error.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // chats have time zones, and a bare machine may have no table of them

	"github.com/alecthomas/kong"
)

// cli is the command line; each verb is a field, and its Run method the deed.
type cli struct {
	Run     runCmd     `cmd:"" help:"Run the bot; settings come from the environment and from .env."`
	Demo    demoCmd    `cmd:"" help:"Run the whole bot on this machine without a token or a network: a Bot API emulator, a sample news site, a chat page in the browser."`
	Summary summaryCmd `cmd:"" help:"Say what is in an article."`
	Quotes  quotesCmd  `cmd:"" help:"Say who said what in an article."`
	Extract extractCmd `cmd:"" help:"Print the article of a page: title, byline, time, site, language, image, text."`
	Analyze analyzeCmd `cmd:"" help:"Summarize and quote many texts: JSON Lines from standard input to standard output."`
	Feed    feedCmd    `cmd:"" help:"Show what the bot sees in a feed, or finds on a page."`
	Check   checkCmd   `cmd:"" help:"Verify settings, database and token; name the remedy of each fault."`
	Backup  backupCmd  `cmd:"" help:"Write a verified copy of the SQLite database, also while the bot runs."`
	Migrate migrateCmd `cmd:"" help:"Bring the database to the newest schema, or carry everything from one database to another."`
	Version versionCmd `cmd:"" help:"Print the versions of herald, Go and SQLite."`
}

// world is what a verb may touch of the outside.
type world struct {
	ctx    context.Context
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
}

// usageError is a fault in how the program was called: exit status 2.
type usageError struct{ err error }

func (e usageError) Error() string { return e.err.Error() }
func (e usageError) Unwrap() error { return e.err }

func main() { os.Exit(run(os.Args[1:])) }

// run is main with an exit status, so that tests can call it as a command.
func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	out := &output{to: os.Stdout}
	w := world{ctx: ctx, stdin: &input{ctx: ctx, from: os.Stdin}, stdout: out, stderr: os.Stderr}

	status := -1
	parser, err := kong.New(&cli{},
		kong.Name("herald"),
		kong.Description("A Telegram news bot: it delivers articles, and says what is in them and who said what."),
		kong.UsageOnError(),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Writers(w.stdout, w.stderr),
		kong.Exit(func(code int) { status = code }),
		kong.Bind(w),
	)
	if err != nil {
		return fail(w.stderr, err, 2)
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	verb, err := parser.Parse(args)
	if status >= 0 { // --help has been printed
		return status
	}
	if err != nil {
		return fail(w.stderr, fmt.Errorf("%w; see herald --help", err), 2)
	}
	err = verb.Run()
	if err == nil {
		err = out.fault()
	}
	if err != nil {
		var usage usageError
		if ctx.Err() != nil && errors.Is(err, context.Canceled) {
			err = errors.New("interrupted")
		}
		if errors.As(err, &usage) {
			return fail(w.stderr, err, 2)
		}
		return fail(w.stderr, err, 1)
	}
	return 0
}

// fail prints the reason: a line, or a line for each of several faults.
func fail(stderr io.Writer, err error, status int) int {
	for line := range strings.SplitSeq(err.Error(), "\n") {
		fmt.Fprintf(stderr, "herald: %s\n", line)
	}
	return status
}
