package main

import "testing"

func TestADatabasesNameHoldsNoPassword(t *testing.T) {
	for dsn, want := range map[string]string{
		"herald.db":          "herald.db",
		"/var/lib/herald.db": "/var/lib/herald.db",
		"postgres://herald:secret@db.example:5432/news?sslmode=disable": "postgres://db.example:5432/news",
	} {
		if got := databaseName(dsn); got != want {
			t.Errorf("%q: got %q", dsn, got)
		}
	}
}
