// Sends and receives whose other side does not exist: unbuffered, full, nil, and a select with no ready case.
package main

import "unknot.dev/targets/truth"

type queue struct {
	items chan int
	lock  *truth.Lock
}

func (q *queue) put(n int) { q.lock.Waits(); q.items <- n }

func (q *queue) take() int { q.lock.Waits(); return <-q.items }

func (q *queue) drain() (n int) {
	q.lock.Waits()
	for range q.items {
		n++
	}
	return n
}

func (q *queue) either(stop <-chan struct{}) {
	q.lock.Waits()
	select {
	case q.items <- 1:
	case <-stop:
	}
}

func main() {
	scene := truth.Open()
	queues := map[string]*queue{"send": {items: make(chan int)}, "full": {items: make(chan int, 1)}, "receive": {items: make(chan int)}, "nil": {}, "select": {items: make(chan int)}}
	queues["full"].items <- 0
	for _, q := range queues {
		q.lock = scene.Lock("channel", truth.AtChannel(q.items), 0)
	}
	go queues["send"].put(1)
	go queues["send"].put(2)
	go queues["full"].put(3)
	go queues["receive"].take()
	go queues["receive"].drain()
	go queues["nil"].put(4)
	go queues["nil"].take()
	go queues["select"].either(make(chan struct{}))
	scene.Record(8, "no-partner", nil, "nobody is on the other side of any of these channels; address 0x0 is the nil channel")
}
