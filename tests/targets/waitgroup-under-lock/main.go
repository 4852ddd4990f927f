// Wait under a mutex that the worker needs before it can call Done: a cycle through two kinds of lock.
package main

import (
	"sync"

	"unknot.dev/targets/truth"
)

type server struct {
	mu    sync.Mutex
	wg    sync.WaitGroup
	conns int
	lock  *truth.Lock
	group *truth.Lock
}

func (s *server) shutdown(begun chan<- struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lock.Holds()
	close(begun)
	s.group.Waits()
	s.wg.Wait()
}

func (s *server) serve(id int) {
	defer s.wg.Done()
	s.group.Holds()
	s.lock.Waits()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conns--
}

func main() {
	scene := truth.Open()
	s := &server{conns: 2}
	s.lock = scene.Lock("mutex", truth.At(&s.mu), truth.At(s))
	s.group = scene.Lock("waitgroup", truth.At(&s.wg), truth.At(s))
	s.wg.Add(2)
	begun := make(chan struct{})
	go s.shutdown(begun)
	<-begun
	go s.serve(1)
	go s.serve(2)
	scene.Record(3, "cycle", []*truth.Lock{s.lock, s.group}, "shutdown holds the mutex and waits for the group; its two members want the mutex before Done")
}
