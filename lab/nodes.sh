# Bringing a node up and down.
# shellcheck shell=bash disable=SC2154,SC2034

say() { printf 'lab: %s\n' "$*" >&2; }

die() {
  say "$@"
  said=1
  exit 1
}

# await SECONDS COMMAND…: true as soon as the command is.
await() {
  local end=$((${EPOCHREALTIME/./} + $1 * 1000000))
  shift
  until "$@"; do
    ((${EPOCHREALTIME/./} < end)) || return 1
    sleep 0.05
  done
}

node_folder() { echo "$state/nodes/$1"; }

# The pid, as this machine sees it, of the node's PID 1; a pid that another process has by now is not taken for it.
node_pid() {
  local folder pid started
  folder=$(node_folder "$1")
  [[ -e $folder/pid ]] || die "there is no node $1 in $state"
  read -r pid started < "$folder/pid"
  [[ $(start_time "$pid") == "$started" ]] || die "node $1 has ended (its PID 1 was $pid); lab/lab down $1 clears away what is left"
  echo "$pid"
}

# In clock ticks since boot; field 22 of /proc/PID/stat, counted after the name, which may have spaces.
start_time() {
  local line
  line=$(cat "/proc/$1/stat" 2> /dev/null) || return 0
  line=${line##*) }
  # shellcheck disable=SC2086
  set -- $line
  echo "${20}"
}

node_setting() { sed -n "s/^$2=//p" "$(node_folder "$1")/settings"; }

node_up() {
  local node=${1:?"usage: lab/lab up NODE"} runtime=docker daemons=bookworm cgroups=v1 with='' began=${EPOCHREALTIME/./} refusal
  shift
  while (($# > 0)); do
    case $1=${2:-} in
      --runtime=docker | --runtime=containerd) runtime=$2 ;;
      --daemons=bookworm | --daemons=sid) daemons=$2 ;;
      --cgroups=v1 | --cgroups=v2) cgroups=$2 ;;
      --with=/*) with=$2 ;;
      *) die "up does not know $1 ${2:-}" ;;
    esac
    shift 2
  done
  [[ $node =~ ^[a-z0-9][a-z0-9-]{0,30}$ ]] || die "a node's name is up to 31 small letters, digits and dashes; this is '$node'"
  refusal=$(lab_refusal)
  [[ -z $refusal ]] || die "$refusal"
  [[ -z $(missing_commands) ]] || die "missing: $(missing_commands | paste -sd' '). Call: lab/lab prepare"
  [[ $daemons != sid || -x $(sid_root)/usr/sbin/dockerd ]] || die "the newer daemons are not in the cache. Call: lab/lab prepare sid"
  grep -qw cgroup /proc/filesystems || cgroups=v2

  local folder
  folder=$(node_folder "$node")
  mkdir -p "$state/nodes"
  mkdir "$folder" || die "there is a node $node already; lab/lab down $node ends it"
  mkdir "$folder"/{upper,work,root,docker,containerd,wedges,background}
  printf '%s\n' "runtime=$runtime" "daemons=$daemons" "cgroups=$cgroups" "cgroup=unknot-lab-$$-$node" > "$folder/settings"
  if [[ $daemons == sid ]]; then link_into "$(sid_root)" "$folder/upper"; fi
  if [[ -n $with ]]; then link_into "$with" "$folder/upper"; fi
  node_files "$folder" "$runtime"
  cgroups_make "$folder" "unknot-lab-$$-$node"
  node_boot "$node" "$folder" "$cgroups"
  node_ready "$node" "$runtime"
  printf '%s\n' "node=$node" "pid=$(node_pid "$node")" "runtime=$runtime" "daemons=$daemons" "cgroups=$cgroups" "cgroup=unknot-lab-$$-$node" "folder=$folder" \
    "systemd=$(inside "$node" systemctl is-system-running || true)" "seconds=$(seconds_since "$began")"
}

seconds_since() {
  local micros=$((${EPOCHREALTIME/./} - $1))
  printf '%d.%02d\n' $((micros / 1000000)) $((micros / 10000 % 100))
}

# Starts the node's PID 1: in its cgroups first, then in namespaces of its own. It outlives us; unshare waits for it and ends with it.
node_boot() {
  local node=$1 folder=$2 cgroups=$3 outer
  (
    cgroups_enter "$folder"
    exec setsid unshare --fork --kill-child=KILL --pid --mount --uts --ipc --net --cgroup \
      "$lab/node-root" "$folder" "$node" "$cgroups" > "$folder/boot.log" 2>&1 < /dev/null
  ) &
  outer=$!
  disown
  if ! await 20 systemd_runs "$outer" "$folder"; then
    tail -n 5 "$folder/boot.log" >&2
    kill -9 "$outer" 2> /dev/null || true
    sleep 0.3
    node_clear "$folder"
    die "node $node did not boot"
  fi
}

systemd_runs() {
  local pid
  pid=$(cat "/proc/$1/task/$1/children" 2> /dev/null) || return 1
  pid=${pid%% *}
  [[ -n $pid && $(cat "/proc/$pid/comm" 2> /dev/null) == systemd ]] || return 1
  echo "$pid $(start_time "$pid")" > "$2/pid"
}

node_ready() {
  local node=$1
  if [[ $2 == docker ]]; then
    await 40 inside "$node" curl -sf -o /dev/null --max-time 1 --unix-socket /run/docker.sock http://d/_ping || node_failed "$node" docker
    inside "$node" docker load -q -i /usr/local/lib/unknot-lab/image.tar > /dev/null || node_failed "$node" docker
  else
    await 40 inside "$node" ctr --timeout 1s version > /dev/null 2>&1 || node_failed "$node" containerd
    inside "$node" ctr -n k8s.io images import /usr/local/lib/unknot-lab/image.tar > /dev/null || node_failed "$node" containerd
  fi
}

node_failed() {
  inside "$1" journalctl -u "$2" --no-pager -n 20 >&2 || true
  die "$2 did not come up in node $1; the node is left as it is: lab/lab exec $1 bash, lab/lab down $1"
}

node_down() {
  local node=${1:?"usage: lab/lab down NODE"} folder pid started
  folder=$(node_folder "$node")
  [[ -d $folder ]] || die "there is no node $node in $state"
  cgroups_thaw "$folder"
  if read -r pid started 2> /dev/null < "$folder/pid" && [[ $(start_time "$pid") == "$started" ]]; then
    # The kernel ends all else in a PID namespace with its PID 1; its mounts and network end with their last process.
    kill -9 "$pid"
    await 20 gone "$pid" "$started" || die "PID 1 of node $node ($pid) does not end; something in it waits in the kernel"
  fi
  node_clear "$folder"
}

gone() { [[ $(start_time "$1") != "$2" ]]; }

node_clear() {
  cgroups_remove "$1"
  rm -rf --one-file-system "$1"
  # Where it was the last node, nothing of the lab is left at all.
  rmdir "$state/nodes" "$state" 2> /dev/null || true
}

node_list() {
  local folder node
  for folder in "$state"/nodes/*/; do
    [[ -d $folder ]] || continue
    node=$(basename "$folder")
    echo "node=$node $(paste -sd' ' "$folder/settings") pid=$(cut -d' ' -f1 "$folder/pid" 2> /dev/null) wedges=$(find "$folder/wedges" -type f -printf '%f,' | sed 's/,$//')"
  done
}
