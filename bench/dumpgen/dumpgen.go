// Package dumpgen makes goroutine dumps that look like those of a large daemon: many packages, types and methods,
// goroutines blocked on everything the runtime can block on, a few popular stacks and a long tail.
//
// The goroutines are real and the text is the runtime's own: runtime.Stack of this very process. A generator that
// printed text by itself would benchmark our idea of a dump. Only the waiting times are added afterwards, since no
// bench waits for minutes. The methods on the stacks come from package gen, written when the bench runs.
package dumpgen

import (
	"bufio"
	"bytes"
	"flag"
	"fmt"
	"math/rand"
	"os"
	"runtime"
	"time"
)

// Main is the whole of the program that gen writes.
func Main() {
	n := flag.Int("n", 10000, "goroutines")
	out := flag.String("o", "", "the file to write")
	seed := flag.Int64("seed", 1, "the same seed gives the same stacks, in the same numbers")
	distinct := flag.Bool("distinct", false, "the adversarial dump: no two stacks are alike (text only, no goroutines)")
	flag.Parse()
	if *out == "" {
		flag.Usage()
		os.Exit(2)
	}
	// Written under another name first: a dump that is there is a whole one.
	f, err := os.Create(*out + ".part")
	check(err)
	w := bufio.NewWriterSize(f, 1<<20)
	rng := rand.New(rand.NewSource(*seed))
	if *distinct {
		writeDistinct(w, *n, rng)
	} else {
		block(*n, rng)
		writeAged(w, stacks(*n), rng)
	}
	check(w.Flush())
	check(f.Close())
	check(os.Rename(*out+".part", *out))
}

// block starts n goroutines and returns when all of them have blocked.
func block(n int, rng *rand.Rand) {
	w := newWorld()
	shapes := newShapes(rng)
	// Zipf: in the dumps of wedged daemons a handful of stacks (the waiters) makes up most of the file.
	popular := rand.NewZipf(rng, 1.1, 4, uint64(len(shapes)-1))
	for i := 0; i < n; i++ {
		walk := &Walk{World: w, path: shapes[popular.Uint64()], pick: rng.Intn(1 << 20)}
		start(walk, i)
		if i%2000 == 1999 {
			runtime.Gosched() // let them block as we go: a run queue of half a million is slow
		}
	}
	for w.started() < int64(n) {
		time.Sleep(10 * time.Millisecond)
	}
	time.Sleep(200 * time.Millisecond) // the last ones are a few instructions from their lock; one that is late shows as runnable
}

// start differs by i, since daemons start goroutines from functions, methods and closures, and each looks different.
func start(w *Walk, i int) {
	step, o := w.Next(), &Object{}
	switch i % 5 {
	case 0:
		go serve(step, o, w, i)
	case 1:
		go func() { check(step(ptr(o), w, "deadbeefcafe", i)) }()
	default:
		go step(ptr(o), w, "0123456789abcdef", i)
	}
}

//go:noinline
func serve(step Step, o *Object, w *Walk, i int) { check(step(ptr(o), w, "request", i)) }

// stacks is runtime.Stack of everything. A stack is 2.2 KB of text on average.
func stacks(n int) []byte {
	for buf := make([]byte, 1<<20+n*2600); ; buf = make([]byte, 2*len(buf)) {
		if m := runtime.Stack(buf, true); m < len(buf) {
			return buf[:m]
		}
	}
}

// writeAged writes the dump with ", N minutes" in 70 % of the headers, as a daemon that has been hanging for a while.
func writeAged(w *bufio.Writer, dump []byte, rng *rand.Rand) {
	for len(dump) > 0 {
		end := bytes.Index(dump, []byte("]:\n"))
		if end < 0 {
			break
		}
		check2(w.Write(dump[:end]))
		if rng.Intn(10) < 7 && !bytes.HasSuffix(dump[:end], []byte("running")) {
			check2(fmt.Fprintf(w, ", %d minutes", 1+rng.Intn(3000)))
		}
		check2(w.WriteString("]:\n"))
		dump = dump[end+len("]:\n"):]
	}
	check2(w.Write(dump))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "dumpgen:", err)
		os.Exit(1)
	}
}

func check2(_ int, err error) { check(err) }
