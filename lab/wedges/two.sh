# Two wedges at once, with healthy neighbours.
# shellcheck shell=bash disable=SC2154,SC2034

define two-wedges "containerd-shim, wrapper" docker "stop-shim-exec of one container and wrap-create of another at once, with three healthy neighbours"
wedge_two_wedges() {
  local id number words
  for number in 1 2 3; do started "$1" "neighbour$number" > /dev/null; done
  id=$(started "$1" db)
  container "$id" db
  stop_and_call "$1" "$(shim_of "$1" "$id")" containerd-shim ShimStopped exec "$id"
  id=$(container_create "$1" cache --runtime lab)
  container "$id" cache
  hook "$1" create block
  start_words "$1" "$id"
  client "$1" start "${words[@]}"
  await 10 runtime_waits "$1" "$id" || die "the runtime of ${id:0:12} was not called"
  root "$1" "$(runtime_of "$1" "$id")" runc RuntimeWrapperNotReturning
  must_hang "$1" "$id" start
}
unwedge_two_wedges() {
  local number
  hook "$1" create ''
  signal "$1" CONT "$(known root_pid)"
  for number in 1 2 3; do container_rm "$1" "neighbour$number"; done
}
