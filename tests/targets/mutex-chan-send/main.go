// A broadcaster sends to a subscriber that stopped reading, with its mutex held; five that subscribe want the mutex.
package main

import (
	"sync"

	"unknot.dev/targets/truth"
)

type broadcaster struct {
	name        string
	mu          sync.Mutex
	subscribers []chan string
	lock, full  *truth.Lock
}

func (b *broadcaster) publish(event string, begun chan<- struct{}) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lock.Holds()
	close(begun)
	for _, s := range b.subscribers {
		b.full.Waits()
		s <- event
	}
}

func (b *broadcaster) subscribe() chan string {
	s := make(chan string)
	b.lock.Waits()
	b.mu.Lock()
	defer b.mu.Unlock()
	b.subscribers = append(b.subscribers, s)
	return s
}

func main() {
	scene := truth.Open()
	deaf := make(chan string, 2)
	deaf <- "create"
	deaf <- "start"
	b := &broadcaster{name: "events", subscribers: []chan string{deaf}}
	b.lock = scene.Lock("mutex", truth.At(&b.mu), truth.At(b))
	b.full = scene.Lock("channel", truth.AtChannel(deaf), 0)
	begun := make(chan struct{})
	go b.publish("exit", begun)
	<-begun
	for i := 0; i < 5; i++ {
		go b.subscribe()
	}
	scene.Record(6, "held", []*truth.Lock{b.lock}, "publish holds the mutex in a send to a full channel that nobody reads")
}
