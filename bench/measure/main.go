// Command measure holds unknot against its rivals and its promises and writes the table. See bench/README.md.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"
)

func main() {
	var b bench
	var out, commit, rival string
	flag.StringVar(&b.unknot, "unknot", "", "the published binary")
	flag.StringVar(&b.gostackparse, "gostackparse", "", "a program that parses the file it is given with gostackparse")
	flag.StringVar(&b.panicparse, "panicparse", "", "panicparse")
	flag.DurationVar(&b.panicparseLimit, "panicparse-limit", 10*time.Minute, "panicparse is ended after so long: the ratio is then a lower bound")
	flag.StringVar(&b.dumps, "dumps", "", "folder of the dumps")
	flag.StringVar(&b.sample, "sample", "", "the recorded incident")
	flag.StringVar(&commit, "commit", "unknown", "what is measured")
	flag.StringVar(&rival, "rival", "", "versions of the rivals, for the record")
	flag.IntVar(&b.pairs, "pairs", 5, "pairs that count, after one that does not")
	flag.BoolVar(&b.quick, "quick", false, "only the small dumps")
	flag.StringVar(&out, "o", "", "the result, Markdown; standard output without")
	flag.Parse()
	b.threadsOption = hasThreads(b.unknot)

	machine := machine()
	b.all()

	w := io.Writer(os.Stdout)
	if out != "" {
		f, err := os.Create(out)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		defer f.Close()
		w = f
	}
	write(w, &b, machine, commit, rival)
}

func write(w io.Writer, b *bench, machine, commit, rival string) {
	fmt.Fprintf(w, "# Benchmarks: %s\n\n", cpuModel())
	fmt.Fprintf(w, "- Machine: %s\n- Measured: %s, commit %s\n- unknot: %s\n- Rivals: %s\n", machine, time.Now().UTC().Format("2006-01-02 15:04 UTC"), commit, version(b.unknot), rival)
	fmt.Fprintf(w, "- %d pairs after a warm-up; whole processes, output thrown away; × = how many times as long the other took: median (least to most) of the per-pair ratios. MB = 10⁶ bytes.\n\n", b.pairs)
	if !b.threadsOption {
		fmt.Fprint(w, "This build has no `--threads`: it was held to one or two processors by DOTNET_PROCESSOR_COUNT.\n\n")
	}
	fmt.Fprint(w, "| target | measured | | detail |\n| --- | --- | --- | --- |\n")
	for _, r := range b.rows {
		fmt.Fprintf(w, "| %s | %s | %s | %s |\n", r.target, r.measured, r.verdict, strings.ReplaceAll(r.detail, "|", "\\|"))
	}
}

// machine is taken before the measurements: the load must be that of the others.
func machine() string {
	return fmt.Sprintf("%s, %d CPUs, %s, Linux %s, load %s before the start", cpuModel(), runtime.NumCPU(), field("/proc/meminfo", "MemTotal"),
		firstLine(read("/proc/sys/kernel/osrelease")), strings.Join(strings.Fields(read("/proc/loadavg"))[:1], " "))
}

func cpuModel() string { return field("/proc/cpuinfo", "model name") }

func field(path, name string) string {
	for _, line := range strings.Split(read(path), "\n") {
		if key, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}

func read(path string) string {
	text, _ := os.ReadFile(path)
	return string(text)
}

func version(program string) string {
	text, err := exec.Command(program, "--version").Output()
	if err != nil {
		return "unknown version"
	}
	return strings.TrimSpace(firstLine(string(text)))
}
