// A goroutine has the read lock and takes it again in a function it calls; in between a writer has queued. The second
// RLock waits for the writer, the writer for the first RLock: all later readers hang behind them.
package main

import (
	"runtime"
	"strings"
	"sync"

	"unknot.dev/targets/truth"
)

type registry struct {
	mu    sync.RWMutex
	names []string
	lock  *truth.Lock
}

func (r *registry) describe(begun chan<- struct{}, again <-chan struct{}) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	r.lock.Holds()
	close(begun)
	<-again
	return "registry of " + r.list()
}

func (r *registry) list() string {
	r.lock.Waits()
	r.mu.RLock()
	defer r.mu.RUnlock()
	return strings.Join(r.names, ",")
}

func (r *registry) add(name string) {
	r.lock.Waits()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.names = append(r.names, name)
}

func main() {
	scene := truth.Open()
	r := &registry{names: []string{"a"}}
	r.lock = scene.Lock("rwmutex", truth.At(&r.mu), truth.At(r))
	begun, again := make(chan struct{}), make(chan struct{})
	go r.describe(begun, again)
	<-begun
	go r.add("b")
	for r.mu.TryRLock() { // fails as soon as the writer has queued
		r.mu.RUnlock()
		runtime.Gosched()
	}
	close(again)
	for i := 0; i < 3; i++ {
		go r.list()
	}
	scene.Record(5, "reentered-read", []*truth.Lock{r.lock}, "describe holds the read lock and takes it again in list; the writer add is queued between the two")
}
