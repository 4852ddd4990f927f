# A FUSE mount whose server goes mute: what a dead NFS server does to a node.
# shellcheck shell=bash disable=SC2154,SC2034

define fuse-dockerd "FUSE server" docker "a container's bind mount lies on a FUSE mount whose server goes mute: dockerd's own thread hangs in stat"
wedge_fuse_dockerd() {
  local id
  fuse_mount "$1"
  id=$(container_create "$1" app -v /srv/share:/data)
  container "$id" app
  inside "$1" touch /run/unknot-lab/fuse-mute
  client "$1" start docker start "$id"
  must_hang_inspect "$1" "$id"
  fact near_pid "$(inside "$1" pgrep -o -x dockerd)"
}
unwedge_fuse_dockerd() { fuse_free "$1"; }

define fuse-runc "FUSE server" docker "the same mount, but its server goes mute when runc is called: runc init hangs in stat"
wedge_fuse_runc() {
  local id
  fuse_mount "$1"
  id=$(container_create "$1" app --runtime lab -v /srv/share:/data)
  container "$id" app
  hook "$1" create 'echo > /run/unknot-lab/fuse-mute'
  client "$1" start docker start "$id"
  must_hang_inspect "$1" "$id"
  fact near_pid "$(runtime_of "$1" "$id")"
}
unwedge_fuse_runc() {
  hook "$1" create ''
  fuse_free "$1"
}

fuse_mount() {
  inside "$1" mkdir -p /srv/share
  background "$1" fuse-server /usr/bin/python3 /usr/local/lib/unknot-lab/fuse-server /srv/share /run/unknot-lab/fuse-mute
  root "$1" "$background_pid" python3 FilesystemServerNotAnswering
  await 5 inside "$1" mountpoint -q /srv/share || die "the FUSE mount did not come up: $(cat "$(node_folder "$1")/background/fuse-server.out")"
}

# The container must be gone before the server ends, so unwedge removes it here already.
fuse_free() {
  inside "$1" rm -f /run/unknot-lab/fuse-mute
  await 20 background_ended "$1" start || true
  container_rm "$1" app
  inside "$1" umount -l /srv/share
  background_end "$1" fuse-server
}
