package demotest

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// patience is how long a person waits for the page.
const patience = 30 * time.Second

// Browser is Chromium with the chat page open in it.
type Browser struct {
	t   testing.TB
	ctx context.Context //nolint:containedctx // it is the browser: chromedp keeps a tab in its context
	dir string
}

// Chromium is where it is installed, "" where it is not.
func Chromium() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "headless-shell"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// Open starts Chromium with a window of a desktop's size and waits for the
// page. The test is skipped where there is no Chromium. Pictures (see Shot) go
// to the directory of -demo.shots where the test's own flag names one, else to
// the test's temporary directory.
func Open(t testing.TB, url string) *Browser {
	t.Helper()
	path := Chromium()
	if path == "" {
		t.Skip("SKIPPED: no Chromium on this machine (Debian: apt install chromium), so nobody looked at the chat page")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.WindowSize(1180, 860), chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("no-sandbox", true), // in a container there is no other way; the page is our own
		chromedp.Flag("disable-gpu", true), chromedp.Flag("hide-scrollbars", true), chromedp.Flag("lang", "en-GB"),
		chromedp.Env("TZ=Europe/Kyiv"),
	)
	alloc, closeAlloc := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, closeTab := chromedp.NewContext(alloc)
	t.Cleanup(func() {
		closeTab()
		closeAlloc()
	})
	b := &Browser{t: t, ctx: ctx, dir: t.TempDir()}
	if f := flag.Lookup("demo.shots"); f != nil && f.Value.String() != "" {
		b.dir = f.Value.String()
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1180, 860), chromedp.Navigate(url)); err != nil {
		t.Fatalf("open %s: %v", url, err)
	}
	b.wait(`document.body.dataset.ready === "true"`, "the page to be ready")
	return b
}

// Start presses the big button with which a conversation with a bot begins.
func (b *Browser) Start() {
	b.t.Helper()
	b.wait(`!document.getElementById("start").hidden`, "the Start button")
	b.run(`document.getElementById("start").click()`)
}

// Send types a message into the open chat and sends it with Enter.
func (b *Browser) Send(text string) {
	b.t.Helper()
	b.Type(text + "\r")
}

// Type types into the line at the bottom, key by key.
func (b *Browser) Type(text string) {
	b.t.Helper()
	b.wait(`!document.getElementById("compose").hidden`, "the line to write in")
	if err := chromedp.Do(b.ctx, chromedp.SendKeys(chromedp.CSS("#input"), text)); err != nil {
		b.t.Fatalf("type %q: %v", text, err)
	}
}

// Chat opens another chat from the list, by words of its title.
func (b *Browser) Chat(title string) {
	b.t.Helper()
	b.click(`[...document.querySelectorAll("#chats .chat")].find(e => e.querySelector("strong").textContent.includes(`+quote(title)+`))`, "the chat "+title)
}

// Chip presses one of the suggestions above the line.
func (b *Browser) Chip(words string) {
	b.t.Helper()
	b.click(`[...document.querySelectorAll(".chip")].find(e => e.textContent.includes(`+quote(words)+`))`, "the chip "+words)
}

// Press presses the newest button below a message that has these words.
func (b *Browser) Press(words string) {
	b.t.Helper()
	b.click(`[...document.querySelectorAll("#log .key")].reverse().find(e => e.textContent.includes(`+quote(words)+`))`, "the button "+words)
}

// Click presses anything that the page shows, by its CSS selector.
func (b *Browser) Click(selector string) {
	b.t.Helper()
	b.click(`document.querySelector(`+quote(selector)+`)`, selector)
}

// See waits until a message of the open chat contains the words.
func (b *Browser) See(words string) {
	b.t.Helper()
	b.wait(`[...document.querySelectorAll("#log .row")].some(e => e.textContent.includes(`+quote(words)+`))`, "a message with "+words)
}

// SeeMessage waits until the chat shows a message that the selector matches,
// such as ".bubble blockquote".
func (b *Browser) SeeMessage(selector string) {
	b.t.Helper()
	b.wait(`document.querySelector("#log "+`+quote(selector)+`) !== null`, "a message with "+selector)
}

// Gone waits until no message of the open chat contains the words.
func (b *Browser) Gone(words string) {
	b.t.Helper()
	b.wait(`![...document.querySelectorAll("#log .row")].some(e => e.textContent.includes(`+quote(words)+`))`, "no message with "+words)
}

// Toast waits until the page shows the words for a moment, as it does with a
// bot's answer to a press.
func (b *Browser) Toast(words string) {
	b.t.Helper()
	b.wait(`document.getElementById("toast").textContent.includes(`+quote(words)+`)`, "a toast with "+words)
}

// Messages are the texts of the open chat's messages, oldest first.
func (b *Browser) Messages() []string {
	b.t.Helper()
	list, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](`[...document.querySelectorAll("#log .row")].map(e => (e.querySelector(".text") || e).textContent)`))
	if err != nil {
		b.t.Fatalf("messages: %v", err)
	}
	return list
}

// Text is what an element of the page says; "" where there is none.
func (b *Browser) Text(selector string) string {
	b.t.Helper()
	s, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`(document.querySelector(`+quote(selector)+`) || {textContent: ""}).textContent`))
	if err != nil {
		b.t.Fatalf("text of %s: %v", selector, err)
	}
	return s
}

// True says whether a JavaScript expression holds in the page.
func (b *Browser) True(expression string) bool {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`!!(`+expression+`)`))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// Wait waits until a JavaScript expression holds in the page.
func (b *Browser) Wait(expression, what string) {
	b.t.Helper()
	b.wait(expression, what)
}

// Key presses a key, such as kb.Escape of chromedp.
func (b *Browser) Key(key string) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.KeyEvent(key)); err != nil {
		b.t.Fatalf("key %q: %v", key, err)
	}
}

// Size changes the window: 390 by 844 is a telephone.
func (b *Browser) Size(width, height int64) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.EmulateViewport(width, height)); err != nil {
		b.t.Fatalf("size: %v", err)
	}
}

// Attach chooses a file to be sent as a document.
func (b *Browser) Attach(path string) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{path}, chromedp.NodeReady)); err != nil {
		b.t.Fatalf("attach: %v", err)
	}
}

// Reload opens the page anew, as its visitor would.
func (b *Browser) Reload() {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.Reload()); err != nil {
		b.t.Fatalf("reload: %v", err)
	}
	b.wait(`document.body.dataset.ready === "true"`, "the page again")
}

// Shot takes a picture of the page and gives its file.
func (b *Browser) Shot(name string) string {
	b.t.Helper()
	b.wait(`document.getAnimations().every(a => a.playState !== "running" || a.effect.getComputedTiming().iterations === Infinity) && [...document.images].every(i => i.complete || i.getBoundingClientRect().bottom < 0 || i.getBoundingClientRect().top > innerHeight) && window.lastTop === (window.lastTop = document.getElementById("scroll").scrollTop)`, "the page to come to rest")
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatalf("shot: %v", err)
	}
	file := filepath.Join(b.dir, name+".png")
	if err := os.WriteFile(file, png, 0o600); err != nil {
		b.t.Fatalf("shot: %v", err)
	}
	b.t.Logf("picture: %s", file)
	return file
}

func (b *Browser) click(element, what string) {
	b.t.Helper()
	b.wait(element+` !== null && `+element+` !== undefined`, what)
	b.run(`(` + element + `).click()`)
}

func (b *Browser) run(js string) {
	b.t.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`(`+js+`, true)`)); err != nil {
		b.t.Fatalf("%s: %v", js, err)
	}
}

// wait waits in the page itself, whose content policy forbids the functions
// that chromedp.Poll would make from text.
func (b *Browser) wait(expression, what string) {
	b.t.Helper()
	js := fmt.Sprintf(`new Promise((done) => {
		const since = Date.now();
		const look = () => {
			if (document.body && (%s)) done("");
			else if (Date.now() - since > %d) done(document.body.innerText.slice(-1500) || "an empty page");
			else setTimeout(look, 40);
		};
		look();
	})`, expression, patience.Milliseconds())
	shown, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](js, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("wait for %s: %v", what, err)
	}
	if shown != "" {
		b.t.Fatalf("waited %s for %s; the page shows:\n%s", patience, what, indent(shown))
	}
}

func quote(s string) string {
	b, _ := json.Marshal(s) // a string is always JSON, and JSON is JavaScript
	return string(b)
}

func indent(s string) string { return "\t" + strings.ReplaceAll(s, "\n", "\n\t") }
