// The same lock at four offsets of its object: the waiters' lock frames print the lock's address, the holder's methods
// the object's. Each object has a holder of its own.
package main

import (
	"sync"

	"unknot.dev/targets/truth"
)

type at0 struct {
	mu   sync.Mutex
	name string
}

type at8 struct {
	id uint64
	mu sync.Mutex
}

type at64 struct {
	header [64]byte
	mu     sync.Mutex
}

type at200 struct {
	header [200]byte
	mu     sync.Mutex
}

var never = make(chan int)

//go:noinline
func (o *at0) hold(l *truth.Lock, begun chan<- struct{}) {
	o.mu.Lock()
	defer o.mu.Unlock()
	l.Holds("chan receive")
	begun <- struct{}{}
	o.name = string(rune(<-never))
}

//go:noinline
func (o *at8) hold(l *truth.Lock, begun chan<- struct{}) {
	o.mu.Lock()
	defer o.mu.Unlock()
	l.Holds("chan receive")
	begun <- struct{}{}
	o.id = uint64(<-never)
}

//go:noinline
func (o *at64) hold(l *truth.Lock, begun chan<- struct{}) {
	o.mu.Lock()
	defer o.mu.Unlock()
	l.Holds("chan receive")
	begun <- struct{}{}
	o.header[0] = byte(<-never)
}

//go:noinline
func (o *at200) hold(l *truth.Lock, begun chan<- struct{}) {
	o.mu.Lock()
	defer o.mu.Unlock()
	l.Holds("chan receive")
	begun <- struct{}{}
	o.header[0] = byte(<-never)
}

//go:noinline
func (o *at0) want(l *truth.Lock) { l.Waits(); o.mu.Lock(); o.mu.Unlock() }

//go:noinline
func (o *at8) want(l *truth.Lock) { l.Waits(); o.mu.Lock(); o.mu.Unlock() }

//go:noinline
func (o *at64) want(l *truth.Lock) { l.Waits(); o.mu.Lock(); o.mu.Unlock() }

//go:noinline
func (o *at200) want(l *truth.Lock) { l.Waits(); o.mu.Lock(); o.mu.Unlock() }

func main() {
	scene := truth.Open()
	a, b, c, d := new(at0), new(at8), new(at64), new(at200)
	locks := []*truth.Lock{
		scene.Lock("mutex", truth.At(&a.mu), truth.At(a)),
		scene.Lock("mutex", truth.At(&b.mu), truth.At(b)),
		scene.Lock("mutex", truth.At(&c.mu), truth.At(c)),
		scene.Lock("mutex", truth.At(&d.mu), truth.At(d)),
	}
	begun := make(chan struct{})
	for i, hold := range []func(*truth.Lock, chan<- struct{}){a.hold, b.hold, c.hold, d.hold} {
		go hold(locks[i], begun)
		<-begun
	}
	for i, want := range []func(*truth.Lock){a.want, b.want, c.want, d.want} {
		go want(locks[i])
		go want(locks[i])
	}
	scene.Record(12, "held", locks, "four objects, their locks at offsets 0, 8, 64 and 200, each held by its own hold and wanted by two")
}
