package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"herald/storage"
)

// What herald serves beside the webhook.
const (
	healthPath  = "/healthz"
	metricsPath = "/metrics"
)

// listen serves health, metrics and what else there is by path (a webhook) on
// the operator's address until ctx ends. Health is that of the database: Telegram's and the sites' failures are
// waited out, and a restart would not mend them.
func listen(ctx context.Context, address string, store *storage.Store, more map[string]http.Handler, log *slog.Logger) error {
	mux := http.NewServeMux()
	for path, h := range more {
		mux.Handle(exactly(path), h)
	}
	mux.HandleFunc("GET "+healthPath, func(w http.ResponseWriter, r *http.Request) {
		if _, err := store.Queue(r.Context()); err != nil {
			log.Error("unhealthy", "error", err)
			http.Error(w, "the database does not answer", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
		prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "herald_deliveries_waiting", Help: "Deliveries that wait to be sent."}, func() float64 {
			n, err := store.Queue(ctx)
			if err != nil {
				return -1
			}
			return float64(n)
		}))
	mux.Handle("GET "+metricsPath, promhttp.HandlerFor(registry, promhttp.HandlerOpts{}))

	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return usageError{fmt.Errorf("HERALD_LISTEN: %s cannot be listened on; name a free address such as 127.0.0.1:9090", address)}
	}
	log.Info("listening", "address", l.Addr().String())
	return serveHTTP(ctx, l, mux)
}

// exactly is the pattern of a path and nothing below it.
func exactly(path string) string {
	if strings.HasSuffix(path, "/") {
		return path + "{$}"
	}
	return path
}

// serveHTTP serves until ctx ends and then lets what runs finish.
func serveHTTP(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{Handler: h, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: time.Minute}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 3*time.Second)
		defer cancel()
		if err := server.Shutdown(grace); err != nil { // a stream that stays open
			_ = server.Close()
		}
		stopped <- nil
	}()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}
