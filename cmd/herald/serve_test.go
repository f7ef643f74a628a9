package main

import (
	"context"
	"log/slog"
	"net"
	"path/filepath"
	"testing"
)

func TestAStopWhileTelegramIsAwayIsClean(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	away := "http://" + l.Addr().String()
	l.Close()
	ctx, stop := context.WithCancel(t.Context())
	log := slog.New(slog.NewTextHandler(onWrite(stop), nil))
	set := Settings{Token: "1:token", APIURL: away, Database: filepath.Join(t.TempDir(), "herald.db")}
	if err := serve(ctx, set, log); err != nil {
		t.Errorf("got %v", err)
	}
}

// onWrite calls itself at each line of the log.
type onWrite func()

func (f onWrite) Write(b []byte) (int, error) { f(); return len(b), nil }
