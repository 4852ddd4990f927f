# Things that run out or end: docker reports errors, nothing hangs.
# shellcheck shell=bash disable=SC2154,SC2034

define disk-full "none (DiskFull)" docker "/run of the node, where the runtime keeps its bundles, is full, then docker start, which fails"
wedge_disk_full() {
  local id
  id=$(container_create "$1" app)
  other "$id" app
  fact finding DiskFull
  inside "$1" sh -c 'cat /dev/zero > /run/unknot-lab/full 2> /dev/null || true'
  client "$1" start docker start "$id"
  await 20 background_ended "$1" start || fact note "docker start waits"
  must_answer "$1" "$id"
}
unwedge_disk_full() { inside "$1" rm -f /run/unknot-lab/full; }

define pids-exhausted "none (PidsExhausted)" docker "the container has used up its pids limit, then docker exec"
wedge_pids_exhausted() {
  local id
  id=$(started "$1" app --pids-limit 7 -- /bin/sh -c 'for n in 1 2 3 4 5; do sleep 1000000 & done; while :; do sleep 3600 & wait; done')
  other "$id" app
  fact finding PidsExhausted
  await 10 pids_full "$1" "$id" || die "the container did not reach its pids limit"
  client "$1" exec docker exec "$id" sh -c 'true & true & wait'
  await 5 background_ended "$1" exec || fact note "docker exec waits"
  must_answer "$1" "$id"
}
unwedge_pids_exhausted() { :; }

pids_full() {
  local place
  place=$(container_cgroup "$1" "$2" pids)
  [[ -n $place && $(inside "$1" cat "$place/pids.current") == $(inside "$1" cat "$place/pids.max") ]]
}

define shim-killed none docker "the container's shim is killed: containerd clears up after it, nothing hangs"
wedge_shim_killed() {
  local id shim
  id=$(started "$1" app)
  other "$id" app
  shim=$(shim_of "$1" "$id")
  [[ -n $shim ]] || die "the shim of ${id:0:12} was not found"
  fact killed_pid "$shim"
  signal "$1" KILL "$shim"
  await 15 container_exited "$1" "$id" || fact note "docker still says it runs"
  must_answer "$1" "$id"
}
unwedge_shim_killed() { :; }

container_exited() { [[ $(inside "$1" timeout 3 docker inspect -f '{{.State.Running}}' "$2") == false ]]; }
