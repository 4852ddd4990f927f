package main

import (
	"context"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// command is a whole process, from exec to exit. Its output is thrown away, or goes to a file where one is named: GNU
// grep stops at the first match when its output is the null device.
type command struct {
	argv []string
	env  []string
	out  string
}

// sample is what the kernel says about one run of it (wait4's rusage; nothing is sampled).
type sample struct {
	wall, cpu time.Duration
	rss       int64 // peak resident set, bytes
	exit      int
	timedOut  bool
}

// run runs the process once. Until it is the program's, a child's memory is that of its parent, so no peak can be told
// that lies below this process's own: which is why nothing in here holds a file or an answer in memory.
//
// limit ends a rival that is quadratic; it is no part of any result but "more than limit".
func (c command) run(limit time.Duration) (sample, error) {
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, c.argv[0], c.argv[1:]...)
	cmd.Env = append(os.Environ(), c.env...)
	if c.out != "" {
		f, err := os.Create(c.out)
		if err != nil {
			return sample{}, err
		}
		defer f.Close()
		cmd.Stdout = f
	}
	began := time.Now()
	err := cmd.Run()
	wall := time.Since(began)
	if cmd.ProcessState == nil {
		return sample{}, err // not started at all
	}
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return sample{
		wall:     wall,
		cpu:      cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(),
		rss:      usage.Maxrss * 1024, // Linux counts in KiB
		exit:     cmd.ProcessState.ExitCode(),
		timedOut: ctx.Err() != nil,
	}, nil
}

// evict asks the kernel to drop a file's pages, so that the next run reads it from the disk as a first run would.
func evict(path string) {
	const dontNeed = 4 // POSIX_FADV_DONTNEED
	f, err := os.Open(path)
	if err != nil {
		return
	}
	defer f.Close()
	syscall.Syscall6(syscall.SYS_FADVISE64, f.Fd(), 0, 0, dontNeed, 0, 0)
}
