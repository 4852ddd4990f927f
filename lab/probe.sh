# Proving that a node hangs, or that it does not. `docker ps` is no probe: it does not need the container's lock.
# shellcheck shell=bash disable=SC2154

# One inspect with a deadline: the exit code is curl's, 28 is "timed out".
inspect() { inside "$1" curl -s -o /dev/null --max-time "${3:-2}" --unix-socket /run/docker.sock "http://d/containers/$2/json"; }

inspect_hangs() {
  local code=0
  inspect "$1" "$2" || code=$?
  ((code == 28))
}

# must_hang_inspect NODE ID: and leaves some more waiting, as a kubelet would: a lock without waiters is no evidence.
must_hang_inspect() {
  local number
  await 20 inspect_hangs "$1" "$2" || die "the wedge did not hold: docker still inspects ${2:0:12} of node $1"
  for number in 1 2 3 4 5; do background "$1" "inspect-${2:0:12}-$number" curl -s -o /dev/null --unix-socket /run/docker.sock "http://d/containers/$2/json"; done
  fact hangs inspect
}

# must_hang_client NODE NAME [SECONDS]: the call that was left in the background has still not returned.
must_hang_client() {
  local seconds=${3:-3}
  if await "$seconds" background_ended "$1" "$2"; then
    tail -n 3 "$(node_folder "$1")/background/$2.out" >&2
    die "the wedge did not hold: the call in the background ($2) returned"
  fi
  fact hangs "$2"
}

# must_hang NODE ID NAME: docker's inspect of the container, or, with CRI, whose status needs no lock, the call itself.
must_hang() { if is_docker "$1"; then must_hang_inspect "$1" "$2"; else must_hang_client "$1" "$3"; fi; }

must_answer() {
  if is_docker "$1"; then inspect "$1" "$2" 5 || die "node $1 does not inspect ${2:0:12}, which should not hang"; else cri "$1" status "$2" > /dev/null; fi
  fact hangs none
}

# answers NODE ID: what unwedge waits for.
answers() { if is_docker "$1"; then inspect "$1" "$2" 2; else cri "$1" status "$2" > /dev/null 2>&1; fi; }
