package truth

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"sort"
	"strings"
	"syscall"
	"time"
)

// Account is the file NAME.truth.json.
type Account struct {
	Target    string  `json:"target"`
	GoVersion string  `json:"goVersion"`
	Arch      string  `json:"arch"`
	Shape     string  `json:"shape"` // held, cycle, self, reentered-read, leaked, no-partner, never-signalled, idle
	Roots     []int64 `json:"roots"` // the goroutines a diagnosis must end at: holders that wait for nothing known, or the cycle
	Locks     []*Lock `json:"locks"`
	Parked    []int64 `json:"parked"` // goroutines that wait as in a healthy program
	Note      string  `json:"note"`
}

// Record waits for n goroutines to be blocked where they said they would be, writes dump and truth, and ends the
// process. The number is given so that a goroutine which has not yet spoken is waited for too.
func (s *Scene) Record(n int, shape string, roots []*Lock, note string) {
	text := s.settled(n)
	base := strings.TrimSuffix(s.dump, ".txt")
	write(s.dump, text)
	account := Account{Target: target(), GoVersion: runtime.Version(), Arch: runtime.GOARCH, Shape: shape,
		Roots: []int64{}, Locks: s.locks, Parked: s.parked, Note: note}
	for _, l := range roots {
		account.Roots = append(account.Roots, l.Holders...)
	}
	if s.parked == nil {
		account.Parked = []int64{}
	}
	account.Roots = distinct(account.Roots)
	truth, err := json.MarshalIndent(account, "", "  ")
	check(err)
	write(base+".truth.json", append(truth, '\n'))
	if os.Getenv("UNKNOT_PROFILES") != "" {
		profile(base+".debug1.txt", 1)
		profile(base+".debug2.txt", 2)
		profile(base+".pb.gz", 0)
	}
	if os.Getenv("UNKNOT_QUIT") != "" { // the same goroutines once more, as SIGQUIT prints them to standard error
		check(syscall.Kill(os.Getpid(), syscall.SIGQUIT))
		time.Sleep(time.Hour) // not select {}: then the runtime may report a deadlock before the signal arrives
	}
	os.Exit(0)
}

// settled polls until every goroutine that spoke, n of them, is blocked for the reason it gave and none is still inside
// this package.
func (s *Scene) settled(n int) []byte {
	for began := time.Now(); time.Since(began) < 20*time.Second; time.Sleep(5 * time.Millisecond) {
		text := stacks()
		s.mu.Lock()
		settled := len(s.expected) == n && allBlocked(text, s.expected)
		s.mu.Unlock()
		if settled {
			return text
		}
	}
	fail(fmt.Sprintf("not blocked after 20 s; %d goroutines spoke, %d expected\n%s", len(s.expected), n, stacks()))
	return nil
}

func allBlocked(text []byte, expected map[int64][]string) bool {
	seen := 0
	for _, block := range strings.Split(string(text), "\n\n") {
		id, reason := header(block)
		allowed, ok := expected[id]
		if !ok {
			continue
		}
		seen++
		if !contains(allowed, reason) || strings.Contains(block, "targets/truth.(") {
			return false
		}
	}
	return seen == len(expected)
}

// stacks is runtime.Stack of everything, with a buffer that grows until the text fits, as dockerd does it on SIGUSR1.
func stacks() []byte {
	for buf := make([]byte, 1<<16); ; buf = make([]byte, 2*len(buf)) {
		if n := runtime.Stack(buf, true); n < len(buf) {
			return buf[:n]
		}
	}
}

// header gives id and wait reason of "goroutine 7 [chan send, 3 minutes]:" and of Go 1.26's
// "goroutine 7 [chan send labels:{"key": "value"}]:".
func header(block string) (id int64, reason string) {
	if n, _ := fmt.Sscanf(block, "goroutine %d ", &id); n != 1 {
		return 0, ""
	}
	open := strings.IndexByte(block, '[')
	length := strings.IndexAny(block[open+1:], ",]")
	reason, _, _ = strings.Cut(block[open+1:open+1+length], " labels:")
	return id, reason
}

func goroutineID() int64 {
	buf := make([]byte, 64)
	id, _ := header(string(buf[:runtime.Stack(buf, false)]))
	return id
}

func profile(path string, debug int) {
	var out bytes.Buffer
	check(pprof.Lookup("goroutine").WriteTo(&out, debug))
	write(path, out.Bytes())
}

func target() string {
	return os.Args[0][strings.LastIndexByte(os.Args[0], '/')+1:]
}

func contains(list []string, word string) bool {
	for _, w := range list {
		if w == word {
			return true
		}
	}
	return false
}

func distinct(ids []int64) []int64 {
	sort.Slice(ids, func(i, j int) bool { return ids[i] < ids[j] })
	out := ids[:0]
	for i, id := range ids {
		if i == 0 || id != ids[i-1] {
			out = append(out, id)
		}
	}
	return out
}

func hex(address uintptr) string { return fmt.Sprintf("0x%x", address) }

func write(path string, text []byte) { check(os.WriteFile(path, text, 0o644)) }

func check(err error) {
	if err != nil {
		fail(err.Error())
	}
}

func fail(why string) {
	fmt.Fprintln(os.Stderr, why)
	os.Exit(2)
}
