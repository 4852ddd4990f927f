// The function given to a Once calls the Once again; others come and wait for it too.
package main

import (
	"sync"

	"unknot.dev/targets/truth"
)

type config struct {
	path string
	once sync.Once
	lock *truth.Lock
}

func (c *config) get(begun chan<- struct{}) string {
	c.once.Do(func() {
		c.lock.Holds()
		close(begun)
		c.load()
	})
	return c.path
}

func (c *config) load() {
	c.lock.Waits()
	c.once.Do(func() { c.path = "default" })
}

func main() {
	scene := truth.Open()
	c := &config{path: "/etc/x"}
	c.lock = scene.Lock("once", truth.At(&c.once), truth.At(c))
	begun := make(chan struct{})
	go c.get(begun)
	<-begun
	go c.load()
	go c.load()
	scene.Record(3, "self", []*truth.Lock{c.lock}, "the function of the Once calls the same Once; address is the Once's, its mutex lies within it")
}
