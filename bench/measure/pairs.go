package main

import (
	"fmt"
	"sort"
	"time"
)

// pairs is A B A B … of two processes: the machine's mood (other load, clock speed, cache) hits both of a pair alike,
// so that the ratio within a pair is steady where the times are not.
type pairs struct {
	a, b []sample
}

// measure runs one pair to warm up and n that count.
func measure(a, b command, n int, limit time.Duration) (pairs, error) {
	var p pairs
	for i := 0; i <= n; i++ {
		x, err := a.run(limit)
		if err != nil {
			return p, err
		}
		y, err := b.run(limit)
		if err != nil {
			return p, err
		}
		if x.timedOut || y.timedOut {
			return p, fmt.Errorf("more than %v", limit)
		}
		if i > 0 {
			p.a, p.b = append(p.a, x), append(p.b, y)
		}
	}
	return p, nil
}

// ratios are b over a of a quantity, pair by pair, in ascending order.
func (p pairs) ratios(of func(sample) float64) []float64 {
	r := make([]float64, len(p.a))
	for i := range p.a {
		r[i] = of(p.b[i]) / of(p.a[i])
	}
	sort.Float64s(r)
	return r
}

func wall(s sample) float64 { return s.wall.Seconds() }
func cpu(s sample) float64  { return s.cpu.Seconds() }
func rss(s sample) float64  { return float64(s.rss) }

func median(sorted []float64) float64 {
	n := len(sorted)
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}

func medianOf(samples []sample, of func(sample) float64) float64 {
	return median(sortedOf(samples, of))
}

func sortedOf(samples []sample, of func(sample) float64) []float64 {
	v := make([]float64, len(samples))
	for i, s := range samples {
		v[i] = of(s)
	}
	sort.Float64s(v)
	return v
}
