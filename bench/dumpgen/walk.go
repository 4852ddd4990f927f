package dumpgen

import (
	"math/rand"
	"unsafe"
)

// Object is what every generated type is: type Manager dumpgen.Object.
type Object struct {
	ID    string
	Count int
}

// Step is a generated method with its receiver as first argument.
type Step func(o unsafe.Pointer, w *Walk, id string, n int) error

var steps, leaves []Step

// Register makes a method callable as a Step. A method expression of *T and a Step differ only in the type of a
// pointer; calling the method itself, not a closure around it, keeps frames of this package out of the stacks.
func Register[T any](leaf bool, method func(o *T, w *Walk, id string, n int) error) {
	step := *(*Step)(unsafe.Pointer(&method))
	if leaf {
		leaves = append(leaves, step)
	} else {
		steps = append(steps, step)
	}
}

// Walk is one goroutine's way through the generated methods down to the one that blocks.
type Walk struct {
	*World
	path []Step
	at   int
	pick int // which of the world's locks, channels, … it will block on
}

// Next is the method to call next.
func (w *Walk) Next() Step {
	w.at++
	return w.path[w.at-1]
}

// newShapes makes 400 different stacks: mostly 3 to 10 frames of the daemon, one in six as deep as an HTTP handler.
func newShapes(rng *rand.Rand) [][]Step {
	shapes := make([][]Step, 400)
	for i := range shapes {
		depth := 2 + rng.Intn(8)
		if rng.Intn(6) == 0 {
			depth = 10 + rng.Intn(20)
		}
		for len(shapes[i]) < depth {
			shapes[i] = append(shapes[i], steps[rng.Intn(len(steps))])
		}
		shapes[i] = append(shapes[i], leaves[rng.Intn(len(leaves))])
	}
	return shapes
}

func ptr(o *Object) unsafe.Pointer { return unsafe.Pointer(o) }
