# The bus. The node's own systemd stays well: containerd (and with it the shims and runc) gets a bus of its own, on which a stand-in takes systemd's part.
# shellcheck shell=bash disable=SC2154,SC2034

define dbus-mute "stand-in for systemd" "docker containerd" "on the bus of containerd, a program owns org.freedesktop.systemd1 and never reads, then a container is started"
wedge_dbus_mute() {
  create_on_own_bus "$1"
  background "$1" bus dbus-daemon --config-file=/usr/local/lib/unknot-lab/bus.conf --nofork --nopidfile
  await 5 inside "$1" test -S /run/unknot-lab/bus || die "dbus-daemon did not open /run/unknot-lab/bus: $(cat "$(node_folder "$1")/background/bus.out")"
  background "$1" systemd-mute /usr/bin/python3 /usr/local/lib/unknot-lab/systemd-mute /run/unknot-lab/bus
  root "$1" "$background_pid" systemd SystemdNotAnswering
  await 5 grep -q owner "$(node_folder "$1")/background/systemd-mute.out" || die "the stand-in did not get systemd's name: $(cat "$(node_folder "$1")/background/systemd-mute.out")"
  start_hangs "$1"
}
unwedge_dbus_mute() {
  background_end "$1" systemd-mute
  background_end "$1" bus
  inside "$1" rm -f /run/unknot-lab/bus
  containerd_bus "$1" ''
}

define dbus-private "listener in systemd's place" "docker containerd" "containerd finds no system bus, and /run/systemd/private is a socket that listens and never accepts, then a container is started"
wedge_dbus_private() {
  create_on_own_bus "$1"
  # The real one stays open under another name: systemd does not look at the name again.
  inside "$1" mv /run/systemd/private /run/systemd/private.real
  background "$1" listener /usr/bin/python3 /usr/local/lib/unknot-lab/mute-listener /run/systemd/private
  root "$1" "$background_pid" systemd SystemdNotAnswering
  await 5 inside "$1" test -S /run/systemd/private || die "nothing listens at /run/systemd/private"
  start_hangs "$1"
}
unwedge_dbus_private() {
  background_end "$1" listener
  inside "$1" mv /run/systemd/private.real /run/systemd/private
  containerd_bus "$1" ''
}

# containerd's bus is the real one by another name, until the container is created: with CRI that runs runc already, for the pod.
create_on_own_bus() {
  local id
  inside "$1" ln -s /run/dbus/system_bus_socket /run/unknot-lab/bus
  containerd_bus "$1" /run/unknot-lab/bus
  await 10 service_answers "$1" || die "containerd of node $1 did not come back after its restart"
  id=$(container_create "$1" app)
  [[ -n $id ]] || die "no container could be created"
  container "$id" app
  inside "$1" rm /run/unknot-lab/bus
}

service_answers() {
  if is_docker "$1"; then
    inside "$1" curl -sf -o /dev/null --max-time 1 --unix-socket /run/docker.sock http://d/_ping
  else
    cri "$1" list > /dev/null 2>&1
  fi
}

start_hangs() {
  local id words
  id=$(known container_id)
  start_words "$1" "$id"
  client "$1" start "${words[@]}"
  must_hang "$1" "$id" start
  fact near_pid "$(runtime_of "$1" "$id")"
}

# containerd_bus NODE SOCKET: which system bus containerd, its new shims and their runc use; empty: the real one.
containerd_bus() {
  local drop=/etc/systemd/system/containerd.service.d
  if [[ -n $2 ]]; then
    inside "$1" sh -c "mkdir -p $drop && printf '[Service]\nEnvironment=DBUS_SYSTEM_BUS_ADDRESS=unix:path=$2\n' > $drop/bus.conf"
  else
    inside "$1" rm -rf "$drop"
  fi
  inside "$1" systemctl daemon-reload
  if is_docker "$1"; then inside "$1" systemctl restart containerd docker; else inside "$1" systemctl restart containerd; fi
}
