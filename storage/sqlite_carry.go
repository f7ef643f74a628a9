package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
)

// openSQLiteSource opens a file that is only to be read.
func openSQLiteSource(ctx context.Context, path string) (*sqlite, error) {
	db, err := sqliteDB(path, "mode=ro&_query_only=true", 2)
	if err != nil {
		return nil, err
	}
	e := &sqlite{path: path, turn: make(chan struct{}, 1), reader: db, rc: &sqliteReader{db: db, stmts: map[string]*sql.Stmt{}}}
	if err := db.QueryRowContext(ctx, `SELECT COUNT(*) FROM sqlite_schema`).Scan(new(int)); err != nil {
		return nil, errors.Join(explain(path, err), e.close())
	}
	return e, nil
}

// alone keeps herald from running on the file.
func (e *sqlite) alone(ctx context.Context, dsn string) (leave func() error, err error) {
	return Hold(ctx, dsn)
}

func (e *sqlite) snapshot(ctx context.Context, f func(context.Context, conn) error) (err error) {
	one, err := e.reader.Conn(ctx)
	if err != nil {
		return err
	}
	c := &sqliteConn{conn: one, stmts: map[string]*sql.Stmt{}}
	defer func() { err = errors.Join(err, c.close()) }()
	if _, err := c.exec(ctx, `BEGIN`); err != nil {
		return err
	}
	defer c.exec(ctx, `ROLLBACK`) //nolint:errcheck // nothing was written
	return f(ctx, c)
}

func (e *sqlite) bulk(ctx context.Context, f func(context.Context, conn) error) error {
	return e.write(ctx, durable, func(inner context.Context, c conn) error {
		if err := f(inner, c); err != nil {
			return err
		}
		return ctx.Err() // write finishes what has begun; this may be given up
	})
}

// tables are in the order in which they were made: what one refers to stands
// before it.
func (e *sqlite) tables(ctx context.Context, c conn) ([]string, error) {
	return all(ctx, c, name, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'goose_db_version' ORDER BY rowid`)
}

func name(r scanner) (v string, err error) { return v, r.Scan(&v) }

func (e *sqlite) last(ctx context.Context, c conn, table string) (last int64, err error) {
	err = c.row(ctx, `SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = ?1`, table).Scan(&last)
	return last, err
}

func (e *sqlite) goOnFrom(ctx context.Context, c conn, table string, last int64) error {
	if last == 0 {
		return nil
	}
	n, err := c.exec(ctx, `UPDATE sqlite_sequence SET seq = ?2 WHERE name = ?1`, table, last)
	if err == nil && n == 0 {
		_, err = c.exec(ctx, `INSERT INTO sqlite_sequence (name, seq) VALUES (?1, ?2)`, table, last)
	}
	return err
}

// reserve is what one writer has anyway.
func (c *sqliteConn) reserve(context.Context, string) error { return nil }

func (c *sqliteConn) fill(ctx context.Context, table string, columns []string, rows [][]any) error {
	return c.execMany(ctx, fmt.Sprintf(`INSERT INTO %s (%s) VALUES (%s)`, table, strings.Join(columns, ", "), list(1, len(columns))), rows)
}

func (r *sqliteReader) reserve(context.Context, string) error {
	return errors.New("a reading connection reserves nothing")
}

func (r *sqliteReader) fill(context.Context, string, []string, [][]any) error {
	return errors.New("a reading connection does not write")
}
