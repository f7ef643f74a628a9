package storage

import (
	"context"
	"database/sql"

	"herald/news"
)

// engine is what differs between the databases. The SQL text does not: it is
// written once, with ?N placeholders, RETURNING and ON CONFLICT, which both
// understand.
type engine interface {
	// read runs f with a connection that may only read.
	read(ctx context.Context, f func(context.Context, conn) error) error
	// write runs f in one transaction: all of it is stored, or nothing. The
	// context given to f is not cancelled any more, so that a transaction
	// that has begun is finished.
	write(ctx context.Context, d durability, f func(context.Context, conn) error) error
	// batch is how many recipients are turned into deliveries in one
	// transaction.
	batch() int
	// migrate brings the schema to the newest version.
	migrate(ctx context.Context) error
	// schema is the version of the schema, and the newest that this program knows.
	schema(ctx context.Context) (current, newest int64, err error)
	// check looks for damage.
	check(ctx context.Context) error
	// backup writes a copy to a file that does not exist yet.
	backup(ctx context.Context, file string) error
	// listen calls heard with the signals of all copies of herald.
	listen(ctx context.Context, heard func(news.Signal)) error
	// elect calls serve once this copy alone has the role.
	elect(ctx context.Context, role string, serve func(context.Context) error) error
	// alone keeps herald from running on the database that dsn names, or says
	// that one does (ErrHeld).
	alone(ctx context.Context, dsn string) (leave func() error, err error)
	// snapshot runs f with a connection that reads the database as it is now.
	snapshot(ctx context.Context, f func(context.Context, conn) error) error
	// bulk is write for as long as it takes; it ends with ctx.
	bulk(ctx context.Context, f func(context.Context, conn) error) error
	// tables are all that hold what herald knows, each behind those that it
	// refers to.
	tables(ctx context.Context, c conn) ([]string, error)
	// last is the highest number that was ever given to a row; 0 where none
	// was, or where Telegram gives them. goOnFrom gives higher ones.
	last(ctx context.Context, c conn, table string) (int64, error)
	goOnFrom(ctx context.Context, c conn, table string, last int64) error
	close() error
}

// durability says what a commit survives.
type durability bool

const (
	// repeatable commits survive the process. If the machine dies, the last
	// of them may be lost, and then what they did happens again.
	repeatable durability = false
	// durable commits survive the machine: they are on the disk when the
	// transaction returns.
	durable durability = true
)

// insert is a statement that inserts what it makes of rows of arguments.
type insert struct {
	into     string   // INSERT INTO table (…)
	columns  []string // of the row r of arguments
	values   string   // what is inserted; behind r.column stands a comma or a space
	conflict string   // ON CONFLICT …
}

// conn runs statements, on one connection of an engine.
type conn interface {
	// exec runs a statement and gives the number of rows it changed.
	exec(ctx context.Context, query string, args ...any) (int64, error)
	// execMany runs a statement once for each row of arguments, in order.
	execMany(ctx context.Context, query string, rows [][]any) error
	// signal tells all copies of herald something once the transaction is
	// committed.
	signal(ctx context.Context, s news.Signal) error
	// insertEach inserts a row for each row of arguments, in one statement
	// where that is quicker. Numbers are int64.
	insertEach(ctx context.Context, i insert, rows [][]any) error
	query(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	// lock is the end of a SELECT that keeps the rows of a table for this
	// transaction; skip passes over those that another one keeps. Both are
	// empty where there is one writer.
	lock(table string) string
	skip(table string) string
	row(ctx context.Context, query string, args ...any) scanner
	// reserve keeps others from writing to a table in this transaction; fill
	// stores many rows of it.
	reserve(ctx context.Context, table string) error
	fill(ctx context.Context, table string, columns []string, rows [][]any) error
}

// scanner is a row that can be read once.
type scanner interface{ Scan(dest ...any) error }

// failed is a row that could not be asked for.
type failed struct{ err error }

func (f failed) Scan(...any) error { return f.err }
