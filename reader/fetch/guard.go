package fetch

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"code.dny.dev/ssrf"

	"herald/news"
)

// newTransport dials behind the guard unless private addresses are allowed.
// The guard looks at the address after the name was resolved, for every
// connection, so neither a redirect nor a name that points inwards passes it.
func newTransport(allowPrivate bool) *http.Transport {
	dialer := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}
	t := &http.Transport{
		DialContext:            dialer.DialContext,
		ForceAttemptHTTP2:      true,
		TLSHandshakeTimeout:    10 * time.Second,
		ResponseHeaderTimeout:  20 * time.Second,
		ExpectContinueTimeout:  time.Second,
		MaxIdleConns:           64,
		MaxIdleConnsPerHost:    PerHost,
		IdleConnTimeout:        60 * time.Second,
		MaxResponseHeaderBytes: maxHeaders,
	}
	if allowPrivate {
		t.Proxy = http.ProxyFromEnvironment
		return t
	}
	// With a proxy, the proxy's address would be checked instead of the
	// site's: so none behind the guard.
	t.Proxy = nil
	dialer.Control = control(ssrf.New(ssrf.WithAnyPort()))
	return t
}

// control refuses addresses on private networks, and ports that no web server
// has.
func control(guard *ssrf.Guardian) func(string, string, syscall.RawConn) error {
	return func(network, address string, conn syscall.RawConn) error {
		if err := guard.Safe(network, address, conn); err != nil {
			return fmt.Errorf("%w (%w)", news.ErrPrivateAddress, err)
		}
		at, err := netip.ParseAddrPort(address)
		if err != nil || !webPort(at.Port()) {
			return fmt.Errorf("%w: port of another service", news.ErrBadURL)
		}
		return nil
	}
}

// webPort says whether a public host is asked on a port. People run feed
// generators and blogs on ports of their choice from 1024 up; below it only
// the web's own two. Of the higher ones those are left out that the Fetch
// standard blocks, since other protocols answer there
// (https://fetch.spec.whatwg.org/#port-blocking), and the databases' usual
// ports.
func webPort(port uint16) bool {
	switch port {
	case 80, 443:
		return true
	case 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
		1433, 1521, 3306, 5432, 6379, 9200, 11211, 27017:
		return false
	}
	return port >= 1024
}
