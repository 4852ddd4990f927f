# The runtime: the wrapper that stands in place of runc, and runc itself.
# shellcheck shell=bash disable=SC2154,SC2034

define wrap-create "wrapper of runc" "docker containerd" "the runtime is a wrapper that never comes back from create"
wedge_wrap_create() { wedge_runtime "$1" create 'block' RuntimeWrapperNotReturning; }
unwedge_wrap_create() { hook "$1" create ''; }

define wrap-start "wrapper of runc" "docker containerd" "the runtime is a wrapper that never comes back from start"
wedge_wrap_start() { wedge_runtime "$1" start 'block' RuntimeWrapperNotReturning; }
unwedge_wrap_start() { hook "$1" start ''; }

define stop-runc-create runc "docker containerd" "runc is stopped (SIGSTOP) at the beginning of create"
wedge_stop_runc_create() { wedge_runtime "$1" create 'stop_runc' ProcessStopped; }
unwedge_stop_runc_create() {
  hook "$1" create ''
  signal "$1" CONT "$(known root_pid)"
}

define runc-init-pipe "runc init" docker "runc init of an exec, out of memory, writes its traceback into a pipe that is full and that the shim reads only when runc has returned"
wedge_runc_init_pipe() {
  local id init try
  id=$(started "$1" app --runtime lab)
  container "$id" app
  hook "$1" exec 'starve_init'
  # Whether the memory is gone in time is a race: where init was faster, the exec goes through, and once more.
  for ((try = 0; try < 20; try++)); do
    background "$1" exec docker exec "$id" true
    await 3 exec_settled "$1" "$id" || true
    ! init_writes "$1" "$id" || break
    # Or runc itself is at the full pipe, with an error of its own.
    read_stderr "$1" "$(runtime_of "$1" "$id")"
    background_end "$1" exec
  done
  fact client exec
  init_writes "$1" "$id" || die "no runc init of ${id:0:12} waits in pipe_write: $(tr -d '\0' < "$(node_folder "$1")/background/exec.out")"
  init=$(init_of "$1" "$id")
  root "$1" "$init" runc PipeNotRead
  # The catalogue's known cause is said of containerd up to 1.4; this is its mechanism.
  fact finding_also RuncInitPipeFull
  # From docker 26 on, an exec locks nothing that an inspect needs.
  if [[ $(node_setting "$1" daemons) == sid ]]; then must_hang_client "$1" exec; else must_hang_inspect "$1" "$id"; fi
}
unwedge_runc_init_pipe() {
  hook "$1" exec ''
  # What an expert does.
  read_stderr "$1" "$(known root_pid)"
  read_stderr "$1" "$(runtime_of "$1" "$(known container_id)")"
}

read_stderr() { [[ -z $2 ]] || inside "$1" timeout 1 cat "/proc/$2/fd/2" > /dev/null 2>&1 || true; }

# wedge_runtime NODE VERB HOOK FINDING
wedge_runtime() {
  local id words
  id=$(container_create "$1" app --runtime lab)
  container "$id" app
  hook "$1" "$2" "$3"
  start_words "$1" "$id"
  client "$1" start "${words[@]}"
  await 10 runtime_waits "$1" "$id" || die "the runtime of ${id:0:12} was not called"
  must_hang "$1" "$id" start
  # Only now: of a start, the create before it may have been the first one seen.
  root "$1" "$(runtime_of "$1" "$id")" runc "$4"
  fact near_pid "$(shim_of "$1" "$id")"
}

runtime_waits() { [[ -n $(runtime_of "$1" "$2") ]]; }

# The init of an exec: a process in the container's cgroup whose name is still runc's.
init_of() {
  local pid
  for pid in $(inside "$1" cat "$(container_cgroup "$1" "$2" pids)/cgroup.procs"); do
    if inside "$1" grep -qs '^runc' "/proc/$pid/comm"; then echo "$pid" && return; fi
  done
}

exec_settled() { background_ended "$1" exec || init_writes "$1" "$2"; }

init_writes() {
  local pid
  pid=$(init_of "$1" "$2")
  [[ -n $pid ]] && inside "$1" grep -qs 'pipe_w' "/proc/$pid/wchan"
}

# hook NODE VERB LINE: what the wrapper does before runc's VERB; empty: nothing.
hook() {
  if [[ -n $3 ]]; then inside "$1" sh -c "echo '$3' > /run/unknot-lab/on-$2"; else inside "$1" rm -f "/run/unknot-lab/on-$2"; fi
}
