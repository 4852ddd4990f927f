# Load for healthy runs: workers in the node that start, stop and exec containers without end.
# shellcheck shell=bash disable=SC2154

# load_set NODE N: N workers from now on; 0 ends them.
load_set() {
  local node=${1:?"usage: lab/lab load NODE N"} count=${2:?"usage: lab/lab load NODE N"} file number name
  node_pid "$node" > /dev/null || exit 1
  for file in "$(node_folder "$node")"/background/load-*.pid; do
    [[ -e $file ]] || continue
    name=$(basename "$file" .pid)
    background_end "$node" "$name"
    load_clear "$node" "$name"
  done
  for ((number = 1; number <= count; number++)); do
    background "$node" "load-$number" /bin/bash /usr/local/lib/unknot-lab/load "$(node_setting "$node" runtime)" "load-$number" "$lab_image"
  done
  echo "workers=$count"
}

# Its container, and a short one that may have been about to end.
load_clear() {
  if is_docker "$1"; then
    inside "$1" timeout 20 docker rm -f "$2" "$2-short" > /dev/null 2>&1 || true
  else
    cri "$1" remove "$2" > /dev/null 2>&1 || true
  fi
}
