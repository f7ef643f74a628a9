package main

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
)

func TestAnInterruptEndsAVerbThatWaitsForInput(t *testing.T) {
	silent, w := io.Pipe()
	defer w.Close()
	ctx, interrupt := context.WithCancel(t.Context())
	interrupt()
	if _, err := io.ReadAll(&input{ctx: ctx, from: silent}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestAFullDiskIsNoSuccess(t *testing.T) {
	closed, w := io.Pipe()
	closed.Close()
	out := &output{to: w}
	_, _ = io.WriteString(out, "a line that nobody asks after")
	if out.fault() == nil {
		t.Error("the failure is forgotten")
	}
}

func TestALineOfAnotherKindOfJSONIsNoObject(t *testing.T) {
	for _, line := range []string{`[]`, `"text"`, `5`} {
		if _, err := readLine([]byte(line), nil); err == nil || err.Error() != "the line is not a JSON object" {
			t.Errorf("%s: %v", line, err)
		}
	}
}

func TestAByteOrderMarkIsNotOfTheFirstLine(t *testing.T) {
	var got []string
	err := eachLine(strings.NewReader("\ufeff{}\n"), func(line []byte, _ error) bool {
		got = append(got, string(line))
		return true
	})
	if err != nil || len(got) != 1 || got[0] != "{}\n" {
		t.Errorf("%q, %v", got, err)
	}
}
