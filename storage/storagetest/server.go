package storagetest

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// engine is the variable that moves the tests of the bot from SQLite files to
// PostgreSQL, where it is "postgres".
const engine = "HERALD_TEST_ENGINE"

// server is what Main tells Database, in the environment of this process.
const server = "HERALD_TEST_SERVER"

// Main runs the tests of a package that use Database. With
// HERALD_TEST_ENGINE=postgres they share a server, which it starts and stops.
//
//	func TestMain(m *testing.M) { goleak.VerifyTestMain(storagetest.Main(m)) }
func Main(m Runner) Runner {
	if os.Getenv(engine) != "postgres" {
		return m
	}
	return withServer{m}
}

// Runner is a *testing.M, or what stands for one.
type Runner interface{ Run() int }

type withServer struct{ m Runner }

// Run runs the tests.
func (w withServer) Run() int {
	address, stop, err := startPostgres()
	if err == nil {
		defer stop()
		err = os.Setenv(server, address)
	}
	if err != nil { // the tests say that they are skipped
		fmt.Fprintln(os.Stderr, err)
	}
	return w.m.Run()
}

// Database names a new, empty database: a SQLite file, or what Main has for
// the test on PostgreSQL. Where that is not installed the test is skipped.
func Database(t testing.TB) string {
	t.Helper()
	if os.Getenv(engine) != "postgres" {
		return filepath.Join(t.TempDir(), "herald.db")
	}
	address := os.Getenv(server)
	if address == "" {
		t.Skip(errNoPostgres)
	}
	return Schema(t, address, fmt.Sprint("test", time.Now().UnixNano()))
}

// Schema makes a schema on a server of Postgres and gives the address by which
// a store lives in it.
func Schema(t testing.TB, address, name string) string {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // what was to do is done
	if _, err := db.ExecContext(t.Context(), `CREATE SCHEMA IF NOT EXISTS `+name); err != nil {
		t.Fatal(err)
	}
	return address + "?search_path=" + name
}

// Postgres starts a server for the test, with nothing but a port on this
// machine's loopback, and gives its address. Where none is installed the test
// is skipped.
func Postgres(t testing.TB) string {
	t.Helper()
	address, stop, err := startPostgres()
	switch {
	case errors.Is(err, errNoPostgres):
		t.Skip(err)
	case err != nil:
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return address
}

var errNoPostgres = errors.New("PostgreSQL is not installed here (Debian: apt-get install postgresql); SQLite alone is tested")

func startPostgres() (address string, stop func(), err error) {
	initdb, postgres := postgresProgram("initdb"), postgresProgram("postgres")
	if initdb == "" || postgres == "" {
		return "", nil, errNoPostgres
	}
	dir, err := os.MkdirTemp("", "herald-postgres-")
	if err != nil {
		return "", nil, err
	}
	defer func() {
		if err != nil {
			os.RemoveAll(dir)
		}
	}()
	command := func(name string, args ...string) *exec.Cmd {
		cmd := exec.Command(name, args...) //nolint:gosec,noctx // PostgreSQL's own programs, stopped by a signal
		cmd.Dir = dir
		if os.Getuid() == 0 { // PostgreSQL refuses to run as root
			cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		}
		return cmd
	}
	if os.Getuid() == 0 {
		if err := os.Chown(dir, nobody, nobody); err != nil {
			return "", nil, err
		}
	}
	data := filepath.Join(dir, "data")
	if out, err := command(initdb, "-D", data, "-U", "herald", "-A", "trust", "-E", "UTF8", "--no-locale", "-N").CombinedOutput(); err != nil {
		return "", nil, fmt.Errorf("initdb: %w: %s", err, out)
	}
	port, err := freePort()
	if err != nil {
		return "", nil, err
	}
	cmd := command(postgres, "-D", data, "-p", strconv.Itoa(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "max_connections=200")
	ready := &awaited{want: "ready to accept connections", seen: make(chan struct{})}
	cmd.Stderr = ready
	if err := cmd.Start(); err != nil {
		return "", nil, err
	}
	stop = func() {
		_ = cmd.Process.Signal(syscall.SIGQUIT)
		_ = cmd.Wait()
		os.RemoveAll(dir)
	}
	select {
	case <-ready.seen:
	case <-time.After(30 * time.Second):
		stop()
		return "", nil, errors.New("PostgreSQL does not come up")
	}
	return fmt.Sprintf("postgres://herald@127.0.0.1:%d/postgres", port), stop, nil
}

// nobody is the number of the user without rights, on every system alike.
const nobody = 65534

// postgresProgram finds a program of the server, also where Debian hides it.
func postgresProgram(name string) string {
	if path, err := exec.LookPath(name); err == nil {
		return path
	}
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/" + name)
	if err != nil || len(found) == 0 {
		return ""
	}
	return found[len(found)-1]
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0") //nolint:noctx // it is closed at once
	if err != nil {
		return 0, err
	}
	defer l.Close() //nolint:errcheck // nothing was sent
	return l.Addr().(*net.TCPAddr).Port, nil
}

// awaited waits for words in what is written.
type awaited struct {
	buf  bytes.Buffer
	want string
	seen chan struct{}
	done bool
}

// Write looks for the words.
func (w *awaited) Write(p []byte) (int, error) {
	if !w.done {
		w.buf.Write(p)
		if w.done = strings.Contains(w.buf.String(), w.want); w.done {
			close(w.seen)
		}
	}
	return len(p), nil
}
