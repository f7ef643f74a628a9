package bot_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// TestEveryFailureThatAPersonMayMeetHasItsSentence compares news/errors.go
// with the table of sentences, so that a new error is not met by an apology.
func TestEveryFailureThatAPersonMayMeetHasItsSentence(t *testing.T) {
	domain, err := os.ReadFile("../news/errors.go")
	if err != nil {
		t.Fatal(err)
	}
	table, err := os.ReadFile("errors.go")
	if err != nil {
		t.Fatal(err)
	}
	names := regexp.MustCompile(`(?m)^\t(Err\w+)\s+=`).FindAllStringSubmatch(string(domain), -1)
	if len(names) < 10 {
		t.Fatalf("only %d errors found", len(names))
	}
	for _, n := range names {
		if n[1] != "ErrNotFound" && !strings.Contains(string(table), "{news."+n[1]+", locale.") { // what is not stored is told where it is looked for
			t.Errorf("news.%s has no sentence", n[1])
		}
	}
}
