// A reader that never ends (it waits for a child to speak), a writer queued behind it, readers queued behind the writer.
package main

import (
	"runtime"
	"sync"

	"unknot.dev/targets/truth"
)

type table struct {
	rows  map[string]int
	mu    sync.RWMutex
	child chan int
	lock  *truth.Lock
}

func (t *table) scan(begun chan<- struct{}) int {
	t.mu.RLock()
	defer t.mu.RUnlock()
	t.lock.Holds("chan receive")
	close(begun)
	return len(t.rows) + <-t.child
}

func (t *table) put(key string) {
	t.lock.Waits()
	t.mu.Lock()
	defer t.mu.Unlock()
	t.rows[key]++
}

func (t *table) get(key string) int {
	t.lock.Waits()
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.rows[key]
}

func main() {
	scene := truth.Open()
	t := &table{rows: map[string]int{}, child: make(chan int)}
	t.lock = scene.Lock("rwmutex", truth.At(&t.mu), truth.At(t))
	begun := make(chan struct{})
	go t.scan(begun)
	<-begun
	go t.put("x")
	for t.mu.TryRLock() {
		t.mu.RUnlock()
		runtime.Gosched()
	}
	go t.put("y")
	for i := 0; i < 4; i++ {
		go t.get("x")
	}
	scene.Record(7, "held", []*truth.Lock{t.lock}, "scan holds the read lock in a channel receive; two writers and four readers wait")
}
