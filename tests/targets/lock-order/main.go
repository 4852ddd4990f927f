// Two goroutines take the same two mutexes in opposite order; others wait for either.
package main

import (
	"sync"

	"unknot.dev/targets/truth"
)

type account struct {
	mu      sync.Mutex
	balance int
	lock    *truth.Lock
}

func transfer(from, to *account, amount int, meet *sync.WaitGroup) {
	from.mu.Lock()
	defer from.mu.Unlock()
	from.lock.Holds()
	meet.Done()
	meet.Wait()
	to.lock.Waits()
	to.mu.Lock()
	defer to.mu.Unlock()
	from.balance -= amount
	to.balance += amount
}

func (a *account) read() int {
	a.lock.Waits()
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.balance
}

func main() {
	scene := truth.Open()
	a, b := new(account), new(account)
	a.lock = scene.Lock("mutex", truth.At(&a.mu), truth.At(a))
	b.lock = scene.Lock("mutex", truth.At(&b.mu), truth.At(b))
	var meet sync.WaitGroup
	meet.Add(2)
	go transfer(a, b, 1, &meet)
	go transfer(b, a, 2, &meet)
	meet.Wait()
	go a.read()
	go a.read()
	go b.read()
	scene.Record(5, "cycle", []*truth.Lock{a.lock, b.lock}, "two transfers hold one account each and want the other's")
}
