// The holder's own thread is blocked in the kernel: a raw read that the poller does not know, as stat on a dead mount is.
package main

import (
	"sync"
	"syscall"

	"unknot.dev/targets/truth"
)

type mount struct {
	fd   int
	mu   sync.Mutex
	lock *truth.Lock
}

func (m *mount) probe(begun chan<- struct{}) (int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.lock.Holds("syscall")
	close(begun)
	return syscall.Read(m.fd, make([]byte, 64))
}

func (m *mount) usage() int {
	m.lock.Waits()
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.fd
}

func main() {
	scene := truth.Open()
	var fds [2]int
	if err := syscall.Pipe(fds[:]); err != nil {
		panic(err)
	}
	m := &mount{fd: fds[0]}
	m.lock = scene.Lock("mutex", truth.At(&m.mu), truth.At(m))
	begun := make(chan struct{})
	go m.probe(begun)
	<-begun
	for i := 0; i < 3; i++ {
		go m.usage()
	}
	scene.Record(4, "held", []*truth.Lock{m.lock}, "probe holds the mutex inside a read system call that does not return")
}
