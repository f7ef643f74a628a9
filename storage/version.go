package storage

import "github.com/mattn/go-sqlite3"

// Version is the version of the SQLite that is compiled in, such as "3.54.1".
func Version() string {
	v, _, _ := sqlite3.Version()
	return v
}
