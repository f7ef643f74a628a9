package main

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"herald/storage"
)

// backupCmd copies the database while the bot runs.
type backupCmd struct {
	File string `arg:"" help:"The file to write; it must not exist yet."`
}

// Run refuses to overwrite: a backup is what one has left.
func (c *backupCmd) Run(w world) error {
	s, err := openExisting(w)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }() // nothing was left to write
	if err := s.Backup(w.ctx, c.File); err != nil {
		return err
	}
	info, err := os.Stat(c.File)
	if err != nil {
		return err
	}
	fmt.Fprintf(w.stdout, "%s: %d bytes, verified\n", c.File, info.Size())
	return nil
}

// migrateCmd brings the schema up to date, as run does at its start; or it
// carries everything from one database to another.
type migrateCmd struct {
	From string `help:"The database to carry over: a SQLite file, or postgres://…; it is only read, and no herald may run on it." placeholder:"FILE"`
	To   string `help:"The empty database that gets everything, of either engine; HERALD_DATABASE where it is not given." placeholder:"URL"`
}

// Run opens the database, which migrates it, and says what it is now.
func (m *migrateCmd) Run(w world) error {
	set, err := readSettings()
	if err != nil {
		return usageError{err}
	}
	if m.From != "" || m.To != "" {
		return m.carry(w, set)
	}
	s, err := storage.Open(w.ctx, set.Database)
	if err != nil {
		return err
	}
	defer func() { _ = s.Close() }() // nothing was left to write
	v, err := s.Schema(w.ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(w.stdout, "%s: schema %d, the newest\n", databaseName(set.Database), v)
	return nil
}

// carry copies everything from one database to the other and says how much of
// what that was.
func (m *migrateCmd) carry(w world, set Settings) error {
	to := cmp.Or(m.To, set.Database)
	switch m.From {
	case "":
		return usageError{errors.New("--to needs --from: the database that is to be carried over")}
	case to:
		return usageError{errors.New("--from and --to name one database; name the new one with --to, or in HERALD_DATABASE")}
	}
	rows, tables := int64(0), 0
	err := storage.Carry(w.ctx, m.From, to, func(c storage.Carried) {
		rows, tables = rows+c.Rows, tables+1
		fmt.Fprintf(w.stdout, "%-14s %d\n", c.Table, c.Rows)
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(w.stdout, "%s has all that %s had: %d rows of %d tables, counted in both; start herald with HERALD_DATABASE set to it\n", databaseName(to), databaseName(m.From), rows, tables)
	return nil
}

// openExisting opens the configured database and does not make a new one: a
// backup of an empty file would look like success.
func openExisting(w world) (*storage.Store, error) {
	set, err := readSettings()
	if err != nil {
		return nil, usageError{err}
	}
	if _, err := os.Stat(set.Database); errors.Is(err, os.ErrNotExist) && !strings.Contains(set.Database, "://") {
		return nil, fmt.Errorf("there is no database %s; HERALD_DATABASE names another", set.Database)
	}
	return storage.Open(w.ctx, set.Database)
}

// databaseName is what people may see of the setting: a postgres:// address has
// a password in it.
func databaseName(dsn string) string {
	u, err := url.Parse(dsn)
	switch {
	case !strings.Contains(dsn, "://"):
		return dsn
	case err != nil:
		return "PostgreSQL"
	}
	return u.Scheme + "://" + u.Host + u.Path
}
