// Two locks deep: inspects want the container, whose holder wants the store, whose holder waits in a select.
package main

import (
	"sync"

	"unknot.dev/targets/truth"
)

type store struct {
	refs  int
	mu    sync.RWMutex
	reply chan int
	lock  *truth.Lock
}

type container struct {
	id    string
	mu    sync.Mutex
	store *store
	lock  *truth.Lock
}

func (s *store) release(stop <-chan struct{}, begun chan<- struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lock.Holds("select")
	close(begun)
	select {
	case <-stop:
	case s.refs = <-s.reply:
	}
}

func (s *store) layers(id string) int {
	s.lock.Waits()
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.refs + len(id)
}

func (c *container) remove(begun chan<- struct{}) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lock.Holds()
	close(begun)
	return c.store.layers(c.id)
}

func (c *container) inspect() string {
	c.lock.Waits()
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.id
}

func main() {
	scene := truth.Open()
	s := &store{reply: make(chan int)}
	s.lock = scene.Lock("rwmutex", truth.At(&s.mu), truth.At(s))
	c := &container{id: "0123456789ab", store: s}
	c.lock = scene.Lock("mutex", truth.At(&c.mu), truth.At(c))
	first, second := make(chan struct{}), make(chan struct{})
	go s.release(make(chan struct{}), first)
	<-first
	go c.remove(second)
	<-second
	for i := 0; i < 6; i++ {
		go c.inspect()
	}
	scene.Record(8, "held", []*truth.Lock{s.lock}, "inspect waits for the container held by remove, which waits for the store held by release, which waits in select")
}
