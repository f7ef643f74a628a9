package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// ErrHeld is that another herald runs on the database.
var ErrHeld = errors.New("another herald runs on this database; stop that one first, or give this one a database and a token of its own (HERALD_DATABASE, TELEGRAM_BOT_TOKEN)")

// Hold makes this process the only one that runs the bot on the SQLite file
// which dsn names, until release is called or the process ends, however it
// ends. Where another process is that already, the error is ErrHeld. A
// database that many copies share needs no holder: for postgres:// Hold does
// nothing.
//
// Two copies would void each other's leases and send everything twice. What
// only looks or copies (backup, check, migrate) needs not hold and is not kept
// from working: the lock lies on an empty file beside the database, its name
// with ".lock" behind it. That file stays; removing it frees nothing. SQLite
// itself locks it, as it can on every system that it knows.
func Hold(ctx context.Context, dsn string) (release func() error, err error) {
	if dsn == "" || strings.Contains(dsn, "://") || strings.HasPrefix(dsn, ":memory:") {
		return func() error { return nil }, nil // Open says what is to be said
	}
	if err := preparePath(dsn); err != nil {
		return nil, err
	}
	path, err := filepath.EvalSymlinks(dsn) // two names of one file are one lock
	if err != nil {
		return nil, fmt.Errorf("open database %s: %w; set HERALD_DATABASE to another path", dsn, err)
	}
	path += ".lock"
	if err := preparePath(path); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite3", fileName(path)+"?_busy_timeout=0&_txlock=exclusive")
	if err != nil {
		return nil, explain(path, err)
	}
	db.SetMaxOpenConns(1)
	// The transaction is the lock. It outlives ctx, which ends before the
	// work does that it is for.
	lock, err := db.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		var e sqlite3.Error
		if errors.As(err, &e) && (e.Code == sqlite3.ErrBusy || e.Code == sqlite3.ErrLocked) {
			err = fmt.Errorf("open database %s: %w", dsn, ErrHeld)
		} else {
			err = explain(path, err)
		}
		return nil, errors.Join(err, db.Close())
	}
	return func() error { return errors.Join(lock.Rollback(), db.Close()) }, nil
}
