// Goroutines with pprof labels, one locked to its thread: the odd header lines of a real mutex knot. Labels are printed
// since Go 1.26 with GODEBUG=tracebacklabels=1 and by default since 1.27.
package main

import (
	"context"
	"runtime"
	"runtime/pprof"
	"sync"

	"unknot.dev/targets/truth"
)

type netns struct {
	path string
	mu   sync.Mutex
	lock *truth.Lock
}

func (n *netns) enter(begun chan<- struct{}) {
	runtime.LockOSThread()
	n.mu.Lock()
	defer n.mu.Unlock()
	n.lock.Holds("select (no cases)")
	close(begun)
	select {}
}

func (n *netns) stat(ctx context.Context) {
	n.lock.Waits()
	n.mu.Lock()
	defer n.mu.Unlock()
}

func main() {
	scene := truth.Open()
	n := &netns{path: "/run/netns/a"}
	n.lock = scene.Lock("mutex", truth.At(&n.mu), truth.At(n))
	begun := make(chan struct{})
	go n.enter(begun)
	<-begun
	for _, route := range []string{"plain", "with space", "quote\"colon:brace}", "line\nbreak"} {
		labels := pprof.Labels("route", route, "method", "GET")
		go pprof.Do(context.Background(), labels, n.stat)
	}
	scene.Record(5, "held", []*truth.Lock{n.lock}, "enter holds the mutex, is locked to its thread and waits for ever; the waiters carry pprof labels")
}
