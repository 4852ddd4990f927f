// Command gen writes the module of a make-believe daemon around package dumpgen: packages, types and methods in the
// numbers and with the names of a container engine, so that paths, receivers and line numbers of a dump look real.
// They are generated because thousands of lines of such code are nothing to read or to keep.
//
//	gen -o DIR -bench DIR-OF-unknot.dev/bench
package main

import (
	"flag"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"strings"
)

const module = "example.com/engine/dockerd"

var (
	packages = []string{"daemon", "container", "libnetwork", "libcontainerd/remote", "api/server/router/container", "plugin",
		"vendor.d/github.com/containerd/containerd/services/tasks", "distribution/xfer", "layer", "pkg/pubsub"}
	types = []string{"Daemon", "containerRouter", "Controller", "client", "Manager", "task", "eventQueue", "Endpoint", "shimBundle", "roLayer"}
	files = []string{"start", "manager", "events_unix"}
	verbs = []string{"Start", "Stop", "Kill", "Wait", "Attach", "Inspect", "Create", "Remove", "processEvent", "updateStatus",
		"handleExit", "releaseNetwork", "getByID", "doRequest", "copyIO", "reload"}
	// Each leaf blocks in its own way; how often it is listed is how often it is drawn.
	leaves = []leaf{
		{"withLock", "w.Mutex().Lock()"}, {"lockState", "w.Mutex().Lock()"}, {"acquire", "w.Mutex().Lock()"}, {"setState", "w.Mutex().Lock()"},
		{"list", "w.RW().RLock()"},
		{"waitEvent", "<-w.Empty()"}, {"drain", "for range w.Empty() {\n\t\to.Count++\n\t}"},
		{"publish", "w.Full() <- nil"},
		{"waitExit", "select {\n\tcase <-w.Empty():\n\tcase <-w.Never():\n\t}"},
		{"waitActive", "c := w.Cond()\n\tc.L.Lock()\n\tc.Wait()\n\tc.L.Unlock()"},
		{"shutdown", "w.Group().Wait()"},
		{"readStream", "if _, err := w.Pipe().Read(make([]byte, 512)); err != nil {\n\t\treturn err\n\t}"},
	}
	rng = rand.New(rand.NewSource(7))
)

type leaf struct{ name, body string }

func main() {
	out := flag.String("o", "", "folder to write the module to")
	bench := flag.String("bench", "", "folder of module unknot.dev/bench")
	flag.Parse()
	if *out == "" || *bench == "" {
		flag.Usage()
		os.Exit(2)
	}
	write(*out, "go.mod", fmt.Sprintf("module %s\n\ngo 1.19\n\nrequire unknot.dev/bench v0.0.0\n\nreplace unknot.dev/bench => %s\n", module, *bench))
	imports := ""
	for i, p := range packages {
		imports += fmt.Sprintf("\t_ %q\n", module+"/"+p)
		for j, f := range files {
			write(*out, p+"/"+f+".go", source(p, i, j))
		}
	}
	write(*out, "main.go", fmt.Sprintf("package main\n\nimport (\n%s\n\t\"unknot.dev/bench/dumpgen\"\n)\n\nfunc main() { dumpgen.Main() }\n", imports))
}

// source is one file: two types of five methods that call on and two that block, and their registration.
func source(pkg string, i, j int) string {
	var code, register strings.Builder
	fmt.Fprintf(&code, "package %s\n\nimport (\n\t\"unsafe\"\n\n\t\"unknot.dev/bench/dumpgen\"\n)\n\n", filepath.Base(pkg))
	for k := 0; k < 2; k++ {
		name := types[(i*3+j*2+k)%len(types)] + []string{"", "Impl"}[k] + []string{"", "Set", "Queue"}[j]
		fmt.Fprintf(&code, "type %s dumpgen.Object\n", name)
		for _, v := range rng.Perm(len(verbs))[:5] {
			code.WriteString(method(name, verbs[v]))
			fmt.Fprintf(&register, "\tdumpgen.Register(false, (*%s).%s)\n", name, verbs[v])
		}
		for _, l := range rng.Perm(len(leaves))[:2] {
			fmt.Fprintf(&code, "%s//go:noinline\nfunc (o *%s) %s(w *dumpgen.Walk, id string, n int) error {\n\tw.Begin()\n\t%s\n\to.Count++\n\treturn nil\n}\n",
				space(), name, leaves[l].name, leaves[l].body)
			fmt.Fprintf(&register, "\tdumpgen.Register(true, (*%s).%s)\n", name, leaves[l].name)
		}
	}
	return code.String() + "\nfunc init() {\n" + register.String() + "}\n"
}

// method calls the walk's next step, one in four from within a closure with a defer, as real code does.
func method(receiver, verb string) string {
	call := "w.Next()(unsafe.Pointer(&dumpgen.Object{ID: id, Count: n}), w, id, n+1)"
	body := "\terr := " + call + "\n\to.Count++\n\treturn err\n"
	if rng.Intn(4) == 0 {
		body = "\tvar err error\n\tfunc() {\n\t\tdefer func() { o.Count++ }()\n\t\terr = " + call + "\n\t}()\n\treturn err\n"
	}
	return fmt.Sprintf("%s//go:noinline\nfunc (o *%s) %s(w *dumpgen.Walk, id string, n int) error {\n%s}\n", space(), receiver, verb, body)
}

// space spreads the methods, so that line numbers have one to three digits.
func space() string { return strings.Repeat("\n", 1+rng.Intn(60)) }

func write(dir, name, text string) {
	path := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		panic(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		panic(err)
	}
}
