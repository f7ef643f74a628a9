package watch_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// Weeks of looks, each of which brings a story: what is kept stays within its
// bounds, and so does the file.
func TestTheFileStopsGrowingOverThousandsOfLooks(t *testing.T) {
	if testing.Short() {
		t.Skip("takes ten seconds")
	}
	bubble(t, func(w *world) {
		w.keep = 72 * time.Hour
		w.subscribe(ann, feedPath)
		w.run()
		n, looks := 0, 0
		live := func(days int) int64 {
			for range days * 24 * 2 {
				pass(30 * time.Minute)
				n++
				w.publish(feedPath, n, n)
				w.with(func() {
					if items := w.feeds[feedPath]; len(items) > 30 { // feeds show the newest
						w.feeds[feedPath] = items[len(items)-30:]
						w.edits++
					}
				})
				for range w.got(ann) {
					looks++
				}
			}
			copied := filepath.Join(filepath.Dir(w.file), fmt.Sprint("after", days))
			w.must(w.store.Backup(context.Background(), copied)) // without the log, which is as large as it likes
			info, err := os.Stat(copied)
			w.must(err)
			return info.Size()
		}
		early := live(5)
		late := live(7)
		t.Logf("%d stories came; %d KB after 5 days, %d KB after 12, with 3 kept", looks, early>>10, late>>10)
		if late > early+early/5 {
			t.Errorf("the database grew from %d to %d bytes", early, late)
		}
		if looks < n-3 {
			t.Errorf("%d of %d stories came", looks, n)
		}
		if _, err := w.store.Delivery(context.Background(), 1); err == nil {
			t.Error("the first delivery is still there")
		}
		w.must(w.store.Check(context.Background()))
		w.halt()
		w.must(w.store.Close()) // the log goes into the file
		info, err := os.Stat(w.file)
		w.must(err)
		if info.Size() > 2*late {
			t.Errorf("the file has %d bytes for a database of %d: freed space is not used again", info.Size(), late)
		}
		t.Logf("the file itself has %d KB", info.Size()>>10)
	})
}
