# Running things inside a node, and pids seen from both sides.
# shellcheck shell=bash disable=SC2154,SC2034,SC2013

node_environment=(PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM=dumb)

# inside NODE COMMAND…: in all its namespaces and its cgroup. Without systemd's help, which may be stopped.
inside() {
  local pid folder
  pid=$(node_pid "$1") || exit 1
  folder=$(node_folder "$1")
  shift
  (
    cgroups_visit "$folder"
    exec nsenter -t "$pid" -m -u -i -n -p -C env -i "${node_environment[@]}" "$@"
  )
}

node_exec() {
  (($# > 1)) || die "usage: lab/lab exec NODE COMMAND…"
  inside "$@"
}

# background NODE NAME COMMAND…: leaves it running in the node, its output in FOLDER/background/NAME.out. Sets background_pid (in the node) and
# background_host (on this machine).
background() {
  local node=$1 name=$2 pid folder
  pid=$(node_pid "$node") || exit 1
  folder=$(node_folder "$node")
  shift 2
  (
    cgroups_visit "$folder"
    exec setsid nsenter -t "$pid" -m -u -i -n -p -C env -i "${node_environment[@]}" "$@" > "$folder/background/$name.out" 2>&1 < /dev/null
  ) &
  # The shell is not to speak of its end.
  disown
  echo "$! $(start_time $!)" > "$folder/background/$name.pid"
  background_host='' background_pid=''
  await 2 background_child $! || true
}

# The command is the child of nsenter, once the subshell has become that; a short one may have ended already.
background_child() {
  local name
  name=$(cat "/proc/$1/comm" 2> /dev/null) || return 0
  [[ $name == nsenter ]] || return 1
  background_host=$(cat "/proc/$1/task/$1/children" 2> /dev/null) || return 0
  background_host=${background_host%% *}
  [[ -n $background_host ]] || return 1
  background_pid=$(node_side "$background_host")
  [[ -n $background_pid ]]
}

background_runs() {
  local pid started
  { read -r pid started < "$(node_folder "$1")/background/$2.pid"; } 2> /dev/null && [[ $(start_time "$pid") == "$started" ]]
}

background_ended() { ! background_runs "$1" "$2"; }

# Ends what background started: the command itself; nsenter follows it.
background_end() {
  local folder pid child
  folder=$(node_folder "$1")
  if background_runs "$1" "$2"; then
    read -r pid _ < "$folder/background/$2.pid"
    for child in $(cat "/proc/$pid/task/$pid/children" 2> /dev/null); do kill -9 "$child" 2> /dev/null || true; done
    await 5 background_ended "$1" "$2" || say "$2 of node $1 ($pid) does not end"
  fi
  rm -f "$folder/background/$2.pid"
}

# The pid that a process of this machine has in its node; a container's process has a third one. Empty where it has ended.
node_side() { awk '/^NSpid:/ { print $3 }' "/proc/$1/status" 2> /dev/null || true; }

# host_side NODE PID: the pid on this machine of a process that has PID in the node.
host_side() {
  local own file
  own=$(node_setting "$1" cgroup)
  while read -r file; do
    file=$(dirname "$file")
    if grep -sqE "/$own(/|\$)" "$file/cgroup"; then basename "$file"; fi
  done < <(grep -sl -P "^NSpid:\t\d+\t$2(\t|\$)" /proc/[0-9]*/status || true)
}
