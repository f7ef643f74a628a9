package main

import (
	"io"
	"log/slog"
)

// newLog is the program's log: text for people, JSON for collectors.
func newLog(out io.Writer, set Settings) *slog.Logger {
	opts := &slog.HandlerOptions{Level: slog.Level(set.Log)}
	if set.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(out, opts))
	}
	return slog.New(slog.NewTextHandler(out, opts))
}
