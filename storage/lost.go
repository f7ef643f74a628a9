package storage

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// ErrLost is that the SQLite file was removed, or another one put in its
// place, while herald had it open: what is stored from then on is gone when
// the process ends, unless it is rescued.
var ErrLost = errors.New("the database file was removed or replaced while herald ran")

// Lost is ErrLost where the file is not that any more which was opened. It
// looks at the directory only, and may be called as often as one likes.
func (s *Store) Lost() error {
	e, ok := s.db.(*sqlite)
	if !ok || e.present() {
		return nil
	}
	return ErrLost
}

func (e *sqlite) present() bool {
	info, err := os.Stat(e.path)
	if err != nil {
		return !errors.Is(err, fs.ErrNotExist) // a directory that cannot be read just now says nothing
	}
	return os.SameFile(info, e.file)
}

// Rescue writes anew what a lost file held and what was stored since, closes
// the store and says where it lies: under the file's old name where that is
// free, else beside it with ".rescued" behind. The system keeps a removed file
// as long as somebody has it open. Nothing may use the store meanwhile.
func (s *Store) Rescue(ctx context.Context) (file string, err error) {
	e, ok := s.db.(*sqlite)
	if !ok {
		return "", errors.New("only a file can be lost")
	}
	file = e.path + ".rescued"
	err = e.write(ctx, durable, func(context.Context, conn) error { return nil }) // what was stored last is in the log
	if err == nil {
		_, err = e.wc.conn.ExecContext(ctx, `VACUUM INTO ?1`, file)
	}
	if err = errors.Join(err, s.Close()); err != nil {
		return "", fmt.Errorf("rescue database: %w", err)
	}
	if err := os.Chmod(file, 0o600); err != nil {
		return file, err
	}
	if _, err := os.Lstat(e.path); !errors.Is(err, fs.ErrNotExist) {
		return file, nil
	}
	// The log of the removed file would be taken for that of the new one.
	for _, suffix := range [...]string{"-wal", "-shm"} {
		if err := os.Remove(e.path + suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return file, err
		}
	}
	return e.path, os.Rename(file, e.path)
}
