package storage_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"herald/storage"
)

func TestASecondCopyOnOneFileIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "odd ?name#.db")
	release, err := storage.Hold(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	s := open(t, path)
	t.Run("by another name too", func(t *testing.T) {
		link := filepath.Join(t.TempDir(), "link.db")
		if err := os.Symlink(path, link); err != nil {
			t.Skip(err)
		}
		for _, dsn := range []string{path, link} {
			if _, err := storage.Hold(t.Context(), dsn); !errors.Is(err, storage.ErrHeld) {
				t.Errorf("%s: want ErrHeld, got %v", dsn, err)
			}
		}
	})
	t.Run("what only looks or copies works meanwhile", func(t *testing.T) {
		other := open(t, path)
		if err := errors.Join(other.Migrate(t.Context()), other.Check(t.Context()), s.Backup(t.Context(), filepath.Join(t.TempDir(), "copy.db"))); err != nil {
			t.Error(err)
		}
	})
	t.Run("and taken once the first has let go", func(t *testing.T) {
		if err := release(); err != nil {
			t.Fatal(err)
		}
		release, err := storage.Hold(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if err := release(); err != nil {
			t.Error(err)
		}
	})
}

func TestAFailedMigrationIsOneSentence(t *testing.T) {
	path := filepath.Join(t.TempDir(), "herald.db")
	open(t, path)
	around(t, path, `DROP TABLE goose_db_version`) // the first migration finds its tables there, and fails as on a full disk
	if _, err := storage.Open(t.Context(), path); err == nil || strings.Contains(err.Error(), "sql: transaction") {
		t.Errorf("got %v", err)
	}
}
