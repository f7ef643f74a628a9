package fetch

import (
	"net"
	"syscall"

	"code.dny.dev/ssrf"
)

// NewGuardedExcept is a guarded client that may reach one private address, so
// a test can put a redirect on loopback and see the next hop refused.
func NewGuardedExcept(allowed string) *Client {
	c := New(Options{})
	guarded := control(ssrf.New(ssrf.WithAnyPort()))
	dialer := &net.Dialer{Control: func(network, address string, conn syscall.RawConn) error {
		if address == allowed {
			return nil
		}
		return guarded(network, address, conn)
	}}
	c.transport.DialContext = dialer.DialContext
	return c
}
