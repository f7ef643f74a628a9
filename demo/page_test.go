package demo_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"herald/demo/demotest"
)

var _ = flag.String("demo.shots", "", "directory for the pictures of the chat page; empty: the test's own, which goes with it")

// The page, driven as a person drives it: with a real browser and a bot that
// plays every kind of message.
func TestPageInABrowser(t *testing.T) {
	d := open(t)
	play(t, d)
	b := demotest.Open(t, d.PageURL())
	b.Shot("1-welcome")

	b.Start()
	b.See("Hello! I bring you the news.")
	if b.True(`[...document.querySelectorAll(".text")].some(e => e.querySelector("script"))`) {
		t.Error("a message's markup became an element")
	}

	b.Type("/s")
	b.Wait(`document.querySelectorAll("#suggest li").length === 3`, "three commands that begin with s")
	b.Shot("2-commands")
	b.Type("ubscribe " + d.SiteURL() + "/en/\r")
	b.See("Subscribed to Three Rivers Courier")
	b.SeeMessage(".reply-to")
	b.Wait(`document.getElementById("input").value === ""`, "an empty line after sending")
	b.See("Corran Bridge closed for a month")
	b.SeeMessage(".card.large img")
	if got := b.Text("#log .row:last-of-type time[datetime='2026-11-23T17:06:00.000Z']"); got != "23 November 2026 at 19:06" {
		t.Errorf("the moment in the viewer's zone reads %q", got)
	}
	if b.True(`document.documentElement.scrollHeight > innerHeight || document.getElementById("foot").getBoundingClientRect().bottom > innerHeight + 1`) {
		t.Error("the page is taller than its window")
	}
	b.Shot("3-pushed")

	b.Press("Summary")
	b.See("The closure comes four days after")
	b.SeeMessage(".bubble .edited")
	b.Shot("4-summary")
	b.Press("Quotes")
	b.SeeMessage("blockquote.expandable")
	b.Shot("5-quotes-folded")
	b.Click("#log .expandable .more")
	b.SeeMessage("blockquote.expandable.open")
	b.Shot("6-quotes-open")
	b.Press("Quotes")
	b.Gone("Victor Amankwah")

	b.Press("Undo")
	b.Toast("Undone.")
	b.Send("/alert")
	b.See("Press it.")
	b.Press("Alert")
	b.Wait(`document.getElementById("alert").open`, "the alert")
	b.Shot("7-alert")
	b.Click("#alert-ok")

	t.Run("what the bot writes is seen while it writes, and goes when the message comes", func(t *testing.T) {
		b.Send("/write")
		b.Wait(`!document.getElementById("draft").hidden && document.querySelector("#draft b, #draft strong")?.textContent === "bridge"`, "the draft")
		if b.True(`[...document.querySelectorAll("#log .row")].some(e => e.textContent.includes("The bridge will be"))`) {
			t.Error("the draft stands among the messages")
		}
		b.Shot("8-draft")
		b.Send("/written")
		b.See("The bridge will be closed.")
		b.Wait(`document.getElementById("draft").hidden`, "the draft to go")
	})

	t.Run("an answer to a message quotes it", func(t *testing.T) {
		b.Click("#log .row.theirs .dots")
		b.Shot("8-menu")
		b.Click("#menu button")
		b.Send("and what is that?")
		b.See("I heard 17 letters.")
		b.Wait(`document.querySelectorAll("#log .mine .reply-to").length === 1`, "the quoted message in ours")
	})

	t.Run("a document is sent", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "story.txt")
		if err := os.WriteFile(file, []byte("A story."), 0o600); err != nil {
			t.Fatal(err)
		}
		b.Attach(file)
		b.See("A document: story.txt")
	})

	t.Run("a long text goes as several messages, none of it lost", func(t *testing.T) {
		b.Wait(`(document.getElementById("input").value = "word ".repeat(1500), true)`, "a long text")
		b.Type("\r")
		b.See("I heard 4094 letters.")
		b.See("I heard 3404 letters.")
	})

	t.Run("a deep link is opened within the page", func(t *testing.T) {
		b.Chat("Allotment")
		b.Send("/alert")
		b.See("Press it.")
		b.Shot("9-group")
		b.Press("Deep link")
		b.See("You came by the deep link a_42.")
	})

	t.Run("the person's language changes the page and what the bot hears", func(t *testing.T) {
		b.Wait(`(() => { const s = document.getElementById("language"); s.value = "uk"; s.dispatchEvent(new Event("change")); return true; })()`, "the choice of language")
		b.Wait(`document.documentElement.lang === "uk" && document.getElementById("input").placeholder.startsWith("Написати")`, "a Ukrainian page")
		if !strings.Contains(b.Text(".chip"), "/uk/") {
			t.Errorf("the first chip is %q", b.Text(".chip"))
		}
	})

	t.Run("a channel that one does not govern is for reading", func(t *testing.T) {
		b.Chat("Three Rivers Morning")
		b.Send("/subscribe " + d.SiteURL() + "/en/")
		b.See("Subscribed to Three Rivers Courier")
		b.Shot("10-channel")
		b.Click("#admin")
		b.Wait(`document.getElementById("compose").classList.contains("closed")`, "a closed line")
	})

	t.Run("dark, and on a telephone", func(t *testing.T) {
		b.Chat("Herald")
		b.Click("#theme")
		b.Shot("11-dark")
		b.Size(390, 844)
		b.Shot("12-phone")
		if b.True(`document.documentElement.scrollWidth > 390`) {
			t.Error("wider than the telephone")
		}
		b.Click("#back")
		b.Wait(`!document.body.classList.contains("in-chat")`, "the list of chats")
		b.Shot("13-phone-list")
		b.Size(1180, 860)
	})

	t.Run("a reload finds everything again", func(t *testing.T) {
		b.Chat("Herald")
		before := len(b.Messages())
		b.Reload()
		if after := len(b.Messages()); after != before {
			t.Errorf("%d messages before, %d after", before, after)
		}
	})

	t.Run("blocking and unblocking", func(t *testing.T) {
		b.Click("#block")
		b.Wait(`!document.getElementById("start").hidden`, "the button that unblocks")
		b.Click("#start")
		b.Wait(`document.getElementById("start").hidden`, "the line to write in")
	})
}
