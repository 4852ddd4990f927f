// A goroutine returned on an error path without unlocking: there are waiters, and no holder anywhere in the dump.
package main

import (
	"errors"
	"sync"

	"unknot.dev/targets/truth"
)

type session struct {
	mu   sync.Mutex
	open bool
	lock *truth.Lock
}

func (s *session) dial() error {
	s.mu.Lock()
	if !s.open {
		return errors.New("refused")
	}
	s.mu.Unlock()
	return nil
}

func (s *session) ping() bool {
	s.lock.Waits()
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.open
}

func main() {
	scene := truth.Open()
	s := &session{}
	s.lock = scene.Lock("mutex", truth.At(&s.mu), truth.At(s))
	done := make(chan error)
	go func() { done <- s.dial() }()
	<-done
	for i := 0; i < 4; i++ {
		go s.ping()
	}
	scene.Record(4, "leaked", nil, "dial returned an error with the mutex locked and its goroutine is gone")
}
