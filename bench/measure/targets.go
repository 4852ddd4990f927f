package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// bench is what is measured and with what.
type bench struct {
	unknot, gostackparse, panicparse string        // programs; empty: could not be had
	panicparseLimit                  time.Duration // after which panicparse is ended
	dumps, sample                    string
	pairs                            int
	quick                            bool
	threadsOption                    bool
	rows                             []row
}

// row is one line of the result table.
type row struct{ target, measured, verdict, detail string }

// patience is for everything but panicparse, which has its own.
const patience = 5 * time.Minute

// all measures every target of the product, in the order in which the issue names them.
func (b *bench) all() {
	b.faster("≥ 10 × gostackparse, one core", "d50k.txt", 1, 10)
	b.faster("≥ 15 × gostackparse, two cores", "d50k.txt", 2, 15)
	if !b.quick {
		b.faster("≥ 10 × gostackparse, one core", "d500k.txt", 1, 10)
		b.faster("≥ 15 × gostackparse, two cores", "d500k.txt", 2, 15)
	}
	big := map[bool]string{true: "d50k.txt", false: "d500k.txt"}[b.quick]
	size := b.size(big)
	b.compare("≥ 1 × `grep -c '^goroutine '`, one core, "+size, b.group(big, 1), command{argv: []string{"grep", "-c", "^goroutine ", b.file(big)}, out: b.file("grep.out")}, 1)
	b.compare("≥ 0.33 × warm read() (`dd bs=256K`), one core, "+size, b.group(big, 1), command{argv: []string{"dd", "if=" + b.file(big), "of=/dev/null", "bs=256K", "status=none"}}, 1.0/3)
	b.compare("the same against `cat`, for information", b.group(big, 1), command{argv: []string{"cat", b.file(big)}}, 0)
	b.faster("≥ 1 × gostackparse where all stacks differ, one core", "distinct.txt", 1, 1)
	b.faster("≥ 1 × gostackparse where all stacks differ, two cores", "distinct.txt", 2, 1)
	b.againstPanicparse()
	b.memory("grouping "+size+" within 100 MB, one thread", b.group(big, 1), 100e6)
	b.memory("grouping "+size+" within 100 MB, two threads", b.group(big, 2), 100e6)
	b.memory("full wait graph of "+size+" within 400 MB", b.diagnose(b.file(big)), 400e6)
	b.within("100,000 goroutines, file to report, < 0.5 s on two cores", b.diagnose(b.file("d100k.txt")), 500*time.Millisecond, nil)
	b.within("sample to report < 150 ms, page cache warm", b.diagnose(b.sample), 150*time.Millisecond, nil)
	b.within("sample to report < 150 ms, binary and sample evicted from the page cache", b.diagnose(b.sample), 150*time.Millisecond, []string{b.unknot, b.sample})
}

func (b *bench) file(name string) string { return filepath.Join(b.dumps, name) }

func (b *bench) size(name string) string {
	info, err := os.Stat(b.file(name))
	if err != nil {
		return "missing"
	}
	return fmt.Sprintf("%d MB", info.Size()/1e6)
}

// group is unknot with n threads. A build without --threads is held to n processors by the .NET runtime.
func (b *bench) group(name string, n int) command {
	c := command{argv: []string{b.unknot, "goroutines", "--format", "json", "--limit", "20", b.file(name)}}
	if b.threadsOption {
		c.argv = append(c.argv, "--threads", fmt.Sprint(n))
	} else {
		c.env = []string{fmt.Sprintf("DOTNET_PROCESSOR_COUNT=%d", n)}
	}
	return c
}

func (b *bench) diagnose(path string) command {
	return command{argv: []string{b.unknot, "diagnose", path}}
}

func (b *bench) faster(target, name string, threads int, times float64) {
	if b.gostackparse == "" {
		b.add(target, "–", "not measured", "no gostackparse given (bench/README.md)")
		return
	}
	b.compare(target+", "+b.size(name), b.group(name, threads), command{argv: []string{b.gostackparse, b.file(name)}}, times)
}

// compare wants the other to take at least times as long as ours; times 0 only informs.
func (b *bench) compare(target string, ours, other command, times float64) {
	if why := b.unusable(ours); why != "" {
		b.add(target, "–", "not available in this build", why)
		return
	}
	p, err := measure(ours, other, b.pairs, patience)
	if err != nil {
		b.add(target, "–", "not measured", err.Error())
		return
	}
	r := p.ratios(wall)
	detail := fmt.Sprintf("wall %s against %s; CPU %.2f ×; peak RSS %.0f against %.0f MB", ms(medianOf(p.a, wall)), ms(medianOf(p.b, wall)),
		median(p.ratios(cpu)), medianOf(p.a, rss)/1e6, medianOf(p.b, rss)/1e6)
	b.add(target, fmt.Sprintf("%.2f × (%.2f to %.2f)", median(r), r[0], r[len(r)-1]), verdict(times == 0, median(r) >= times), detail)
}

func (b *bench) againstPanicparse() {
	target := "≥ 1,000 × panicparse, " + b.size("d50k.txt")
	if b.panicparse == "" {
		b.add(target, "–", "not measured", "no panicparse installed")
		return
	}
	b.compare("panicparse, "+b.size("d5k.txt")+", for information", b.group("d5k.txt", 1), b.panicparseOf("d5k.txt"), 0)
	if b.quick {
		b.add(target, "–", "not measured", "takes minutes: not in --quick")
		return
	}
	ours, err := measure(b.group("d50k.txt", 1), b.group("d50k.txt", 1), b.pairs, patience)
	if err != nil || b.unusable(b.group("d50k.txt", 1)) != "" {
		b.add(target, "–", "not available in this build", "")
		return
	}
	other, err := b.panicparseOf("d50k.txt").run(b.panicparseLimit) // once: it is quadratic
	if err != nil {
		b.add(target, "–", "not measured", err.Error())
		return
	}
	times, atLeast := other.wall.Seconds()/medianOf(ours.a, wall), ""
	if other.timedOut {
		atLeast = "more than "
	}
	b.add(target, fmt.Sprintf("%s%.0f ×", atLeast, times), verdict(false, times >= 1000),
		fmt.Sprintf("unpaired: %s against %s%.0f s, run once", ms(medianOf(ours.a, wall)), atLeast, other.wall.Seconds()))
}

// panicparseOf is its fastest way: no look for the sources, no guess at GOROOT.
func (b *bench) panicparseOf(name string) command {
	return command{argv: []string{b.panicparse, "-parse=false", "-rebase=false", b.file(name)}}
}

func (b *bench) memory(target string, c command, limit float64) {
	samples, why := b.repeat(c, nil)
	if why != "" {
		b.add(target, "–", "not available in this build", why)
		return
	}
	v := sortedOf(samples, rss)
	most := v[len(v)-1] // the promise is a limit: the worst run counts
	b.add(target, fmt.Sprintf("%.0f MB", most/1e6), verdict(false, most <= limit), "peak RSS, worst run; wall "+ms(medianOf(samples, wall)))
}

func (b *bench) within(target string, c command, limit time.Duration, evicted []string) {
	samples, why := b.repeat(c, evicted)
	if why != "" {
		b.add(target, "–", "not available in this build", why)
		return
	}
	v := sortedOf(samples, wall)
	b.add(target, fmt.Sprintf("%s (%s to %s)", ms(median(v)), ms(v[0]), ms(v[len(v)-1])), verdict(false, median(v) < limit.Seconds()),
		fmt.Sprintf("CPU %s, peak RSS %.0f MB", ms(medianOf(samples, cpu)), medianOf(samples, rss)/1e6))
}

// repeat runs one command as often as a pair would.
func (b *bench) repeat(c command, evicted []string) ([]sample, string) {
	if why := b.unusable(c); why != "" {
		return nil, why
	}
	var samples []sample
	for i := 0; i < b.pairs; i++ {
		for _, path := range evicted {
			evict(path)
		}
		s, err := c.run(patience)
		if err != nil || s.timedOut {
			return nil, fmt.Sprintf("did not end: %v", err)
		}
		samples = append(samples, s)
	}
	return samples, ""
}

func (b *bench) add(target, measured, verdict, detail string) {
	b.rows = append(b.rows, row{target, measured, verdict, detail})
	fmt.Fprintf(os.Stderr, "%-70s %s  %s\n", target, measured, verdict)
}

func verdict(informs, met bool) string {
	switch {
	case informs:
		return ""
	case met:
		return "met"
	}
	return "**not met**"
}

func ms(seconds float64) string { return fmt.Sprintf("%.0f ms", seconds*1000) }
