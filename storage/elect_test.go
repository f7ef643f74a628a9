package storage_test

import (
	"context"
	"database/sql"
	"errors"
	"net"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"herald/news"
	"herald/storage"
	"herald/storage/storagetest"
)

// serving is a copy of herald in its role.
type serving struct {
	began, ended time.Time
	err          error
	done         chan struct{}
}

// serve is elected and serves until its context ends.
func serve(ctx context.Context, s *storage.Store, began chan<- *serving) *serving {
	v := &serving{done: make(chan struct{})}
	go func() {
		defer close(v.done)
		v.err = s.Elect(ctx, "send", func(ctx context.Context) error {
			v.began = time.Now()
			began <- v
			<-ctx.Done()
			v.ended = time.Now()
			return nil
		})
	}()
	return v
}

func TestARoleChangesHands(t *testing.T) {
	t.Parallel()
	server := storagetest.Postgres(t)
	cut := &severed{}
	through := cut.to(t, server)
	first := openPostgres(t, through, "roles")
	second, third := openPostgres(t, server, "roles"), openPostgres(t, server, "roles")
	other := openPostgres(t, server, "elsewhere")

	began := make(chan *serving, 4)
	a := serve(t.Context(), first, began)
	if got := <-began; got != a {
		t.Fatal("the only candidate is not elected")
	}
	serving, stopSecond := context.WithCancel(t.Context())
	defer stopSecond()
	b := serve(serving, second, began)

	t.Run("another schema has roles of its own", func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		v := serve(ctx, other, began)
		if got := <-began; got != v {
			t.Fatal("somebody else was elected")
		}
		stop()
		<-v.done
		if v.err != nil {
			t.Error(v.err)
		}
	})

	t.Run("from one that falls silent within ten seconds, and never to two at once", func(t *testing.T) {
		silent := time.Now()
		cut.sever()
		if got := <-began; got != b {
			t.Fatal("somebody else was elected")
		}
		<-a.done
		if !errors.Is(a.err, news.ErrDeposed) {
			t.Errorf("the silent one is told %v", a.err)
		}
		if a.ended.After(b.began) {
			t.Errorf("the silent one served %s after the other had begun", a.ended.Sub(b.began))
		}
		took := b.began.Sub(silent)
		t.Logf("the silent one stopped after %s, the other began after %s", a.ended.Sub(silent).Round(time.Millisecond), took.Round(time.Millisecond))
		if took > 10*time.Second {
			t.Errorf("that took %s", took)
		}
	})

	t.Run("from one that stops", func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		c := serve(ctx, third, began)
		stopSecond()
		<-b.done
		if got := <-began; got != c || b.err != nil {
			t.Fatalf("the other is not elected; the first ended with %v", b.err)
		}
		if b.ended.After(c.began) {
			t.Error("two had the role")
		}
		stop()
		<-c.done
	})
}

// severed is a cable to a server that can be cut: what is sent is swallowed,
// and nobody is told.
type severed struct {
	mu  sync.Mutex
	cut bool
}

func (c *severed) sever() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cut = true
}

func (c *severed) whole() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.cut
}

// to gives the address under which the server of an address is reached by this
// cable.
func (c *severed) to(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wires sync.WaitGroup
	var ends []net.Conn
	wires.Go(func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", u.Host)
			if err != nil {
				near.Close()
				continue
			}
			c.mu.Lock()
			ends = append(ends, near, far)
			c.mu.Unlock()
			wires.Go(func() { c.carry(near, far) })
			wires.Go(func() { c.carry(far, near) })
		}
	})
	t.Cleanup(func() {
		l.Close()
		c.mu.Lock()
		for _, end := range ends {
			end.Close()
		}
		c.mu.Unlock()
		wires.Wait()
	})
	return strings.Replace(address, u.Host, l.Addr().String(), 1)
}

func (c *severed) carry(from, to net.Conn) {
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		if !c.whole() {
			if err != nil {
				return
			}
			continue
		}
		if _, failed := to.Write(buf[:n]); err != nil || failed != nil {
			to.Close()
			return
		}
	}
}

func TestNoErrorShowsThePassword(t *testing.T) {
	const password = "open-sesame"
	server := storagetest.Postgres(t)
	address := strings.Replace(server, "herald@", "herald:"+password+"@", 1)
	s, err := storage.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	hidden := func(what string, err error) {
		t.Helper()
		if err == nil || strings.Contains(err.Error(), password) {
			t.Errorf("%s: %v", what, err)
		}
	}
	for what, dsn := range map[string]string{
		"no such database": strings.Replace(address, "/postgres", "/nowhere", 1),
		"no such port":     strings.Replace(address, "127.0.0.1", "127.0.0.1:x", 1),
		"nobody there":     "postgres://herald:" + password + "@127.0.0.1:1/herald",
		"no address":       "postgres://herald:" + password + "@[/herald",
	} {
		_, err := storage.Open(t.Context(), dsn)
		hidden(what, err)
		hidden(what, storage.Carry(t.Context(), dsn, filepath.Join(t.TempDir(), "herald.db"), func(storage.Carried) {}))
	}
	// A server without encryption is there all the same.
	_, err = storage.Open(t.Context(), address+"?sslmode=require")
	if hidden("no encryption", err); err != nil && !strings.Contains(err.Error(), "sslmode") {
		t.Errorf("no encryption: %v", err)
	}
	// The server turns against a herald that runs.
	admin, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	defer admin.Close()
	admin.SetMaxOpenConns(1)
	for _, query := range []string{`ALTER ROLE herald NOLOGIN`, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'herald' AND pid <> pg_backend_pid()`} {
		if _, err := admin.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	_, err = s.Feed(t.Context(), 1)
	hidden("reading", err)
	hidden("writing", s.VoidSending(t.Context()))
	hidden("listening", s.Listen(t.Context(), func(news.Signal) {}))
	hidden("standing for election", s.Elect(t.Context(), "send", func(context.Context) error { return nil }))
}
