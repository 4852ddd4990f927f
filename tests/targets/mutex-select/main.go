// One goroutine takes a mutex and then waits in a select for an answer that never comes; eight others want the mutex.
// The shape of a daemon that holds an object's lock across an RPC.
package main

import (
	"context"
	"sync"

	"unknot.dev/targets/truth"
)

type container struct {
	mu     sync.Mutex
	id     string
	answer chan error
	lock   *truth.Lock
}

func (c *container) start(ctx context.Context, started chan<- struct{}) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lock.Holds("select")
	close(started)
	select {
	case err := <-c.answer:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (c *container) inspect(size bool) string {
	c.lock.Waits()
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.id
}

func main() {
	scene := truth.Open()
	c := &container{id: "3c1b8d97c55a", answer: make(chan error)}
	c.lock = scene.Lock("mutex", truth.At(&c.mu), truth.At(c))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	started := make(chan struct{})
	go c.start(ctx, started)
	<-started
	for i := 0; i < 8; i++ {
		go c.inspect(i%2 == 0)
	}
	scene.Record(9, "held", []*truth.Lock{c.lock}, "start holds the container's mutex and waits in select for an answer that never comes")
}
