package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
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
		Setup: func(e *testscript.Env) error {
			model := httptest.NewServer(http.HandlerFunc(scripted))
			e.Defer(model.Close)
			e.Setenv("MODEL", model.URL+"/v1")
			return nil
		},
	})
}

// scripted is a language model that knows one story: $MODEL in the scripts.
func scripted(w http.ResponseWriter, r *http.Request) {
	var q struct {
		Stream   bool
		Messages []struct{ Content string }
	}
	if err := json.NewDecoder(r.Body).Decode(&q); err != nil || len(q.Messages) != 2 {
		http.Error(w, "no", http.StatusBadRequest)
		return
	}
	answer := `{"sentences":["The harbour of Kinn closes in November.","It costs 99 million crowns.","Fishing boats use the pier at Rognes."]}`
	if strings.Contains(q.Messages[0].Content, `"speaker"`) {
		answer = `{"speaker":"Marta Lind"}`
	}
	if q.Stream {
		w.Header().Set("Content-Type", "text/event-stream")
		for _, piece := range append(strings.SplitAfter(answer, " "), "") {
			reason := "stop"
			if piece != "" {
				reason = ""
			}
			chunk, _ := json.Marshal(map[string]any{"choices": []any{map[string]any{"delta": map[string]string{"content": piece}, "finish_reason": reason}}})
			fmt.Fprintf(w, "data: %s\n\n", chunk)
			_ = http.NewResponseController(w).Flush()
		}
		fmt.Fprint(w, "data: [DONE]\n\n")
		return
	}
	_ = json.NewEncoder(w).Encode(map[string]any{"choices": []any{map[string]any{"message": map[string]string{"role": "assistant", "content": answer}, "finish_reason": "stop"}}})
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
