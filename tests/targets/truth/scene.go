// Package truth lets a program that hangs on purpose say what really happened in it: which goroutine holds which lock
// and who waits for it. The program writes its own dump and this truth side by side, so that a rule is tested against
// what a Go toolchain really prints, never against a dump written by hand.
//
// A goroutine speaks for itself, just before it blocks. The package leaves no pointer to a watched object in any
// frame: a dump must not carry more evidence than a program without this package would.
package truth

import (
	"os"
	"sync"
	"unsafe"
)

// Scene is one program's account of itself.
type Scene struct {
	dump string // path of the dump; the truth goes beside it

	mu       sync.Mutex
	locks    []*Lock
	expected map[int64][]string // goroutine id -> wait reasons it may show once everything is blocked
	parked   []int64
}

// Open takes the dump's path from the command line.
func Open() *Scene {
	if len(os.Args) != 2 {
		fail("usage: PROGRAM DUMP.txt")
	}
	return &Scene{dump: os.Args[1], expected: map[int64][]string{}}
}

// Lock is one thing that can be waited for. Kind is one of the keys of reasons.
type Lock struct {
	scene *Scene

	Kind    string  `json:"kind"`
	Address string  `json:"address"`
	Object  string  `json:"object,omitempty"` // address of the struct that the lock is a field of
	Offset  uintptr `json:"offset"`           // of the lock within Object
	Waiters []int64 `json:"waiters"`
	Holders []int64 `json:"holders"`
}

// reasons are the words in the brackets of a waiter's header, by kind. The runtime got words of its own for mutexes in
// Go 1.20 and for WaitGroups in Go 1.24; before, all of them were semacquire.
var reasons = map[string][]string{
	"mutex":     {"semacquire", "sync.Mutex.Lock"},
	"rwmutex":   {"semacquire", "sync.RWMutex.RLock", "sync.RWMutex.Lock", "sync.Mutex.Lock"},
	"once":      {"semacquire", "sync.Mutex.Lock"},
	"waitgroup": {"semacquire", "sync.WaitGroup.Wait"},
	"cond":      {"sync.Cond.Wait"},
	"channel":   {"chan send", "chan receive", "chan send (nil chan)", "chan receive (nil chan)", "select", "select (no cases)"},
}

// Lock makes a lock known by the address of its first word. Object and field offset are given where the lock is
// part of a struct whose address may stand in the stacks in place of the lock's.
func (s *Scene) Lock(kind string, address, object uintptr) *Lock {
	if reasons[kind] == nil {
		fail("unknown kind of lock: " + kind)
	}
	l := &Lock{scene: s, Kind: kind, Address: hex(address), Waiters: []int64{}, Holders: []int64{}}
	if object != 0 {
		l.Object, l.Offset = hex(object), address-object
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.locks = append(s.locks, l)
	return l
}

// At is the address that a dump prints for p.
func At[T any](p *T) uintptr { return uintptr(unsafe.Pointer(p)) }

// AtChannel is the address of the runtime's hchan behind a channel, the one that chansend1 and chanrecv1 get.
func AtChannel[T any](c chan T) uintptr { return *(*uintptr)(unsafe.Pointer(&c)) }

// Waits says that the calling goroutine blocks on this lock with its next statement.
func (l *Lock) Waits() {
	l.scene.note(&l.Waiters, reasons[l.Kind])
}

// Holds says that the calling goroutine has the lock and will keep it; in is what its header will show. A goroutine
// that goes on to wait for another lock says so there and names no reason here.
func (l *Lock) Holds(in ...string) {
	l.scene.note(&l.Holders, in)
}

// Parked says that the calling goroutine waits as goroutines of a healthy program do: it is not part of any knot.
func (s *Scene) Parked(in ...string) {
	s.note(&s.parked, in)
}

func (s *Scene) note(list *[]int64, in []string) {
	id := goroutineID()
	s.mu.Lock()
	defer s.mu.Unlock()
	*list = append(*list, id)
	if in != nil {
		s.expected[id] = in
	}
}
