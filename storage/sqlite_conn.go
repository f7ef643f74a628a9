package storage

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"
	"sync"

	"herald/news"
)

// statement is a prepared statement that stays open as long as its connection.
type statement interface {
	ExecContext(ctx context.Context, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, args ...any) *sql.Row
}

// sqliteConn is the writing connection with its prepared statements. It is
// used by the holder of the turn alone.
type sqliteConn struct {
	conn  *sql.Conn
	stmts map[string]*sql.Stmt
	said  []news.Signal // in this transaction
}

func (c *sqliteConn) prepare(ctx context.Context, query string) (statement, error) {
	if s, ok := c.stmts[query]; ok {
		return s, nil
	}
	s, err := c.conn.PrepareContext(ctx, query)
	if err == nil {
		c.stmts[query] = s
	}
	return s, err
}

func (c *sqliteConn) exec(ctx context.Context, query string, args ...any) (int64, error) {
	s, err := c.prepare(ctx, query)
	if err != nil {
		return 0, err
	}
	r, err := s.ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

func (c *sqliteConn) signal(_ context.Context, s news.Signal) error {
	c.said = append(c.said, s)
	return nil
}

func (c *sqliteConn) lock(string) string { return "" }
func (c *sqliteConn) skip(string) string { return "" }

func (c *sqliteConn) execMany(ctx context.Context, query string, rows [][]any) error {
	s, err := c.prepare(ctx, query)
	if err != nil {
		return err
	}
	for _, args := range rows {
		if _, err := s.ExecContext(ctx, args...); err != nil {
			return err
		}
	}
	return nil
}

// insertEach inserts row by row, which here costs no way; a SELECT that reads
// the table which it fills would be written down first.
func (c *sqliteConn) insertEach(ctx context.Context, i insert, rows [][]any) error {
	values := i.values
	for n, name := range i.columns {
		for _, end := range []string{",", " "} {
			values = strings.ReplaceAll(values, "r."+name+end, "?"+strconv.Itoa(n+1)+end)
		}
	}
	return c.execMany(ctx, i.into+" VALUES ("+values+") "+i.conflict, rows)
}

func (c *sqliteConn) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := c.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

func (c *sqliteConn) row(ctx context.Context, query string, args ...any) scanner {
	s, err := c.prepare(ctx, query)
	if err != nil {
		return failed{err}
	}
	return s.QueryRowContext(ctx, args...)
}

func (c *sqliteConn) close() error {
	var errs []error
	for _, s := range c.stmts {
		errs = append(errs, s.Close())
	}
	return errors.Join(append(errs, c.conn.Close())...)
}

// sqliteReader is the pool of reading connections. database/sql prepares a
// statement anew on each connection that runs it, and keeps it there.
type sqliteReader struct {
	db    *sql.DB
	mu    sync.Mutex
	stmts map[string]*sql.Stmt
}

func (r *sqliteReader) prepare(ctx context.Context, query string) (statement, error) {
	// Held while it waits for a connection, which is safe: whoever has one
	// reads its rows to the end before it asks for a statement.
	r.mu.Lock()
	defer r.mu.Unlock()
	if s, ok := r.stmts[query]; ok {
		return s, nil
	}
	s, err := r.db.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	r.stmts[query] = s
	return s, nil
}

func (r *sqliteReader) exec(context.Context, string, ...any) (int64, error) {
	return 0, errors.New("a reading connection does not write")
}

func (r *sqliteReader) signal(context.Context, news.Signal) error {
	return errors.New("a reading connection says nothing")
}

func (r *sqliteReader) lock(string) string { return "" }
func (r *sqliteReader) skip(string) string { return "" }

func (r *sqliteReader) execMany(context.Context, string, [][]any) error {
	return errors.New("a reading connection does not write")
}

func (r *sqliteReader) insertEach(context.Context, insert, [][]any) error {
	return errors.New("a reading connection does not write")
}

func (r *sqliteReader) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := r.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

func (r *sqliteReader) row(ctx context.Context, query string, args ...any) scanner {
	s, err := r.prepare(ctx, query)
	if err != nil {
		return failed{err}
	}
	return s.QueryRowContext(ctx, args...)
}

func (r *sqliteReader) close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	var errs []error
	for _, s := range r.stmts {
		errs = append(errs, s.Close())
	}
	return errors.Join(errs...)
}
