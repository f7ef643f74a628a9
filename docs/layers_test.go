// Package docs_test holds the house to its drawing: the floors and the
// directions of docs/architecture.md, checked over what `go list` says of the
// imports.
package docs_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"sort"
	"strings"
	"testing"
)

// ground is what every floor stands on: the domain's types.
const ground = "news"

// floors are the storeys of docs/architecture.md. The longest prefix of a
// package's path decides where it lives.
var floors = map[string]int{
	"text/lang": 1, "text/changes": 1, "bot/telegram": 1, "bot/locale": 1,
	"reader/fetch": 1, "reader/feed": 1, "reader/extract": 1, "reader/plain": 1,

	"storage": 2, "text": 2, "text/people": 2, "bot/render": 2, "bot/telegram/emulator": 2,

	"reader": 3, "summarize": 3, "quotes": 3, "storage/storagetest": 3,

	"bot": 4, "bot/inbox": 4, "bot/outbox": 4, "watch": 4, "demo": 4,

	"cmd": 5,
}

// families are the folders within which rooms of one floor may use one another
// (the compiler forbids circles), and a parent its children wherever they live.
var families = []string{"text", "reader", "bot/telegram", "storage", "summarize", "quotes", "demo"}

// bans are the directions that floors alone do not say, each with its reason.
var bans = []struct{ from, to, reason string }{
	{"bot", "bot/outbox", "the conversation and the delivery meet in the database"},
	{"bot", "bot/inbox", "the conversation is handed its updates and knows not by whom"},
	{"bot/inbox", "bot/outbox", "what comes in and what goes out meet in the database"},
	{"bot/outbox", "bot/inbox", "what comes in and what goes out meet in the database"},
	{"bot/inbox", "watch", "updates and feeds meet in the database"},
	{"bot/inbox", "storage", "inbox declares the few methods that it needs"},
	{"bot", "watch", "the conversation and the feeds meet in the database"},
	{"bot/outbox", "watch", "delivery and feeds meet in the database"},
	{"watch", "bot", "the feeds know nothing of Telegram"},
	{"bot", "storage", "each command declares the few methods that it needs"},
	{"watch", "storage", "watch declares the few methods that it needs"},
	{"bot/outbox", "storage", "outbox declares the few methods that it needs"},
	{"demo", "storage", "the demo is a site and a page; cmd wires the rest"},
	{"demo", "bot/outbox", "the demo is a site and a page; cmd wires the rest"},
	{"demo", "watch", "the demo is a site and a page; cmd wires the rest"},
	{"reader", "bot", "only bot, demo and cmd know Telegram"},
	{"summarize", "bot", "only bot, demo and cmd know Telegram"},
	{"quotes", "bot", "only bot, demo and cmd know Telegram"},
	{"storage", "bot", "only bot, demo and cmd know Telegram"},
	{"quotes", "net/http", "quotes asks a model through a Namer that cmd wires"},
	{"text", "net/http", "texts are cut, not fetched"},
	{"storage", "net/http", "outgoing HTTP is made by reader/fetch, bot/telegram and summarize"},
	{"watch", "net/http", "outgoing HTTP is made by reader/fetch, bot/telegram and summarize"},
	{"reader", "database/sql", "only storage speaks SQL"},
	{"bot", "database/sql", "only storage speaks SQL"},
	{"watch", "database/sql", "only storage speaks SQL"},
}

type pkg struct {
	ImportPath string
	Imports    []string
}

func TestEveryImportGoesToALowerFloor(t *testing.T) {
	for _, p := range list(t) {
		from := strings.TrimPrefix(p.ImportPath, "herald/")
		f, home := floor(from)
		if f == 0 {
			if from != "docs" && from != ground {
				t.Errorf("%s lives on no floor; give it one here and in docs/architecture.md", from)
			}
			continue
		}
		for _, path := range p.Imports {
			to, ours := strings.CutPrefix(path, "herald/")
			if !ours || to == ground {
				continue
			}
			g, _ := floor(to)
			if g < f || home == to || relatives(from, to) && (g == f || covers(from, to)) {
				continue
			}
			t.Errorf("%s (floor %d) imports %s (floor %d): an import goes to a lower floor", from, f, to, g)
		}
	}
}

func TestNobodyTakesABannedDirection(t *testing.T) {
	for _, p := range list(t) {
		from := strings.TrimPrefix(p.ImportPath, "herald/")
		for _, path := range p.Imports {
			to := strings.TrimPrefix(path, "herald/")
			for _, b := range bans {
				if room(b.from, from) && covers(b.to, to) {
					t.Errorf("%s imports %s: %s", from, to, b.reason)
				}
			}
		}
	}
}

func TestTextAndNewsImportNothingOfOursOutsideThemselves(t *testing.T) {
	for _, p := range list(t) {
		from := strings.TrimPrefix(p.ImportPath, "herald/")
		if !covers("text", from) && from != "news" {
			continue
		}
		for _, path := range p.Imports {
			to, ours := strings.CutPrefix(path, "herald/")
			if ours && !covers("text", to) {
				t.Errorf("%s imports %s: what is analysed must not depend on who asks", from, to)
			}
			if from == "news" && strings.Contains(path, ".") {
				t.Errorf("news imports %s: the domain needs the standard library only", path)
			}
		}
	}
}

// list asks the go command for the project's packages; tests are not imports.
func list(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Imports", "herald/...")
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		t.Fatalf("go list: %v\n%s", err, exit.Stderr)
	} else if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var all []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := dec.Decode(&p); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
	sort.Slice(all, func(i, j int) bool { return all[i].ImportPath < all[j].ImportPath })
	if len(all) < len(floors) {
		t.Fatalf("go list found %d packages, the house has at least %d rooms", len(all), len(floors))
	}
	return all
}

// floor is the storey of a package and the room that it belongs to; 0 where
// it has none.
func floor(path string) (int, string) {
	h := home(path)
	return floors[h], h
}

func home(path string) string {
	for path != "" {
		if floors[path] != 0 {
			return path
		}
		i := strings.LastIndexByte(path, '/')
		if i < 0 {
			return ""
		}
		path = path[:i]
	}
	return ""
}

// relatives says that both live in one family.
func relatives(from, to string) bool {
	for _, f := range families {
		if covers(f, from) && covers(f, to) {
			return true
		}
	}
	return false
}

// room says that a package belongs to a room itself, not to another room below
// its folder: bot/render is not part of bot.
func room(name, path string) bool {
	return covers(name, path) && (home(path) == name || floors[name] == 0 || !strings.HasPrefix(home(path), name+"/"))
}

func covers(prefix, path string) bool {
	return path == prefix || strings.HasPrefix(path, prefix+"/")
}
