package storage_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"herald/news"
	"herald/storage"
	"herald/storage/storagetest"
)

func TestSQLite(t *testing.T) {
	storagetest.Run(t, func(t *testing.T) storagetest.Store {
		s := open(t, filepath.Join(t.TempDir(), "herald.db"))
		s.SetBatch(storagetest.Batch)
		return s
	})
}

func open(t testing.TB, path string) *storage.Store {
	t.Helper()
	s, err := storage.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestWhatCannotBeOpenedSaysWhatToDo(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string, mode os.FileMode) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	newer := filepath.Join(dir, "newer.db")
	open(t, newer)
	around(t, newer, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, 1)`)

	for _, c := range []struct{ name, dsn, want, remedy string }{
		{"the directory is missing", filepath.Join(dir, "no", "herald.db"), "does not exist", "create it"},
		{"the directory is a file", filepath.Join(write("file", "", 0o600), "herald.db"), "not a directory", "HERALD_DATABASE"},
		{"the path is a directory", dir, "is a directory", "herald.db"},
		{"the file is something else", write("text.db", strings.Repeat("This is no database. ", 100), 0o600), "not a SQLite database", "restore"},
		{"the schema is newer", newer, "schema has version 999", "update herald"},
		{"nothing is named", "", "no file is named", "HERALD_DATABASE"},
		{"memory is named", ":memory:", "no file is named", "HERALD_DATABASE"},
		{"another engine", "mysql://user:secret@host/db", "mysql:// is not a database that herald knows", "HERALD_DATABASE"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s, err := storage.Open(t.Context(), c.dsn)
			if err == nil {
				s.Close()
				t.Fatal("it opened")
			}
			for _, part := range []string{c.want, c.remedy} {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("%q does not say %q", err, part)
				}
			}
			if strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "\n") {
				t.Errorf("error %q", err)
			}
		})
	}
	t.Run("no permission", func(t *testing.T) {
		if os.Getuid() == 0 {
			t.Skip("root may write everywhere")
		}
		locked := filepath.Join(dir, "locked")
		if err := os.Mkdir(locked, 0o500); err != nil {
			t.Fatal(err)
		}
		if _, err := storage.Open(t.Context(), filepath.Join(locked, "herald.db")); err == nil || !strings.Contains(err.Error(), "may not write") {
			t.Errorf("error %v", err)
		}
	})
}

// around runs a statement past the store.
func around(t testing.TB, path, query string) {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(query); err != nil {
		t.Fatal(err)
	}
}

func TestOddPathsAreTakenAsTheyAre(t *testing.T) {
	for _, name := range []string{"with space.db", "what?mode=memory.db", "100%41.db", "новини.db", "a#b.db", "a&_txlock=x.db"} {
		path := filepath.Join(t.TempDir(), name)
		open(t, path)
		if info, err := os.Stat(path); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheFileIsForItsOwnerOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "herald.db")
	open(t, path)
	for _, file := range []string{path, path + "-wal"} {
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", file, info.Mode())
		}
	}
}

func TestASecondOpenFindsEverything(t *testing.T) {
	path := filepath.Join(t.TempDir(), "herald.db")
	s, err := storage.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.EnsureChat(t.Context(), news.Chat{ID: 1, Kind: news.Private, Title: "Олена"}); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	again := open(t, path)
	if c, err := again.Chat(t.Context(), 1); err != nil || c.Title != "Олена" {
		t.Errorf("chat %+v %v", c, err)
	}
	if err := again.Migrate(t.Context()); err != nil {
		t.Error(err)
	}
	if v, err := again.Schema(t.Context()); err != nil || v < 1 {
		t.Errorf("schema %d %v", v, err)
	}
}

func TestCheckFindsDamage(t *testing.T) {
	for name, query := range map[string]string{
		"refers to one that is not there": `PRAGMA foreign_keys = off; INSERT INTO subscriptions (chat_id, feed_id, created_at) VALUES (77, 78, 1)`,
		"at the head of their queue":      `PRAGMA foreign_keys = off; INSERT INTO chats (id, kind) VALUES (1, 'private'); INSERT INTO articles (id, key, recorded_at) VALUES (1, 'k', 1); INSERT INTO deliveries (article_id, chat_id, feed_id, created_at, changed_at) VALUES (1, 1, 1, 1, 1)`,
	} {
		path := filepath.Join(t.TempDir(), "herald.db")
		s := open(t, path)
		if err := s.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		around(t, path, query)
		if err := s.Check(t.Context()); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("error %v, want one with %q", err, name)
		}
	}
}

func TestBackup(t *testing.T) {
	dir := t.TempDir()
	s, to := seeded(t, 200, 2000)
	stop := make(chan struct{})
	done := make(chan error)
	go func() { // the bot goes on
		for n := 0; ; n++ {
			select {
			case <-stop:
				done <- nil
				return
			default:
				if err := s.Record(t.Context(), harvest(n, to)); err != nil {
					done <- err
					return
				}
			}
		}
	}()
	file := filepath.Join(dir, "copy.db")
	if err := s.Backup(t.Context(), file); err != nil {
		t.Fatal(err)
	}
	close(stop)
	if err := <-done; err != nil {
		t.Error(err)
	}
	t.Run("the copy is whole and has what was there", func(t *testing.T) {
		c := open(t, file)
		if err := c.Check(t.Context()); err != nil {
			t.Error(err)
		}
		if subs, err := c.Subscribers(t.Context(), 1, 0, 10_000); err != nil || len(subs) != 200 {
			t.Errorf("%d subscribers %v", len(subs), err)
		}
	})
	t.Run("nothing is replaced", func(t *testing.T) {
		if err := s.Backup(t.Context(), file); err == nil || !strings.Contains(err.Error(), "there already") {
			t.Errorf("error %v", err)
		}
	})
	t.Run("a directory that is not there is named", func(t *testing.T) {
		if err := s.Backup(t.Context(), filepath.Join(dir, "no", "copy.db")); err == nil || !strings.Contains(err.Error(), "create it") {
			t.Errorf("error %v", err)
		}
	})
	t.Run("nothing else is left", func(t *testing.T) {
		files, err := filepath.Glob(filepath.Join(dir, ".herald-backup-*"))
		if err != nil || len(files) != 0 {
			t.Errorf("left %v %v", files, err)
		}
	})
}

// TestStart opens a database of 20,000 articles and 200,000 deliveries; a start
// reads none of them, so it takes as long with a hundred times as many.
func TestStart(t *testing.T) {
	if testing.Short() {
		t.Skip("fills a large database")
	}
	path := filepath.Join(t.TempDir(), "herald.db")
	seed(t, path, 10, 200_000)
	began := time.Now()
	s := open(t, path)
	if err := s.VoidLeases(t.Context()); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > 700*time.Millisecond {
		t.Errorf("the start took %v", took)
	}
}
