# Plugins of docker, as programs of our own at /run/docker/plugins, and a log server.
# shellcheck shell=bash disable=SC2154,SC2034

define volume-plugin "volume plugin" docker "a volume plugin takes Mount and never answers"
wedge_volume_plugin() {
  local id
  plugin "$1" slowvol VolumeDriver.Mount
  root "$1" "$background_pid" csi PluginNotAnswering
  id=$(container_create "$1" app --volume-driver slowvol -v data:/data)
  container "$id" app
  client "$1" start docker start "$id"
  must_hang_inspect "$1" "$id"
  fact near_pid "$(inside "$1" pgrep -o -x dockerd)"
}
unwedge_volume_plugin() { plugin_answers "$1" slowvol; }

define log-plugin "log plugin" docker "a logging plugin takes StartLogging and never answers"
wedge_log_plugin() {
  local id
  plugin "$1" slowlog LogDriver.StartLogging
  root "$1" "$background_pid" plugin PluginNotAnswering
  id=$(container_create "$1" app --log-driver slowlog)
  container "$id" app
  client "$1" start docker start "$id"
  must_hang_inspect "$1" "$id"
  fact near_pid "$(inside "$1" pgrep -o -x dockerd)"
}
unwedge_log_plugin() { plugin_answers "$1" slowlog; }

define log-unread "log server" docker "the syslog server of a container that writes much never reads, then docker stop: takes 15 seconds to hang"
wedge_log_unread() {
  local id
  background "$1" log-server /usr/bin/python3 /usr/local/lib/unknot-lab/mute-listener /run/unknot-lab/log.sock accept
  root "$1" "$background_pid" python3
  await 5 inside "$1" test -S /run/unknot-lab/log.sock || die "the log server did not come up"
  id=$(started "$1" app --log-driver syslog --log-opt syslog-address=unix:///run/unknot-lab/log.sock -- yes 0123456789012345678901234567890123456789)
  container "$id" app
  # Its socket's buffers fill in no time.
  await 10 log_blocked "$1" "$id" || die "the container's output does not block"
  client "$1" stop docker stop -t 1 "$id"
  # dockerd gives the logger ten seconds before it closes it.
  await 20 inspect_hangs "$1" "$id" || true
  must_hang_inspect "$1" "$id"
}
unwedge_log_unread() {
  background_end "$1" log-server
  inside "$1" rm -f /run/unknot-lab/log.sock
}

# yes(1) waits for its pipe to be read.
log_blocked() {
  local pid
  pid=$(container_pid "$1" "$2")
  [[ -n $pid ]] && inside "$1" grep -qs pipe_w "/proc/$pid/wchan"
}

# plugin NODE NAME MUTE: a plugin that answers all calls but MUTE, for as long as /run/unknot-lab/NAME-mute exists.
plugin() {
  inside "$1" sh -c "mkdir -p /run/docker/plugins && touch /run/unknot-lab/$2-mute"
  background "$1" "$2" /usr/bin/python3 /usr/local/lib/unknot-lab/docker-plugin "/run/docker/plugins/$2.sock" "$3" "/run/unknot-lab/$2-mute"
  await 5 inside "$1" test -S "/run/docker/plugins/$2.sock" || die "the plugin $2 did not come up: $(cat "$(node_folder "$1")/background/$2.out")"
}

# It answers, and is ended when its container is gone.
plugin_answers() {
  inside "$1" rm -f "/run/unknot-lab/$2-mute"
  await 20 background_ended "$1" start || die "docker start is still waiting though the plugin $2 answers"
  container_rm "$1" app
  if [[ $2 == slowvol ]]; then inside "$1" timeout 10 docker volume rm -f data > /dev/null; fi
  background_end "$1" "$2"
  inside "$1" rm -f "/run/docker/plugins/$2.sock"
}
