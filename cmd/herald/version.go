package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"herald/storage"
)

// version is herald's own; CHANGELOG.md says what is in it.
const version = "0.1.0"

// versionCmd prints what a report of a fault should name.
type versionCmd struct{}

// Run prints one line; a build from a checkout names its commit.
func (versionCmd) Run(w world) error {
	v := version
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" && len(s.Value) >= 12 {
				v += "+" + s.Value[:12]
			}
		}
	}
	_, err := fmt.Fprintf(w.stdout, "herald %s %s SQLite %s\n", v, runtime.Version(), storage.Version())
	return err
}
