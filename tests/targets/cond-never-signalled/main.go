// Waiters of a Cond that nobody will signal: the one that should have, ended early.
package main

import (
	"sync"

	"unknot.dev/targets/truth"
)

type plugin struct {
	activated *sync.Cond
	done      bool
	lock      *truth.Lock
}

func (p *plugin) waitActive() {
	p.activated.L.Lock()
	defer p.activated.L.Unlock()
	for !p.done {
		p.lock.Waits()
		p.activated.Wait()
	}
}

func main() {
	scene := truth.Open()
	p := &plugin{activated: sync.NewCond(&sync.Mutex{})}
	p.lock = scene.Lock("cond", truth.At(p.activated), 0)
	for i := 0; i < 4; i++ {
		go p.waitActive()
	}
	scene.Record(4, "never-signalled", nil, "nobody is left who would call Broadcast")
}
