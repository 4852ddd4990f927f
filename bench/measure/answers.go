package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
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
	cmd := exec.Command(c.argv[0], c.argv[1:]...)
	cmd.Env = append(os.Environ(), c.env...)
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	err := cmd.Run()
	if cmd.ProcessState == nil {
		return err.Error()
	}
	// diagnose: 0 clear, 1 knotted, 3 undetermined are answers, 2 is a wrong call, more is a crash.
	if code := cmd.ProcessState.ExitCode(); code != 0 && code != 1 && code != 3 {
		return fmt.Sprintf("exit code %d: %.120s", code, strings.TrimSpace(firstLine(complaint.String())))
	}
	if c.argv[1] != "goroutines" {
		if out.Len() == 0 {
			return "no report"
		}
		return ""
	}
	var report struct{ Total int }
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		return "no JSON: " + err.Error()
	}
	if want := headers(file); report.Total != want {
		return fmt.Sprintf("%d goroutines found, %d are in the file", report.Total, want)
	}
	return ""
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
