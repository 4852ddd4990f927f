module unknot.dev/bench

go 1.19
