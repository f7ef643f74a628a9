package storage

import (
	"context"
	"crypto/tls"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
)

//go:embed migrations/postgres/*.sql
var postgresMigrations embed.FS

// postgres is the engine for several copies of herald on one database. What
// SQLite gets from having one writer, it gets from row locks: who changes the
// lanes of a chat holds the chat's row.
type postgres struct {
	db     *sql.DB
	config *pgx.ConnConfig // of connections outside the pool
}

const (
	// postgresConns are those of one copy, beside the few that it listens and
	// holds its roles with; a server takes 100 as it comes.
	postgresConns = 16

	// oldestPostgres is the first version that ends sessions which fall silent.
	oldestPostgres = 14

	// patience is how long a transaction may take before it is given up: a
	// server that has gone without a word is noticed by nothing else.
	patience = time.Minute
)

func openPostgres(ctx context.Context, dsn string) (*postgres, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil { // the error may quote the password
		return nil, errors.New("open database: HERALD_DATABASE is not a PostgreSQL address; it should look like postgres://user:password@host:5432/herald")
	}
	// Commits that only repeat themselves need not wait for the disk; write
	// asks for more where it matters.
	config.RuntimeParams["synchronous_commit"] = "off"
	config.RuntimeParams["application_name"] = "herald"
	// A copy that falls silent in the middle of a transaction keeps rows that
	// others wait for.
	config.RuntimeParams["idle_in_transaction_session_timeout"] = "10000"
	config.RuntimeParams["tcp_keepalives_idle"] = "5"
	config.RuntimeParams["tcp_keepalives_interval"] = "2"
	config.RuntimeParams["tcp_keepalives_count"] = "3"
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 10 * time.Second
	}
	db := stdlib.OpenDB(*config)
	db.SetMaxOpenConns(postgresConns)
	db.SetMaxIdleConns(postgresConns)
	if err := db.PingContext(ctx); err != nil {
		return nil, errors.Join(explainPostgres(config, err), db.Close())
	}
	var version int
	if err := db.QueryRowContext(ctx, `SELECT current_setting('server_version_num')::int`).Scan(&version); err != nil {
		return nil, errors.Join(explainPostgres(config, err), db.Close())
	}
	if version < oldestPostgres*10_000 {
		return nil, errors.Join(fmt.Errorf("open database: that is PostgreSQL %d, and herald needs %d or newer", version/10_000, oldestPostgres), db.Close())
	}
	return &postgres{db: db, config: config}, nil
}

// explainPostgres says what a refusal means, without the password.
func explainPostgres(config *pgx.ConnConfig, err error) error {
	where := fmt.Sprintf("%s:%d/%s", config.Host, config.Port, config.Database)
	var refused *pgconn.PgError
	var certificate *tls.CertificateVerificationError
	switch {
	case errors.As(err, &certificate), strings.Contains(err.Error(), "refused TLS"): // pgconn has no type for it
		return fmt.Errorf("open database %s: PostgreSQL answers, and not with the encryption that is asked for; correct sslmode (or sslrootcert) in HERALD_DATABASE", where)
	case !errors.As(err, &refused):
		return fmt.Errorf("open database %s: PostgreSQL does not answer there; check the address in HERALD_DATABASE and that the server runs", where)
	case refused.Code == "28P01" || refused.Code == "28000":
		return fmt.Errorf("open database %s: PostgreSQL refuses the user or the password; correct HERALD_DATABASE", where)
	case refused.Code == "3D000":
		return fmt.Errorf("open database %s: there is no such database; create it with createdb %s", where, config.Database)
	}
	return fmt.Errorf("open database %s: %s; correct HERALD_DATABASE or the server's settings", where, refused.Message)
}

// batch takes some 30 ms, so long those wait who change one of its chats; the
// others wait for nothing.
func (e *postgres) batch() int { return 1000 }

func (e *postgres) read(ctx context.Context, f func(context.Context, conn) error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return f(ctx, postgresConn{e.db, nil})
}

// tries is how often a transaction is begun anew that another one got in the
// way of; the other has then been stored, so a few are enough.
const tries = 8

func (e *postgres) write(ctx context.Context, d durability, f func(context.Context, conn) error) error {
	for try := 1; ; try++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		err := e.once(context.WithoutCancel(ctx), d, f)
		if err == nil || !inTheWay(err) || try == tries {
			return err
		}
	}
}

func (e *postgres) once(ctx context.Context, d durability, f func(context.Context, conn) error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return e.transact(ctx, nil, d, f)
}

func (e *postgres) transact(ctx context.Context, o *sql.TxOptions, d durability, f func(context.Context, conn) error) (err error) {
	one, err := e.db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, one.Close()) }()
	tx, err := one.BeginTx(ctx, o)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit there is nothing to roll back
	if d == durable {
		if _, err := tx.ExecContext(ctx, `SET LOCAL synchronous_commit = on`); err != nil {
			return err
		}
	}
	if err := f(ctx, postgresConn{tx, one}); err != nil {
		return err
	}
	return tx.Commit()
}

// inTheWay says that a transaction failed since another one ran beside it:
// serialization_failure, deadlock_detected, unique_violation.
func inTheWay(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && (e.Code == "40001" || e.Code == "40P01" || e.Code == "23505")
}

func (e *postgres) provider() (*goose.Provider, error) {
	dir, err := fs.Sub(postgresMigrations, "migrations/postgres")
	if err != nil {
		return nil, err
	}
	// Copies that start together migrate one after the other.
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, err
	}
	return goose.NewProvider(goose.DialectPostgres, e.db, dir, goose.WithDisableGlobalRegistry(true), goose.WithSessionLocker(locker))
}

func (e *postgres) migrate(ctx context.Context) error {
	p, err := e.provider()
	if err != nil {
		return err
	}
	_, err = p.Up(ctx)
	return err
}

func (e *postgres) schema(ctx context.Context) (current, newest int64, err error) {
	p, err := e.provider()
	if err != nil {
		return 0, 0, err
	}
	sources := p.ListSources()
	newest = sources[len(sources)-1].Version
	var there bool
	if err := e.db.QueryRowContext(ctx, `SELECT to_regclass('goose_db_version') IS NOT NULL`).Scan(&there); err != nil || !there {
		return 0, newest, err
	}
	err = e.db.QueryRowContext(ctx, `SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version`).Scan(&current)
	return current, newest, err
}

// check has nothing to do: the server looks after its pages and references.
func (e *postgres) check(ctx context.Context) error { return e.db.PingContext(ctx) }

func (e *postgres) backup(context.Context, string) error {
	return errors.New("herald copies SQLite databases; use pg_dump for PostgreSQL")
}

func (e *postgres) close() error { return e.db.Close() }

// postgresConn runs statements in a transaction, or each on its own.
type postgresConn struct {
	db interface {
		ExecContext(context.Context, string, ...any) (sql.Result, error)
		QueryContext(context.Context, string, ...any) (*sql.Rows, error)
		QueryRowContext(context.Context, string, ...any) *sql.Row
	}
	one *sql.Conn // under a transaction
}

func (c postgresConn) lock(table string) string { return " FOR NO KEY UPDATE OF " + table }
func (c postgresConn) skip(table string) string {
	return " FOR NO KEY UPDATE OF " + table + " SKIP LOCKED"
}

func (c postgresConn) exec(ctx context.Context, query string, args ...any) (int64, error) {
	r, err := c.db.ExecContext(ctx, dollars(query), storable(args)...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// execMany sends all rows at once and then reads the answers, so it waits for
// the server once.
func (c postgresConn) execMany(ctx context.Context, query string, rows [][]any) error {
	if c.one == nil {
		return errors.New("a reading connection does not write")
	}
	query = dollars(query)
	batch := &pgx.Batch{}
	for _, args := range rows {
		batch.Queue(query, storable(args)...)
	}
	return c.one.Raw(func(driver any) error {
		return driver.(*stdlib.Conn).Conn().SendBatch(ctx, batch).Close()
	})
}

// insertEach is one statement over arrays: the server reads it once, and the
// wire carries no word per row.
func (c postgresConn) insertEach(ctx context.Context, i insert, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	arrays, source := make([]any, len(i.columns)), make([]string, len(i.columns))
	for n, name := range i.columns {
		switch rows[0][n].(type) {
		case int64:
			arrays[n], source[n] = column[int64](rows, n), fmt.Sprintf("$%d::bigint[]", n+1)
		case string:
			arrays[n], source[n] = column[string](rows, n), fmt.Sprintf("$%d::text[]", n+1)
		default:
			return fmt.Errorf("column %s is a %T", name, rows[0][n])
		}
	}
	query := fmt.Sprintf(`%s SELECT %s FROM unnest(%s) AS r(%s) %s`, i.into, i.values, strings.Join(source, ", "), strings.Join(i.columns, ", "), i.conflict)
	_, err := c.db.ExecContext(ctx, query, arrays...)
	return err
}

// column is the i-th of all rows; what PostgreSQL refuses is taken from it.
func column[T any](rows [][]any, i int) []T {
	list := make([]T, len(rows))
	for n, row := range rows {
		list[n], _ = storable(row[i : i+1])[0].(T)
	}
	return list
}

func (c postgresConn) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return c.db.QueryContext(ctx, dollars(query), storable(args)...)
}

func (c postgresConn) row(ctx context.Context, query string, args ...any) scanner {
	return c.db.QueryRowContext(ctx, dollars(query), storable(args)...)
}

// dollars writes ?N as PostgreSQL does. No statement has a question mark
// elsewhere.
func dollars(query string) string { return strings.ReplaceAll(query, "?", "$") }

// storable takes from texts what PostgreSQL refuses and SQLite keeps: NUL, and
// bytes that are not UTF-8.
func storable(args []any) []any {
	for i, a := range args {
		if s, ok := a.(string); ok && (strings.ContainsRune(s, 0) || strings.ToValidUTF8(s, "") != s) {
			args[i] = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "\uFFFD")
		}
	}
	return args
}
