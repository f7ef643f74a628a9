package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"time"
)

var errNoNode = errors.New("node or npm is not on this machine, so nothing was measured")

// fake is an installed aimock.
type fake struct{ dir string }

// install brings the package into a folder.
func install(ctx context.Context, dir, version string) (*fake, error) {
	for _, name := range []string{"node", "npm"} {
		if _, err := exec.LookPath(name); err != nil {
			return nil, errNoNode
		}
	}
	ctx, cancel := context.WithTimeout(ctx, 3*time.Minute)
	defer cancel()
	npm := exec.CommandContext(ctx, "npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", dir, "@copilotkit/aimock@"+version) //nolint:gosec // the version that the developer names
	if said, err := npm.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("npm cannot install it: %w\n%s", err, bytes.TrimSpace(said))
	}
	return &fake{dir}, nil
}

// start serves answers on a free port of the loopback until stop is called.
// answers are what the fake says where the question holds the key.
func (f *fake) start(ctx context.Context, answers map[string]string, chaos map[string]float64) (url string, stop func(), err error) {
	type fixture struct {
		Match    map[string]string `json:"match"`
		Response map[string]string `json:"response"`
	}
	var list []fixture
	for words, answer := range answers {
		list = append(list, fixture{map[string]string{"userMessage": words}, map[string]string{"content": answer}})
	}
	data, err := json.Marshal(map[string]any{"fixtures": list})
	if err != nil {
		return "", nil, err
	}
	fixtures := filepath.Join(f.dir, "answers.json")
	if err := os.WriteFile(fixtures, data, 0o600); err != nil {
		return "", nil, err
	}
	port, err := freePort(ctx)
	if err != nil {
		return "", nil, err
	}
	args := []string{filepath.Join(f.dir, "node_modules/@copilotkit/aimock/dist/cli.js"), "-p", strconv.Itoa(port), "-f", fixtures, "-c", "12", "--log-level", "silent"}
	for kind, rate := range chaos {
		args = append(args, "--chaos-"+kind, strconv.FormatFloat(rate, 'f', -1, 64))
	}
	ctx, cancel := context.WithCancel(ctx)
	node := exec.CommandContext(ctx, "node", args...) //nolint:gosec // what npm installed just now
	var said bytes.Buffer
	node.Stdout, node.Stderr = &said, &said
	if err := node.Start(); err != nil {
		cancel()
		return "", nil, err
	}
	var died error
	ended := make(chan struct{})
	go func() { died = node.Wait(); close(ended) }()
	stop = func() { cancel(); <-ended }
	address := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	for range 150 {
		c, err := new(net.Dialer).DialContext(ctx, "tcp", address)
		if err == nil {
			_ = c.Close()
			return "http://" + address + "/v1", stop, nil
		}
		select {
		case <-ended:
			cancel()
			return "", nil, fmt.Errorf("the fake ended at once: %w\n%s", died, said.Bytes())
		case <-time.After(100 * time.Millisecond):
		}
	}
	stop()
	return "", nil, errors.New("the fake does not listen")
}

func freePort(ctx context.Context) (int, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port, nil
}
