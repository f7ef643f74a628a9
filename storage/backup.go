package storage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"herald/news"
)

// Backup writes a copy of the database to a file while it is in use: the
// database as it is at one moment, without the space that is free. The copy is
// verified before it gets its name, and a file that is there is never
// replaced. Where anything fails no file is left.
func (s *Store) Backup(ctx context.Context, file string) (err error) {
	if _, err := os.Lstat(file); err == nil {
		return fmt.Errorf("backup: %s is there already; name another file, or remove it first", file)
	}
	dir := filepath.Dir(file)
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return fmt.Errorf("backup: there is no directory %s; create it, or name another file", dir)
	}
	tmp, err := os.MkdirTemp(dir, ".herald-backup-")
	if errors.Is(err, fs.ErrPermission) {
		return fmt.Errorf("backup: herald may not write to %s; name a file elsewhere", dir)
	}
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(tmp)) }()
	part := filepath.Join(tmp, filepath.Base(file))
	if err := s.db.backup(ctx, part); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if err := syncFile(part); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	// A link fails where the name is taken, which a rename would not.
	err = os.Link(part, file)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("backup: %s is there already; name another file, or remove it first", file)
	}
	if err != nil { // a file system without links
		if err := os.Rename(part, file); err != nil {
			return fmt.Errorf("backup: %w", err)
		}
	}
	return syncFile(dir)
}

func syncFile(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

func (e *sqlite) backup(ctx context.Context, file string) (err error) {
	db, err := sqliteDB(e.path, "", 1)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := db.ExecContext(ctx, `VACUUM INTO ?1`, file); err != nil {
		return explain(e.path, err)
	}
	copied, err := sqliteDB(file, "mode=ro&_query_only=true", 1)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, copied.Close()) }()
	if err := whole(ctx, copied.QueryRowContext(ctx, `PRAGMA integrity_check(1)`)); err != nil {
		return fmt.Errorf("the copy is damaged: %w; check the disk and try again", err)
	}
	return os.Chmod(file, 0o600)
}

func (e *sqlite) check(ctx context.Context) error {
	err := whole(ctx, e.reader.QueryRowContext(ctx, `PRAGMA integrity_check(1)`))
	if err != nil {
		return fmt.Errorf("check database %s: %w; stop herald and restore a backup made with herald backup", e.path, err)
	}
	var table string
	err = e.reader.QueryRowContext(ctx, `SELECT "table" FROM pragma_foreign_key_check LIMIT 1`).Scan(&table)
	switch err = found(err); {
	case err == nil:
		return fmt.Errorf("check database %s: a row of %s refers to one that is not there; stop herald and restore a backup made with herald backup", e.path, table)
	case errors.Is(err, news.ErrNotFound):
		return nil
	}
	return explain(e.path, err)
}

// whole reads the answer of an integrity check.
func whole(_ context.Context, r scanner) error {
	var answer string
	if err := r.Scan(&answer); err != nil {
		return err
	}
	if answer != "ok" {
		return fmt.Errorf("the file is damaged (%s)", answer)
	}
	return nil
}
