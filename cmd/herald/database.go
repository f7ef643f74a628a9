package main

import (
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

// migrateCmd brings the schema up to date; run does the same at its start.
type migrateCmd struct{}

// Run opens the database, which migrates it, and says what it is now.
func (migrateCmd) Run(w world) error {
	set, err := readSettings()
	if err != nil {
		return usageError{err}
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
