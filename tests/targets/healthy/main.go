// What goroutines of a healthy daemon do all day: accept, wait for work, tick, wait for a signal, read an idle
// connection. Parked is not blocked: the verdict is clear.
package main

import (
	"context"
	"net"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"

	"unknot.dev/targets/truth"
)

type server struct {
	scene *truth.Scene
	mu    sync.Mutex
	jobs  chan func()
}

func (s *server) accept(l net.Listener) {
	s.scene.Parked("IO wait")
	for {
		c, err := l.Accept()
		if err != nil {
			return
		}
		go s.serve(c)
	}
}

func (s *server) serve(c net.Conn) {
	s.scene.Parked("IO wait")
	buf := make([]byte, 4096)
	for {
		if _, err := c.Read(buf); err != nil {
			return
		}
	}
}

func (s *server) worker() {
	s.scene.Parked("chan receive")
	for job := range s.jobs {
		job()
	}
}

func (s *server) tick(ctx context.Context, every time.Duration) {
	s.scene.Parked("select")
	for t := time.NewTicker(every); ; {
		select {
		case <-t.C:
			s.mu.Lock()
			s.mu.Unlock()
		case <-ctx.Done():
			return
		}
	}
}

func (s *server) signals(c <-chan os.Signal) {
	s.scene.Parked("chan receive")
	<-c
}

func (s *server) sleeper() {
	s.scene.Parked("sleep")
	for {
		time.Sleep(time.Hour)
	}
}

func main() {
	scene := truth.Open()
	s := &server{scene: scene, jobs: make(chan func())}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	go s.accept(l)
	for i := 0; i < 3; i++ {
		if _, err := net.Dial("tcp", l.Addr().String()); err != nil {
			panic(err)
		}
		go s.worker()
	}
	go s.tick(context.Background(), time.Hour)
	go s.sleeper()
	c := make(chan os.Signal, 1)
	signal.Notify(c, syscall.SIGHUP)
	go s.signals(c)
	scene.Record(10, "idle", nil, "nothing is blocked: acceptor, idle connections, workers, ticker, sleeper, signal handler")
}
