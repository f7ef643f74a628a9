package storage

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// alone keeps copies of herald from sending, and finds those that do.
func (e *postgres) alone(ctx context.Context, _ string) (leave func() error, err error) {
	c, err := e.own(ctx, 0)
	if err != nil {
		return nil, err
	}
	held, err := tryLock(ctx, c, "send")
	if err == nil && !held {
		err = ErrHeld
	}
	if err != nil {
		hangUp(ctx, c)
		return nil, err
	}
	return func() error { hangUp(ctx, c); return nil }, nil
}

func (e *postgres) snapshot(ctx context.Context, f func(context.Context, conn) error) error {
	return e.transact(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}, repeatable, f)
}

func (e *postgres) bulk(ctx context.Context, f func(context.Context, conn) error) error {
	return e.transact(ctx, nil, durable, f)
}

// tables are in the order in which they were made: what one refers to stands
// before it.
func (e *postgres) tables(ctx context.Context, c conn) ([]string, error) {
	return all(ctx, c, name, `SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND relname <> 'goose_db_version' ORDER BY oid`)
}

// sequence numbers the rows of a table; it is NULL where Telegram does.
const sequence = `(SELECT pg_get_serial_sequence(a.attrelid::regclass::text, 'id')::regclass FROM pg_attribute a
	WHERE a.attrelid = ?1::text::regclass AND a.attname = 'id' AND a.attidentity <> '')`

func (e *postgres) last(ctx context.Context, c conn, table string) (last int64, err error) {
	err = c.row(ctx, `SELECT COALESCE(pg_sequence_last_value(`+sequence+`), 0)`, table).Scan(&last)
	return last, err
}

func (e *postgres) goOnFrom(ctx context.Context, c conn, table string, last int64) error {
	if last == 0 {
		return nil
	}
	_, err := c.exec(ctx, `SELECT setval(`+sequence+`, ?2)`, table, last)
	return err
}

// reserve lets others read a table, and write again when the transaction ends.
func (c postgresConn) reserve(ctx context.Context, table string) error {
	_, err := c.db.ExecContext(ctx, `LOCK TABLE `+pgx.Identifier{table}.Sanitize()+` IN EXCLUSIVE MODE`)
	return err
}

func (c postgresConn) fill(ctx context.Context, table string, columns []string, rows [][]any) error {
	if c.one == nil {
		return errors.New("a reading connection does not write")
	}
	for _, row := range rows {
		storable(row)
	}
	return c.one.Raw(func(driver any) error {
		_, err := driver.(*stdlib.Conn).Conn().CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromRows(rows))
		return err
	})
}
