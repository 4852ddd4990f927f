module unknot.dev/targets

go 1.19
