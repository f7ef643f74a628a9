package storage

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"

	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"

	"herald/news"
)

//go:embed migrations/sqlite/*.sql
var sqliteMigrations embed.FS

// sqlite is the engine for one file and one process: a single connection
// writes, several read beside it (WAL), and no transaction is ever refused for
// being second.
type sqlite struct {
	path   string
	file   os.FileInfo // as it was opened
	writer *sql.DB
	reader *sql.DB

	turn chan struct{} // held by the one who writes; waiters are served in order
	wc   *sqliteConn
	rc   *sqliteReader
	bell bell
}

// readers is how many read at a time. Reading is short and runs on the
// processor; more connections would only hold more cache.
const readers = 4

// openSQLite opens or makes the file.
func openSQLite(ctx context.Context, path string) (_ *sqlite, err error) {
	if err := preparePath(path); err != nil {
		return nil, err
	}
	e := &sqlite{path: path, turn: make(chan struct{}, 1)}
	defer func() {
		if err != nil {
			err = errors.Join(err, e.close())
		}
	}()
	// NORMAL syncs at checkpoints; write asks for more where it matters.
	// An autocheckpoint of 4,000 pages (16 MB) keeps a busy outbox from
	// syncing more than a few times a second.
	if e.writer, err = sqliteDB(path, "_txlock=immediate&_synchronous=NORMAL&_foreign_keys=on&_cache_size=-16000", 1); err != nil {
		return nil, err
	}
	if e.reader, err = sqliteDB(path, "_query_only=true&_cache_size=-4000", readers); err != nil {
		return nil, err
	}
	wc, err := e.writer.Conn(ctx)
	if err != nil {
		return nil, explain(path, err)
	}
	e.wc = &sqliteConn{conn: wc, stmts: map[string]*sql.Stmt{}}
	e.rc = &sqliteReader{db: e.reader, stmts: map[string]*sql.Stmt{}}
	for _, pragma := range []string{
		`PRAGMA journal_mode = WAL`,
		`PRAGMA wal_autocheckpoint = 4000`,
		`PRAGMA journal_size_limit = 67108864`, // after a large transaction the log shrinks again
		`SELECT COUNT(*) FROM sqlite_schema`,   // the first look that finds a file which is no database
	} {
		if _, err := wc.ExecContext(ctx, pragma); err != nil {
			return nil, explain(path, err)
		}
	}
	if e.file, err = os.Stat(path); err != nil {
		return nil, fmt.Errorf("open database %s: %w", path, err)
	}
	return e, nil
}

// sqliteDB opens a file that is there: a connection of the pool that is made
// after the file was removed must not make an empty one in its place.
func sqliteDB(path, options string, conns int) (*sql.DB, error) {
	db, err := sql.Open("sqlite3", fileName(path)+"?mode=rw&_busy_timeout=5000&"+options)
	if err != nil {
		return nil, explain(path, err)
	}
	db.SetMaxOpenConns(conns)
	db.SetMaxIdleConns(conns)
	return db, nil
}

// fileName is a path as SQLite takes it with options behind: odd letters escaped.
func fileName(path string) string {
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath()}).String()
}

// preparePath finds what SQLite would call "unable to open database file", and
// makes a new file for its owner's eyes only: it holds people's names.
func preparePath(path string) error {
	dir := filepath.Dir(path)
	info, err := os.Stat(dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("open database %s: the directory %s does not exist; create it, or set HERALD_DATABASE to another path", path, dir)
	case err == nil && !info.IsDir():
		return fmt.Errorf("open database %s: %s is not a directory; set HERALD_DATABASE to another path", path, dir)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return fmt.Errorf("open database %s: it is a directory; set HERALD_DATABASE to a file in it, such as %s", path, filepath.Join(path, "herald.db"))
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("open database %s: herald may not write there; give it the right to write to the file and its directory, or set HERALD_DATABASE to another path", path)
	case err != nil:
		return fmt.Errorf("open database %s: %w; set HERALD_DATABASE to another path", path, err)
	}
	return f.Close()
}

// explain says what SQLite's error means for the one who starts herald.
func explain(path string, err error) error {
	var e sqlite3.Error
	if !errors.As(err, &e) {
		return fmt.Errorf("open database %s: %w", path, err)
	}
	switch e.Code {
	case sqlite3.ErrNotADB:
		return fmt.Errorf("open database %s: the file is not a SQLite database; set HERALD_DATABASE to another path, or restore a backup", path)
	case sqlite3.ErrCorrupt:
		return fmt.Errorf("open database %s: the file is damaged (%s); restore a backup made with herald backup", path, e.Error())
	case sqlite3.ErrReadonly, sqlite3.ErrPerm, sqlite3.ErrCantOpen:
		return fmt.Errorf("open database %s: herald may not write there; give it the right to write to the file and its directory, or set HERALD_DATABASE to another path", path)
	case sqlite3.ErrBusy, sqlite3.ErrLocked:
		return fmt.Errorf("open database %s: another program holds it locked; stop that program and start herald again", path)
	case sqlite3.ErrFull:
		return fmt.Errorf("open database %s: the disk is full; make room and start herald again", path)
	case sqlite3.ErrIoErr:
		return fmt.Errorf("open database %s: the disk fails, or no more may be written to it (%s); make room or mend it, and start herald again", path, e.Error())
	}
	return fmt.Errorf("open database %s: %w", path, err)
}

func (e *sqlite) read(ctx context.Context, f func(context.Context, conn) error) error {
	return f(ctx, e.rc)
}

func (e *sqlite) write(ctx context.Context, d durability, f func(context.Context, conn) error) error {
	select {
	case e.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-e.turn }()
	if err := ctx.Err(); err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	if d == durable {
		// FULL syncs the log at the commit, and with it all commits before.
		// This pragma acts when it is compiled, so it is never kept prepared.
		if _, err := e.wc.conn.ExecContext(ctx, `PRAGMA synchronous = FULL`); err != nil {
			return err
		}
		defer e.wc.conn.ExecContext(ctx, `PRAGMA synchronous = NORMAL`) //nolint:errcheck // without it herald is only more careful than asked
	}
	if _, err := e.wc.exec(ctx, `BEGIN IMMEDIATE`); err != nil {
		return err
	}
	e.wc.said = e.wc.said[:0]
	done := false
	defer func() {
		if !done { // an error, or a panic on its way up
			e.wc.exec(ctx, `ROLLBACK`) //nolint:errcheck // the first error is the one to tell
		}
	}()
	if err := f(ctx, e.wc); err != nil {
		return err
	}
	if _, err := e.wc.exec(ctx, `COMMIT`); err != nil {
		return err
	}
	done = true
	e.bell.ring(e.wc.said)
	return nil
}

// batch takes some 2 ms, so long a person's command waits for its turn; larger
// ones were measured to be no faster.
func (e *sqlite) batch() int { return 250 }

func (e *sqlite) listen(ctx context.Context, heard func(news.Signal)) error {
	return e.bell.listen(ctx, heard)
}

// elect has nobody to choose from.
func (e *sqlite) elect(ctx context.Context, _ string, serve func(context.Context) error) error {
	return serve(ctx)
}

func (e *sqlite) provider(db *sql.DB) (*goose.Provider, error) {
	dir, err := fs.Sub(sqliteMigrations, "migrations/sqlite")
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectSQLite3, db, dir, goose.WithDisableGlobalRegistry(true))
}

func (e *sqlite) migrate(ctx context.Context) (err error) {
	db, err := sqliteDB(e.path, "_txlock=immediate&_synchronous=FULL&_foreign_keys=on", 1)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	p, err := e.provider(db)
	if err != nil {
		return err
	}
	if _, err = p.Up(ctx); err != nil {
		var cause sqlite3.Error
		if errors.As(err, &cause) {
			return explain(e.path, err)
		}
	}
	return err
}

func (e *sqlite) schema(ctx context.Context) (current, newest int64, err error) {
	p, err := e.provider(e.reader)
	if err != nil {
		return 0, 0, err
	}
	sources := p.ListSources()
	newest = sources[len(sources)-1].Version
	// goose would make its table in order to look into it.
	var tables int
	if err := e.rc.row(ctx, `SELECT COUNT(*) FROM sqlite_schema WHERE type = 'table' AND name = 'goose_db_version'`).Scan(&tables); err != nil {
		return 0, 0, explain(e.path, err)
	}
	if tables == 0 {
		return 0, newest, nil
	}
	err = e.rc.row(ctx, `SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version`).Scan(&current)
	if err != nil {
		return 0, 0, explain(e.path, err)
	}
	return current, newest, nil
}

func (e *sqlite) close() error {
	e.turn <- struct{}{}
	defer func() { <-e.turn }()
	var errs []error
	if e.rc != nil {
		errs = append(errs, e.rc.close())
	}
	if e.reader != nil {
		errs = append(errs, e.reader.Close())
	}
	if e.wc != nil {
		errs = append(errs, e.wc.close())
	}
	if e.writer != nil {
		errs = append(errs, e.writer.Close())
	}
	return errors.Join(errs...)
}
