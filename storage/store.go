package storage

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
)

// Store is herald's memory. All its methods may be called at the same time
// from many goroutines. What is not there is news.ErrNotFound.
type Store struct {
	db engine
	// batch is how many recipients are expanded in one transaction.
	batch int

	closing sync.Once
}

// Open opens the database that dsn names, makes it where it is not there yet,
// and brings its schema to the newest version. dsn is the path of a SQLite
// file, or a postgres:// address. An error is one sentence that says what to do.
func Open(ctx context.Context, dsn string) (*Store, error) {
	db, err := open(ctx, dsn)
	if err != nil {
		return nil, err
	}
	s := &Store{db: db, batch: db.batch()}
	if err := s.Migrate(ctx); err != nil {
		return nil, errors.Join(err, db.close())
	}
	return s, nil
}

func open(ctx context.Context, dsn string) (engine, error) {
	switch scheme, _, ok := strings.Cut(dsn, "://"); {
	case dsn == "" || strings.HasPrefix(dsn, ":memory:"):
		return nil, fmt.Errorf("open database: no file is named; set HERALD_DATABASE to a path such as herald.db")
	case !ok:
		return openSQLite(ctx, dsn)
	case scheme == "postgres" || scheme == "postgresql":
		return openPostgres(ctx, dsn)
	default:
		return nil, fmt.Errorf("open database: %s:// is not a database that herald knows; set HERALD_DATABASE to a path such as herald.db, or to postgres://…", scheme)
	}
}

// Migrate brings the schema to the newest version. Open has done it already;
// on a schema that is new it does nothing. A schema that is newer than this
// program is an error and is left alone.
func (s *Store) Migrate(ctx context.Context) error {
	current, newest, err := s.db.schema(ctx)
	switch {
	case err != nil:
		return err
	case current > newest:
		return fmt.Errorf("open database: its schema has version %d and this herald knows %d; update herald, or go back to the backup made before the update", current, newest)
	case current == newest:
		return nil
	}
	return wrap(s.db.migrate(ctx), "migrate database from schema %d to %d", current, newest)
}

// Schema is the version of the database's schema; versions count from 1.
func (s *Store) Schema(ctx context.Context) (int64, error) {
	v, _, err := s.db.schema(ctx)
	return v, err
}

// Close ends the use of the database. It waits for the transaction that runs.
// A second call does nothing.
func (s *Store) Close() (err error) {
	s.closing.Do(func() { err = s.db.close() })
	return err
}

// Shared says that other copies of herald may use the database now, as they
// may with PostgreSQL.
func (s *Store) Shared() bool {
	_, shared := s.db.(*postgres)
	return shared
}

// VoidLeases hands out again what a process that has died had claimed. It is
// called at the start, before the first Claim, by the only process that uses
// the database; what was in flight then may be sent a second time. Where the
// database is Shared it must not be called: the leases of the others hold, and
// those of the dead end by themselves.
func (s *Store) VoidLeases(ctx context.Context) error {
	err := s.db.write(ctx, repeatable, func(ctx context.Context, c conn) error {
		if _, err := c.exec(ctx, `UPDATE feeds SET due_at = next_check WHERE due_at <> next_check`); err != nil {
			return err
		}
		if _, err := c.exec(ctx, `UPDATE updates SET next_at = 0 WHERE done_at = 0 AND next_at <> 0`); err != nil {
			return err
		}
		return voidSending(ctx, c)
	})
	return wrap(err, "void leases")
}

// Check looks whether the database is whole: pages, references, and the rules
// of the outbox. It only reads. The error says what is wrong and what to do.
func (s *Store) Check(ctx context.Context) error {
	if err := s.db.check(ctx); err != nil {
		return err
	}
	var lanes int64
	err := s.db.read(ctx, func(ctx context.Context, c conn) error {
		return c.row(ctx, `SELECT COUNT(*) FROM (
			SELECT 1 AS lane FROM deliveries WHERE state IN ('due', 'sending') GROUP BY chat_id, thread_id HAVING SUM(head) <> 1) AS l`).Scan(&lanes)
	})
	switch {
	case err != nil:
		return wrap(err, "check database")
	case lanes != 0:
		return fmt.Errorf("check database: %d chats have no delivery, or two, at the head of their queue; stop herald and restore the last backup, or report it with this line", lanes)
	}
	return nil
}

// ms is a moment as it is stored.
type ms = int64
