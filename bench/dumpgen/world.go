package dumpgen

import (
	"os"
	"sync"
	"sync/atomic"
)

// World is everything that can be waited for. All of it is held, empty or full for ever.
type World struct {
	count   int64
	mutexes [64]sync.Mutex
	rws     [16]sync.RWMutex
	groups  [16]sync.WaitGroup
	conds   [16]*sync.Cond
	empty   [32]chan *Object
	full    [32]chan *Object
	never   chan struct{}
	pipes   [16]*os.File
	writers [16]*os.File // kept: a closed writer would end the readers
}

func newWorld() *World {
	w := &World{never: make(chan struct{})}
	for i := range w.mutexes {
		w.mutexes[i].Lock()
	}
	for i := range w.empty {
		w.empty[i], w.full[i] = make(chan *Object), make(chan *Object, 1)
		w.full[i] <- nil
	}
	for i := range w.rws {
		w.rws[i].Lock()
		w.groups[i].Add(1)
		w.conds[i] = sync.NewCond(new(sync.Mutex))
		var err error
		w.pipes[i], w.writers[i], err = os.Pipe()
		check(err)
	}
	return w
}

func (w *World) started() int64 { return atomic.LoadInt64(&w.count) }

// The generated leaf methods call these. All are small enough to be inlined, so that the frame above the lock is the
// daemon's method, as in real code.

func (w *Walk) Begin()                 { atomic.AddInt64(&w.count, 1) }
func (w *Walk) Mutex() *sync.Mutex     { return &w.mutexes[w.pick&63] }
func (w *Walk) RW() *sync.RWMutex      { return &w.rws[w.pick&15] }
func (w *Walk) Group() *sync.WaitGroup { return &w.groups[w.pick&15] }
func (w *Walk) Cond() *sync.Cond       { return w.conds[w.pick&15] }
func (w *Walk) Empty() chan *Object    { return w.empty[w.pick&31] }
func (w *Walk) Full() chan *Object     { return w.full[w.pick&31] }
func (w *Walk) Never() chan struct{}   { return w.never }
func (w *Walk) Pipe() *os.File         { return w.pipes[w.pick&15] }
