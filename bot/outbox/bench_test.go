package outbox_test

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"herald/bot/telegram"
	"herald/bot/telegram/emulator"
	"herald/storage/storagetest"
)

// BenchmarkDelivery is from the queue in the database to Telegram and back
// into it, without pacing: over TCP as in life, and without the network.
func BenchmarkDelivery(b *testing.B) {
	for _, way := range []string{"tcp", "direct", "postgres"} {
		b.Run(way, func(b *testing.B) {
			const chats = 2000
			database := filepath.Join(b.TempDir(), "herald.db")
			if way == "postgres" {
				database = storagetest.Postgres(b)
			}
			w := newWorld(b, database, emulator.Options{Keep: 1, Requests: 1}, telegram.Options{})
			if way != "direct" {
				w.tg.Start()
				client, err := telegram.New(w.tg.Token(), telegram.Options{URL: w.tg.URL()})
				w.must(err)
				w.client = client
			}
			defer w.close()
			w.readers(chats)
			w.publish((b.N + chats - 1) / chats)
			want := (b.N + chats - 1) / chats * chats
			b.ResetTimer()
			begun := time.Now()
			w.run()
			w.must(w.tg.Await(context.Background(), func() bool { return w.tg.Stats().Messages >= want }))
			b.ReportMetric(float64(want)/time.Since(begun).Seconds(), "messages/s")
			b.StopTimer()
		})
	}
}
