// The holder spins: it is not waiting for anything, and no chain ends at it as "blocked". A livelock must be told as one.
package main

import (
	"sync"
	"sync/atomic"

	"unknot.dev/targets/truth"
)

type index struct {
	mu    sync.Mutex
	stale int32
	lock  *truth.Lock
}

func (x *index) rebuild(begun chan<- struct{}) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.lock.Holds("running", "runnable")
	close(begun)
	for atomic.LoadInt32(&x.stale) != 0 {
	}
}

func (x *index) lookup(key string) bool {
	x.lock.Waits()
	x.mu.Lock()
	defer x.mu.Unlock()
	return key != ""
}

func main() {
	scene := truth.Open()
	x := &index{stale: 1}
	x.lock = scene.Lock("mutex", truth.At(&x.mu), truth.At(x))
	begun := make(chan struct{})
	go x.rebuild(begun)
	<-begun
	for i := 0; i < 4; i++ {
		go x.lookup("k")
	}
	scene.Record(5, "held", []*truth.Lock{x.lock}, "rebuild holds the mutex and spins: it runs, it does not wait")
}
