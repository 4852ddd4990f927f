// Two wait for three workers; one worker waits for work that never comes and never calls Done.
package main

import (
	"sync"

	"unknot.dev/targets/truth"
)

type pool struct {
	name string
	wg   sync.WaitGroup
	work chan int
	lock *truth.Lock
}

func (p *pool) worker(n int) {
	defer p.wg.Done()
	if n < 2 {
		return
	}
	p.lock.Holds("chan receive")
	<-p.work
}

func (p *pool) close() {
	p.lock.Waits()
	p.wg.Wait()
}

func main() {
	scene := truth.Open()
	p := &pool{name: "pullers", work: make(chan int)}
	p.lock = scene.Lock("waitgroup", truth.At(&p.wg), truth.At(p))
	p.wg.Add(3)
	for i := 0; i < 3; i++ {
		go p.worker(i)
	}
	go p.close()
	go p.close()
	scene.Record(3, "held", []*truth.Lock{p.lock}, "one of three workers never calls Done: it waits for work that never comes")
}
