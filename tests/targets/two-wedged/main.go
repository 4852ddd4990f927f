// Docker's shape, twice: two containers with a *State embedded, each held by a start that waits in a select. The lock's
// address stands in the waiters' lockSlow frames, the container's in the holders': which belongs to which, the text
// of a register-ABI build may not say. Truth for "give the candidates", not for "guess".
package main

import (
	"context"
	"sync"

	"unknot.dev/targets/truth"
)

type State struct {
	sync.Mutex
	Running bool
	Pid     int
}

type Container struct {
	*State
	ID string
}

type Daemon struct {
	root       string
	containers []*Container
	locks      map[string]*truth.Lock
	answer     chan error
}

func (d *Daemon) containerStart(ctx context.Context, c *Container, begun chan<- struct{}) (err error) {
	c.Lock()
	defer c.Unlock()
	d.locks[c.ID].Holds("select")
	begun <- struct{}{}
	select {
	case err = <-d.answer:
	case <-ctx.Done():
		err = ctx.Err()
	}
	c.Running = err == nil
	return err
}

func (d *Daemon) ContainerInspect(id string) bool {
	for _, c := range d.containers {
		if c.ID != id {
			continue
		}
		d.locks[c.ID].Waits()
		c.Lock()
		defer c.Unlock()
		return c.Running
	}
	return false
}

func main() {
	scene := truth.Open()
	d := &Daemon{root: "/var/lib/docker", locks: map[string]*truth.Lock{}, answer: make(chan error)}
	for _, id := range []string{"405159d4c7d9", "705c65c57a11", "3e96c3112880"} {
		c := &Container{State: &State{}, ID: id}
		d.containers = append(d.containers, c)
		d.locks[id] = scene.Lock("mutex", truth.At(&c.State.Mutex), truth.At(c.State))
	}
	begun := make(chan struct{})
	for _, c := range d.containers[:2] {
		go d.containerStart(context.Background(), c, begun)
		<-begun
	}
	for i := 0; i < 4; i++ {
		go d.ContainerInspect(d.containers[i%2].ID)
	}
	scene.Record(6, "held", []*truth.Lock{d.locks["405159d4c7d9"], d.locks["705c65c57a11"]},
		"two containers are held by a containerStart each, two inspects wait for each; the third container is free")
}
