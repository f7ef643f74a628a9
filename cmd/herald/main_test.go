package main

import (
	"errors"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"herald/storage/storagetest"
)

// asHerald makes the test binary the program: for tests that kill it.
const asHerald = "TEST_BINARY_AS_HERALD"

func TestMain(m *testing.M) {
	if os.Getenv(asHerald) != "" {
		main()
		return
	}
	testscript.Main(storagetest.Main(m), map[string]func(){"herald": main})
}

// TestScripts are the specification of the command line: testdata/script.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": status,
		},
		UpdateScripts: *update,
	})
}

// status runs a command and holds it to its exit status: status 2 herald …
func status(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N command [arg...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}
