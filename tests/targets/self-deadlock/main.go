// A method takes its object's mutex and calls another method that takes it too.
package main

import (
	"sync"

	"unknot.dev/targets/truth"
)

type checkpoint struct {
	epoch int
	mu    sync.Mutex
	lock  *truth.Lock
}

func (c *checkpoint) renew(begun chan<- struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lock.Holds()
	close(begun)
	c.save()
}

func (c *checkpoint) save() {
	c.lock.Waits()
	c.mu.Lock()
	defer c.mu.Unlock()
	c.epoch++
}

func main() {
	scene := truth.Open()
	c := &checkpoint{}
	c.lock = scene.Lock("mutex", truth.At(&c.mu), truth.At(c))
	begun := make(chan struct{})
	go c.renew(begun)
	<-begun
	go c.save()
	go c.save()
	scene.Record(3, "self", []*truth.Lock{c.lock}, "renew holds the mutex and calls save, which takes it again")
}
