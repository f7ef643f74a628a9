package main

import (
	"flag"
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite what is generated from the code")

// .env.example and the README's tables say what the code says: they are made
// from it by `go test ./cmd/herald -run TestGenerated -update`.

func TestGeneratedEnvExampleIsFresh(t *testing.T) {
	var b strings.Builder
	b.WriteString("# herald's settings. Copy to .env beside the program and fill in; the\n# environment wins over the file. A line that is commented out shows the default\n# or an example. (Made from cmd/herald/settings.go; a test keeps it fresh.)\n")
	for f := range reflect.TypeFor[Settings]().Fields() {
		name, value := f.Tag.Get("env"), f.Tag.Get("envDefault")
		if value == "" {
			value = f.Tag.Get("example")
		}
		comment := "#"
		if name == "TELEGRAM_BOT_TOKEN" { // the one that everybody fills in
			comment, value = "", ""
		}
		fmt.Fprintf(&b, "\n# %s%s\n%s%s=%s\n", strings.ToUpper(f.Tag.Get("doc")[:1]), f.Tag.Get("doc")[1:]+".", comment, name, value)
	}
	golden(t, "../../.env.example", b.String())
}

func TestGeneratedSettingsTableOfTheReadmeIsFresh(t *testing.T) {
	var b strings.Builder
	b.WriteString("| name | meaning | default |\n| --- | --- | --- |\n")
	for f := range reflect.TypeFor[Settings]().Fields() {
		def := f.Tag.Get("shown")
		if d := f.Tag.Get("envDefault"); d != "" {
			def = "`" + d + "`"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s |\n", f.Tag.Get("env"), f.Tag.Get("doc"), def)
	}
	section(t, "../../README.md", "settings", b.String())
}

func TestGeneratedVerbTableOfTheReadmeIsFresh(t *testing.T) {
	var b strings.Builder
	b.WriteString("| verb | does |\n| --- | --- |\n")
	for f := range reflect.TypeFor[cli]().Fields() {
		fmt.Fprintf(&b, "| `herald %s` | %s |\n", strings.ToLower(f.Name), strings.TrimSuffix(f.Tag.Get("help"), "."))
	}
	section(t, "../../README.md", "verbs", b.String())
}

// golden compares a whole file.
func golden(t *testing.T, file, want string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s is not what the code says; go test ./cmd/herald -run TestGenerated -update\nwant:\n%s\ngot:\n%s", file, want, got)
	}
}

// section compares what stands between two marks in a file.
func section(t *testing.T, file, name, want string) {
	t.Helper()
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	begin, end := "<!-- "+name+": generated -->\n", "<!-- /"+name+" -->"
	head, rest, ok := strings.Cut(string(whole), begin)
	_, tail, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatalf("%s has no section between %q and %q", file, begin, end)
	}
	golden(t, file, head+begin+want+end+tail)
}
