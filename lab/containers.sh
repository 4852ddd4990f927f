# Containers in a node, the same verbs for both runtimes: docker, or a pod with one container through containerd's CRI.
# shellcheck shell=bash disable=SC2154

lab_image=unknot.lab/busybox:1

# image_make FILE: an image without a registry: busybox in docker's archive format, which ctr imports too.
image_make() {
  local work=$1.work config applet
  mkdir -p "$work"/fs/{bin,etc,tmp,var/log,proc,sys,dev}
  cp /bin/busybox "$work/fs/bin/"
  for applet in sh sleep true false cat echo yes dd ls kill ps mkfifo date; do ln -s busybox "$work/fs/bin/$applet"; done
  echo 'root:x:0:0:root:/:/bin/sh' > "$work/fs/etc/passwd"
  tar --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner -C "$work/fs" -cf "$work/layer.tar" .
  config='{"architecture":"amd64","os":"linux","created":"1970-01-01T00:00:00Z","config":{"Env":["PATH=/bin"],"Cmd":["/bin/sleep","1000000"]},'
  config+='"rootfs":{"type":"layers","diff_ids":["sha256:'$(sha256sum "$work/layer.tar" | cut -d' ' -f1)'"]}}'
  echo "$config" > "$work/config.json"
  echo "[{\"Config\":\"config.json\",\"RepoTags\":[\"$lab_image\"],\"Layers\":[\"layer.tar\"]}]" > "$work/manifest.json"
  tar -C "$work" -cf "$1" manifest.json config.json layer.tar
  rm -rf "$work"
}

# Ends at once on SIGTERM, unlike a bare sleep as PID 1.
idle_command=(/bin/sh -c 'trap exit TERM; sleep 1000000 & wait')

is_docker() { [[ $(node_setting "$1" runtime) == docker ]]; }

cri() {
  local node=$1
  shift
  inside "$node" /usr/bin/python3 /usr/local/lib/unknot-lab/cri "$@"
}

# container_create NODE NAME [--runtime lab] [OPTION OF docker create…] [-- COMMAND…]: prints its id.
container_create() {
  local node=$1 name=$2 options=() command=("${idle_command[@]}")
  shift 2
  while (($# > 0)) && [[ $1 != -- ]]; do
    options+=("$1")
    shift
  done
  if (($# > 1)); then command=("${@:2}"); fi
  if is_docker "$node"; then
    inside "$node" timeout 20 docker create --net=none --name "$name" "${options[@]}" "$lab_image" "${command[@]}"
  else
    cri "$node" create "$name" "${options[@]}" -- "${command[@]}"
  fi
}

# What a client would call to start, stop or exec it, as words for `inside` or `background`.
start_words() { if is_docker "$1"; then words=(docker start "$2"); else words=(/usr/bin/python3 /usr/local/lib/unknot-lab/cri start "$2"); fi; }
stop_words() { if is_docker "$1"; then words=(docker stop -t 2 "$2"); else words=(/usr/bin/python3 /usr/local/lib/unknot-lab/cri stop "$2"); fi; }
exec_words() { if is_docker "$1"; then words=(docker exec "$2" true); else words=(/usr/bin/python3 /usr/local/lib/unknot-lab/cri exec "$2" true); fi; }

# started NODE NAME [as container_create]: creates and starts; prints its id.
started() {
  local id words
  id=$(container_create "$@")
  start_words "$1" "$id"
  inside "$1" timeout 30 "${words[@]}" > /dev/null
  echo "$id"
}

container_run() {
  local node=${1:?"usage: lab/lab run NODE NAME [COMMAND…]"} name=${2:?"usage: lab/lab run NODE NAME [COMMAND…]"} id pid
  shift 2
  if (($# > 0)); then set -- -- "$@"; fi
  id=$(started "$node" "$name" "$@")
  pid=$(container_pid "$node" "$id")
  printf '%s\n' "container_id=$id" "pid=$pid" "pid_host=$(host_side "$node" "$pid")" "shim_pid=$(shim_of "$node" "$id")"
}

container_rm() {
  local node=${1:?"usage: lab/lab rm NODE NAME"} name=${2:?"usage: lab/lab rm NODE NAME"}
  if is_docker "$node"; then inside "$node" timeout 30 docker rm -f "$name" > /dev/null 2>&1 || true; else cri "$node" remove "$name"; fi
}

# container_cgroup NODE ID [CONTROLLER]: its folder, as the node sees it. From the cgroups themselves, since no daemon may be asked.
container_cgroup() {
  local place=/sys/fs/cgroup
  if [[ $(node_setting "$1" cgroups) == v1 ]]; then place=/sys/fs/cgroup/${3:-systemd}; fi
  inside "$1" find "$place/" -type d -name "*$2.scope" | head -n 1
}

# Its first process, as a pid in the node.
container_pid() {
  local place
  place=$(container_cgroup "$1" "$2")
  if [[ -n $place ]]; then inside "$1" head -n 1 "$place/cgroup.procs"; fi
}

# The shim that serves the container, as a pid in the node: docker has one for each container, CRI one for each pod (its id is the sandbox's).
shim_of() {
  local id=$2
  if ! is_docker "$1"; then id=$(cri "$1" sandbox "$2"); fi
  inside "$1" pgrep -o -f "^/usr/bin/containerd-shim-runc-v2 .*-id $id" || true
}

# The runtime process (runc, or the wrapper in its place) that the shim is waiting for.
runtime_of() {
  local shim
  shim=$(shim_of "$1" "$2")
  [[ -n $shim ]] || return 0
  inside "$1" pgrep -P "$shim" -x 'runc|runc-wrap' | head -n 1 || true
}
