package storage

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
)

// Levels of PRAGMA synchronous.
const (
	syncNormal = 1
	syncFull   = 2
)

func TestWhatAPersonSaidIsSyncedBeforeItIsAcknowledged(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "herald.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	level := func(d durability, result error) (level int) {
		t.Helper()
		err := s.db.write(t.Context(), d, func(ctx context.Context, c conn) error {
			if err := s.db.(*sqlite).wc.conn.QueryRowContext(ctx, `PRAGMA synchronous`).Scan(&level); err != nil {
				return err
			}
			return result
		})
		if !errors.Is(err, result) {
			t.Fatal(err)
		}
		return level
	}
	for _, c := range []struct {
		name   string
		d      durability
		result error
		want   int
	}{
		{"a claim", repeatable, nil, syncNormal},
		{"a subscription", durable, nil, syncFull},
		{"the next claim", repeatable, nil, syncNormal},
		{"a subscription that fails", durable, errors.ErrUnsupported, syncFull},
		{"the next claim", repeatable, nil, syncNormal},
	} {
		if got := level(c.d, c.result); got != c.want {
			t.Errorf("%s: level %d, want %d", c.name, got, c.want)
		}
	}
}

func TestATransactionThatPanicsIsRolledBack(t *testing.T) {
	s, err := Open(t.Context(), filepath.Join(t.TempDir(), "herald.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	func() {
		defer func() {
			if recover() == nil {
				t.Error("the panic was swallowed")
			}
		}()
		s.db.write(t.Context(), repeatable, func(ctx context.Context, c conn) error {
			if _, err := c.exec(ctx, `INSERT INTO chats (id, kind) VALUES (1, 'private')`); err != nil {
				t.Error(err)
			}
			panic("a fault of ours")
		})
	}()
	err = s.db.write(t.Context(), repeatable, func(ctx context.Context, c conn) error {
		there, err := some(ctx, c, `SELECT 1 FROM chats`)
		if there {
			t.Error("half a transaction is stored")
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
