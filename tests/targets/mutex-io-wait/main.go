// The holder reads from a pipe whose writer never writes: the end of the chain is outside of the process.
package main

import (
	"os"
	"sync"

	"unknot.dev/targets/truth"
)

type store struct {
	path string
	sync.Mutex
	pipe *os.File
	lock *truth.Lock
}

func (s *store) load(begun chan<- struct{}) (int, error) {
	s.Lock()
	defer s.Unlock()
	s.lock.Holds("IO wait")
	close(begun)
	return s.pipe.Read(make([]byte, 512))
}

func (s *store) get(key string) int {
	s.lock.Waits()
	s.Lock()
	defer s.Unlock()
	return len(key)
}

func main() {
	scene := truth.Open()
	r, w, err := os.Pipe()
	if err != nil {
		panic(err)
	}
	s := &store{path: "/var/lib/meta.db", pipe: r}
	s.lock = scene.Lock("mutex", truth.At(&s.Mutex), truth.At(s))
	begun := make(chan struct{})
	go s.load(begun)
	<-begun
	for _, key := range []string{"a", "b", "c"} {
		go s.get(key)
	}
	defer w.Close()
	scene.Record(4, "held", []*truth.Lock{s.lock}, "load holds the embedded mutex and reads from a pipe that nobody writes to")
}
