package storage

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
)

// Carried is a table that was carried over.
type Carried struct {
	Table string
	Rows  int64
}

// Carry copies everything from one database to another, an empty one, of
// whichever engines: a SQLite file, a postgres:// address. from is only read,
// as it is at one moment; in the target all of it is stored in one
// transaction, counted against the source before it is committed, or nothing.
// No herald may run on either meanwhile. shown is called after each table.
//
// An error is one sentence that says what to do. PostgreSQL keeps no NUL and no
// byte that is not UTF-8 in a text; what SQLite has of these is replaced.
func Carry(ctx context.Context, from, to string, shown func(Carried)) error {
	if _, err := os.Stat(from); errors.Is(err, os.ErrNotExist) && !strings.Contains(from, "://") {
		return fmt.Errorf("there is no database %s to carry over", from)
	}
	source, err := openSource(ctx, from)
	if err != nil {
		return err
	}
	defer source.close() //nolint:errcheck // it was only read
	leave, err := source.alone(ctx, from)
	if err != nil {
		return inUse(err, "carried over")
	}
	defer leave() //nolint:errcheck // the end of the process releases it too
	current, newest, err := source.schema(ctx)
	switch {
	case err != nil:
		return err
	case current != newest:
		return fmt.Errorf("the database that is to be carried over has schema %d and this herald knows %d; run herald migrate with HERALD_DATABASE set to it first", current, newest)
	}
	target, err := Open(ctx, to)
	if err != nil {
		return err
	}
	err = carry(ctx, source, target, to, shown)
	return errors.Join(err, target.Close())
}

func openSource(ctx context.Context, dsn string) (engine, error) {
	if strings.Contains(dsn, "://") {
		return open(ctx, dsn)
	}
	return openSQLiteSource(ctx, dsn)
}

// inUse says that a herald runs on a database.
func inUse(err error, what string) error {
	if errors.Is(err, ErrHeld) {
		return fmt.Errorf("a herald runs on the database that is to be %s; stop every copy first, or what it does meanwhile is lost", what)
	}
	return err
}

func carry(ctx context.Context, source engine, target *Store, to string, shown func(Carried)) error {
	leave, err := target.db.alone(ctx, to)
	if err != nil {
		return inUse(err, "filled")
	}
	defer leave() //nolint:errcheck // the end of the process releases it too
	return source.snapshot(ctx, func(ctx context.Context, from conn) error {
		return target.db.bulk(ctx, func(ctx context.Context, into conn) error {
			tables, err := source.tables(ctx, from)
			if err != nil {
				return err
			}
			if err := ready(ctx, target.db, into, tables); err != nil {
				return err
			}
			for _, table := range tables {
				n, err := carryTable(ctx, from, into, table)
				if err != nil {
					return fmt.Errorf("carry %s over: %w", table, err)
				}
				last, err := source.last(ctx, from, table)
				if err != nil {
					return fmt.Errorf("numbers of %s: %w", table, err)
				}
				if err := target.db.goOnFrom(ctx, into, table, last); err != nil {
					return fmt.Errorf("numbers of %s: %w", table, err)
				}
				shown(Carried{table, n})
			}
			return nil
		})
	})
}

// ready looks whether the target has the source's tables, all of them empty,
// and keeps everybody else from writing to them.
func ready(ctx context.Context, db engine, into conn, tables []string) error {
	have, err := db.tables(ctx, into)
	if err != nil {
		return err
	}
	for _, table := range tables {
		if !slices.Contains(have, table) {
			return fmt.Errorf("the target has no table %s; let it be migrated by the same herald", table)
		}
		if err := into.reserve(ctx, table); err != nil {
			return err
		}
		if full, err := some(ctx, into, `SELECT 1 FROM `+table+` LIMIT 1`); err != nil || full {
			if full {
				err = fmt.Errorf("the target is not empty (%s has rows); name a new database, or empty that one by hand if nothing in it is needed", table)
			}
			return err
		}
	}
	return nil
}

// carryRows are kept in memory at a time: articles may have some hundred KB
// each.
const carryRows = 200

func carryTable(ctx context.Context, from, into conn, table string) (n int64, err error) {
	rows, err := from.query(ctx, `SELECT * FROM `+table)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	columns, err := rows.Columns()
	if err != nil {
		return 0, err
	}
	var page [][]any
	flush := func() error {
		err := into.fill(ctx, table, columns, page)
		n += int64(len(page))
		page = page[:0]
		return err
	}
	for rows.Next() {
		values := make([]any, len(columns))
		into := make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return n, err
		}
		if page = append(page, values); len(page) == carryRows {
			if err := flush(); err != nil {
				return n, err
			}
		}
	}
	if err := errors.Join(rows.Err(), flush()); err != nil {
		return n, err
	}
	var there int64
	if err := into.row(ctx, `SELECT COUNT(*) FROM `+table).Scan(&there); err != nil {
		return n, err
	}
	if there != n {
		return n, fmt.Errorf("%d rows were read and %d are there", n, there)
	}
	return n, nil
}
