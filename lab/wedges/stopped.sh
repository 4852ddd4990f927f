# Processes stopped by a signal.
# shellcheck shell=bash disable=SC2154,SC2034

define systemd-stopped systemd "docker containerd" "the node's PID 1 gets SIGSTOP, then a container is started: runc waits in StartTransientUnit"
wedge_systemd_stopped() {
  local id words
  id=$(container_create "$1" app)
  container "$id" app
  signal "$1" STOP 1
  root "$1" 1 systemd ProcessStopped
  start_words "$1" "$id"
  client "$1" start "${words[@]}"
  must_hang "$1" "$id" start
  fact near_pid "$(runtime_of "$1" "$id")"
}
unwedge_systemd_stopped() { signal "$1" CONT 1; }

define dbus-stopped dbus-daemon "docker containerd" "the system bus's dbus-daemon gets SIGSTOP, then a container is started"
wedge_dbus_stopped() {
  local id bus words
  id=$(container_create "$1" app)
  container "$id" app
  bus=$(inside "$1" pgrep -o -x dbus-daemon)
  signal "$1" STOP "$bus"
  root "$1" "$bus" dbus-daemon DbusDaemonStopped
  start_words "$1" "$id"
  client "$1" start "${words[@]}"
  must_hang "$1" "$id" start
  fact near_pid "$(runtime_of "$1" "$id")"
}
unwedge_dbus_stopped() { signal "$1" CONT "$(known root_pid)"; }

define stop-containerd-start containerd "docker containerd" "containerd gets SIGSTOP, then a container is started"
wedge_stop_containerd_start() {
  local id
  id=$(container_create "$1" app)
  # Behind a stopped containerd nothing but docker's own word tells which container is meant.
  if is_docker "$1"; then container "$id" app; else other "$id" app; fi
  stop_and_call "$1" "$(inside "$1" pgrep -o -x containerd)" containerd ContainerdStopped start "$id"
}
unwedge_stop_containerd_start() { signal "$1" CONT "$(known root_pid)"; }

define stop-containerd-exec containerd docker "containerd gets SIGSTOP, then docker exec: inspects go on"
wedge_stop_containerd_exec() {
  local id
  id=$(started "$1" app)
  container "$id" app
  stop_and_call "$1" "$(inside "$1" pgrep -o -x containerd)" containerd ContainerdStopped exec "$id"
}
unwedge_stop_containerd_exec() { signal "$1" CONT "$(known root_pid)"; }

define stop-dockerd dockerd docker "dockerd gets SIGSTOP: every client hangs at its socket"
wedge_stop_dockerd() {
  local id
  id=$(started "$1" app)
  other "$id" app
  stop_and_call "$1" "$(inside "$1" pgrep -o -x dockerd)" dockerd DockerdStopped exec "$id"
}
unwedge_stop_dockerd() { signal "$1" CONT "$(known root_pid)"; }

define stop-shim-stop containerd-shim "docker containerd" "the container's shim gets SIGSTOP, then the container is stopped"
wedge_stop_shim_stop() { wedge_shim "$1" stop; }
unwedge_stop_shim_stop() { signal "$1" CONT "$(known root_pid)"; }

define stop-shim-exec containerd-shim "docker containerd" "the container's shim gets SIGSTOP, then an exec: two locks deep in docker 20.10; in 26 and later no inspect hangs"
wedge_stop_shim_exec() { wedge_shim "$1" exec; }
unwedge_stop_shim_exec() { signal "$1" CONT "$(known root_pid)"; }

wedge_shim() {
  local id
  id=$(started "$1" app)
  container "$id" app
  stop_and_call "$1" "$(shim_of "$1" "$id")" containerd-shim ShimStopped "$2" "$id"
}

# stop_and_call NODE PID COMPONENT FINDING start|stop|exec ID
stop_and_call() {
  local words
  signal "$1" STOP "$2"
  root "$1" "$2" "$3" "$4"
  "$5_words" "$1" "$6"
  client "$1" "$5" "${words[@]}"
  case $5.$3.$(node_setting "$1" daemons) in
    exec.containerd.* | exec.containerd-shim.sid) must_hang_client "$1" "$5" ;;
    *) must_hang "$1" "$6" "$5" ;;
  esac
}
