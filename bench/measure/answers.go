package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// unusable says why a command of ours must not be measured: it refuses the call, or its answer is wrong. A parser that
// loses goroutines is fast and worth nothing.
func (b *bench) unusable(c command) string {
	if why, known := checked[c.key()]; known {
		return why
	}
	why := c.answerIsWrong()
	checked[c.key()] = why
	return why
}

// checked is by command line: each is looked at once.
var checked = map[string]string{}

func (c command) key() string { return strings.Join(append(c.argv, c.env...), "\x00") }

func (c command) answerIsWrong() string {
	file := c.argv[len(c.argv)-1]
	for _, word := range c.argv {
		if strings.HasSuffix(word, ".txt") {
			file = word
		}
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, c.argv[0], c.argv[1:]...)
	cmd.Env = append(os.Environ(), c.env...)
	var complaint bytes.Buffer
	cmd.Stderr = &complaint
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err.Error()
	}
	if err := cmd.Start(); err != nil {
		return err.Error()
	}
	total, length := totalOf(out)
	cmd.Wait()
	if ctx.Err() != nil {
		return fmt.Sprintf("more than %v", patience)
	}
	// diagnose: 0 clear, 1 knotted, 3 undetermined are answers, 2 is a wrong call, more is a crash.
	if code := cmd.ProcessState.ExitCode(); code != 0 && code != 1 && code != 3 {
		return fmt.Sprintf("exit code %d: %.120s", code, strings.TrimSpace(firstLine(complaint.String())))
	}
	if c.argv[1] != "goroutines" {
		if length == 0 {
			return "no report"
		}
		return ""
	}
	if want := headers(file); total != want {
		return fmt.Sprintf("%d goroutines found, %d are in the file", total, want)
	}
	return ""
}

// totalOf reads an answer to its end and gives the number after its first "total", -1 if there is none. The answer to
// a 1 GB dump is big: it is not kept (see run).
func totalOf(r io.Reader) (total, length int) {
	in := bufio.NewReader(r)
	head := make([]byte, 4096)
	n, _ := io.ReadFull(in, head)
	rest, _ := io.Copy(io.Discard, in)
	total = -1
	if _, after, ok := strings.Cut(string(head[:n]), `"total":`); ok {
		fmt.Sscan(after, &total)
	}
	return total, n + int(rest)
}

// headers counts the goroutines of a dump as grep does.
func headers(path string) (n int) {
	f, err := os.Open(path)
	if err != nil {
		return -1
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if bytes.HasPrefix(s.Bytes(), []byte("goroutine ")) {
			n++
		}
	}
	return n
}

// hasThreads asks the build whether it knows --threads.
func hasThreads(unknot string) bool {
	help, _ := exec.Command(unknot, "goroutines", "--help").CombinedOutput()
	return bytes.Contains(help, []byte("--threads"))
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
