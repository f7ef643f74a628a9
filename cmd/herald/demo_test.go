package main

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
	"time"

	"herald/demo/demotest"
)

var _ = flag.String("demo.shots", "", "directory for pictures of the demo's chat page")

// TestTheDemoInABrowser is a newcomer's first minute: one command, the page,
// the line that it suggests, an article, its summary, its quotes.
func TestTheDemoInABrowser(t *testing.T) {
	if demotest.Chromium() == "" {
		t.Skip("SKIPPED: no Chromium on this machine (Debian: apt install chromium), so the demo was not driven in a browser")
	}
	cmd := exec.Command(os.Args[0], "demo", "--addr", "127.0.0.1:0", "--every", "2s", "--language", "uk")
	said := &transcript{}
	cmd.Env, cmd.Stdout, cmd.Stderr = append(os.Environ(), asHerald+"=1"), said, said
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	defer func() {
		if t.Failed() {
			t.Logf("the demo said:\n%s", said)
		}
		_ = cmd.Process.Kill()
	}()
	page, try := hint(t, said)

	b := demotest.Open(t, page)
	b.Start()
	b.See("/subscribe")
	b.Send(try)
	b.See("Вісник Трьох Річок") // the answer names the feed
	b.Wait(`[...document.querySelectorAll("#log .key")].some(e => e.textContent.includes("Стисло"))`, "an article to arrive")
	b.Shot("arrived")
	b.Press("Стисло")
	b.See("Стисло · уривки зі статті")
	b.Shot("summary")
	b.Press("Довше")
	b.Wait(`(keys => keys.includes("Коротше") && !keys.includes("Довше"))([...document.querySelectorAll("#log .row:last-of-type .key")].map(e => e.textContent.trim()))`, "the longest summary in its place")
	b.Shot("longer")
	b.Press("Цитати")
	b.SeeMessage("blockquote")
	b.Shot("quotes")

	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		if err != nil || !strings.Contains(said.String(), "herald demo: stopped") {
			t.Errorf("Ctrl-C stops the demo cleanly: %v", err)
		}
	case <-time.After(20 * time.Second):
		t.Error("Ctrl-C did not stop the demo")
	}
}

// hint waits for the lines that the demo prints: the page's address, and what
// to send.
func hint(t *testing.T, said *transcript) (page, try string) {
	t.Helper()
	lines := regexp.MustCompile(`herald demo: (\S+)\n.* send: (/subscribe \S+)\n`)
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		if m := lines.FindStringSubmatch(said.String()); m != nil {
			return m[1], m[2]
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("the demo did not say where its page is:\n%s", said)
		}
	}
}
