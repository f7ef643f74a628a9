package main

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"herald/bot/telegram/emulator"
	"herald/demo/site"
	"herald/news"
)

// verb runs another verb of the program in the river's world.
func (r *river) verb(args ...string) (said string, status int) {
	r.Helper()
	cmd := exec.CommandContext(r.ctx, os.Args[0], args...)
	cmd.Env, cmd.Dir = r.env, r.TempDir()
	out, err := cmd.CombinedOutput()
	return string(out), exitCode(err)
}

func TestAnOperatorLooksAfterARunningBot(t *testing.T) {
	r := newRiver(t, "HERALD_SEND_RATE=0", "HERALD_LISTEN=127.0.0.1:0")
	ann := r.tg.AddUser(emulator.User{FirstName: "Ann", LanguageCode: "en"})
	chat := news.ChatID(ann)
	r.herald()
	r.tg.Write(chat, ann, "/subscribe "+r.paper.URL+site.FeedPath("en"))
	r.answer(chat, "Three Rivers")

	t.Run("health and metrics are served where the operator wants them", func(t *testing.T) {
		m := regexp.MustCompile(`msg=listening address=(\S+)`).FindStringSubmatch(r.log.String())
		if m == nil {
			t.Fatalf("the log does not say where:\n%s", r.log)
		}
		for path, want := range map[string]string{"/healthz": "ok", "/metrics": "herald_deliveries_waiting 0"} {
			resp, err := http.Get("http://" + m[1] + path)
			if err != nil {
				t.Fatal(err)
			}
			body, _ := io.ReadAll(resp.Body)
			_ = resp.Body.Close()
			if resp.StatusCode != http.StatusOK || !strings.Contains(string(body), want) {
				t.Errorf("%s: %d, no %q", path, resp.StatusCode, want)
			}
		}
	})
	t.Run("a backup is made while it runs, whole and without the token", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "copy.db")
		r.publish(6)
		said, status := r.verb("backup", file)
		if strings.Contains(r.database(), "://") { // a server's own tool copies it, and the verb says which
			if status == 0 || !strings.Contains(said, "pg_dump") {
				t.Errorf("status %d: %s", status, said)
			}
			return
		}
		if status != 0 {
			t.Fatalf("status %d: %s", status, said)
		}
		b, err := os.ReadFile(file)
		_, secret, _ := strings.Cut(r.tg.Token(), ":")
		if err != nil || !strings.HasPrefix(string(b), "SQLite format 3") || strings.Contains(string(b), secret) {
			t.Errorf("%d bytes, %v, or the token is in it", len(b), err)
		}
		if said, status := r.verb("check"); status != 0 {
			t.Errorf("status %d: %s", status, said)
		}
	})
	r.await("what was published arrives", func() bool { return len(r.pushes(chat)) == 2 })
	r.keepsItsSecrets()
}

func TestAStopInTheMiddleOfABroadcastRepeatsNothing(t *testing.T) {
	const readers = 200 // more than are on their way at once: those finish before the stop
	r := newRiver(t, "HERALD_SEND_RATE=60")
	herald := r.herald()
	chats := make([]news.ChatID, readers)
	for i := range chats {
		u := r.tg.AddUser(emulator.User{FirstName: "Reader", LanguageCode: "en"})
		chats[i] = news.ChatID(u)
		r.tg.Write(chats[i], u, "/subscribe "+r.paper.URL+site.FeedPath("en"))
	}
	for _, c := range chats {
		r.answer(c, "Three Rivers")
	}
	reached := func() (chatsWith, messages int) {
		for _, c := range chats {
			n := len(r.pushes(c))
			messages += n
			chatsWith += min(n, 1)
		}
		return
	}
	r.publish(3)
	r.await("the broadcast is under way", func() bool { n, _ := reached(); return n >= readers/4 })
	asked := time.Now()
	if err := herald.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := herald.Wait(); err != nil {
		t.Errorf("a stop that was asked for is clean: %v", err)
	}
	t.Logf("stopped after %v", time.Since(asked).Round(time.Millisecond))
	if n, _ := reached(); n == readers {
		t.Fatal("the broadcast was over before the stop: the test shows nothing")
	}
	r.herald()
	r.await("everybody has the article", func() bool { n, _ := reached(); return n == readers })
	if _, messages := reached(); messages != readers {
		t.Errorf("%d messages for %d readers", messages, readers)
	}
}

func TestAnalyzeTakesNoLongerTextThanTheOtherVerbs(t *testing.T) {
	line, err := json.Marshal(map[string]string{"id": "a", "text": strings.Repeat("a ", maxText/2+1)})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := readLine(line, nil); err == nil || !strings.Contains(err.Error(), "longer than 10 MB") {
		t.Errorf("got %v", err)
	}
}
