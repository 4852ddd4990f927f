package dumpgen

import (
	"bufio"
	"fmt"
	"math/rand"
)

const (
	distinctFrames = 14    // a stack, about the average of the other dumps
	distinctKinds  = 20000 // different frames in the whole file
)

// writeDistinct writes the worst case of a parser that lives on repetition: each stack is a random draw, so that
// nothing learnt from one helps with the next. No process looks like this.
func writeDistinct(w *bufio.Writer, n int, rng *rand.Rand) {
	const frame = "github.com/some/project%[1]d/pkg%[2]d.(*Type%[3]d).Method%[4]d(0xc%09[5]x, {0x%[6]x, 0x10}, 0x0)\n" +
		"\t/build/go/src/github.com/some/project%[1]d/pkg%[2]d/file%[7]d.go:%[3]d +0x%[3]x\n"
	for g := 1; g <= n; g++ {
		check2(fmt.Fprintf(w, "goroutine %d [select, %d minutes]:\n", g, g%999))
		for i := 0; i < distinctFrames; i++ {
			k := rng.Intn(distinctKinds)
			check2(fmt.Fprintf(w, frame, k%500, k%77, k, k%13, rng.Int63n(1<<36), rng.Int63n(1<<24), k%9))
		}
		check2(w.WriteString("created by main.main\n\t/build/main.go:1 +0x11\n\n"))
	}
}
