# Installs what a node is made of. Debian's packages only, nothing is started (policy-rc.d), and the newer daemons are only unpacked, never installed.
# shellcheck shell=bash disable=SC2154

lab_packages=(systemd dbus docker.io containerd runc busybox-static python3 curl iproute2 procps util-linux)
lab_commands=(/lib/systemd/systemd dbus-daemon dockerd containerd runc /bin/busybox /usr/bin/python3 curl ss ps nsenter)

# What can be said without changing anything: why there can be no lab here. Prints nothing where there can be one.
lab_refusal() {
  if [[ $(uname -s) != Linux ]]; then
    echo "the lab needs Linux"
  elif [[ $(id -u) != 0 ]]; then
    echo "the lab needs root: it makes namespaces and mounts"
  elif ! unshare --mount --pid --fork true 2> /dev/null; then
    echo "this machine does not let root make namespaces (CAP_SYS_ADMIN)"
  elif ! grep -qw overlay /proc/filesystems && ! modprobe overlay 2> /dev/null; then
    echo "the kernel has no overlay file system"
  fi
}

missing_commands() {
  local command
  for command in "${lab_commands[@]}"; do
    if [[ $command == /* ]]; then [[ -x $command ]] || echo "$command"; else command -v "$command" > /dev/null || echo "$command"; fi
  done
}

prepare() {
  local refusal
  refusal=$(lab_refusal)
  if [[ -n $refusal ]]; then
    say "$refusal"
    return 3
  fi
  if [[ -n $(missing_commands) ]]; then install_packages; fi
  if [[ ${1:-} == sid ]]; then fetch_sid; fi
  echo "prepared=$(dockerd --version | sed 's/.*version \([^,+]*\).*/docker \1/'), $(containerd --version | awk '{print "containerd", $3}' | sed 's/~.*//')"
}

install_packages() {
  if ! command -v apt-get > /dev/null; then
    say "missing: $(missing_commands | paste -sd' '). The lab is made of Debian's packages and there is no apt-get here"
    return 3
  fi
  say "installing ${lab_packages[*]}…"
  # invoke-rc.d asks policy-rc.d whether a service may be started: 101 is "no". Ours is taken away again where there was none.
  local policy=/usr/sbin/policy-rc.d made='' log code=0
  if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
    made=1
  fi
  log=$(mktemp)
  { apt_lab install "${lab_packages[@]}" || { apt_lab update && apt_lab install "${lab_packages[@]}"; }; } > "$log" 2>&1 || code=$?
  if [[ -n $made ]]; then rm -f "$policy"; fi
  if ((code != 0)); then
    tail -n 5 "$log" >&2
    say "could not install them: apt-get install -y ${lab_packages[*]}"
  fi
  rm -f "$log"
  return "$code"
}

apt_lab() {
  local verb=$1
  shift
  DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get -q -y -o DPkg::Lock::Timeout=300 "$verb" ${1:+--no-install-recommends} "$@" < /dev/null
}

sid_root() { echo "$cache/sid/root"; }

# docker 28.5 and containerd 2.1 of Debian sid, unpacked into the cache with a sources list of our own. Their runc wants a newer C library: bookworm's is used.
fetch_sid() {
  local place=$cache/sid package
  [[ -x $place/root/usr/sbin/dockerd && -x $place/root/usr/bin/containerd ]] && return 0
  say "fetching docker and containerd of Debian sid into $place…"
  mkdir -p "$place/lists/partial" "$place/debs"
  cat > "$place/sid.sources" << EOF
Types: deb
URIs: $(debian_mirror)
Suites: sid
Components: main
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
EOF
  local options=(-q -o "Dir::Etc::SourceList=$place/sid.sources" -o Dir::Etc::SourceParts=/dev/null -o "Dir::State::Lists=$place/lists"
    -o APT::Sandbox::User=root -o DPkg::Lock::Timeout=300)
  if ! { apt-get "${options[@]}" update && cd "$place/debs" && apt-get "${options[@]}" download docker.io docker-cli containerd; } > "$place/fetch.log" 2>&1 < /dev/null; then
    tail -n 5 "$place/fetch.log" >&2
    say "could not fetch docker.io and containerd of Debian sid; the whole output is in $place/fetch.log"
    return 3
  fi
  rm -rf "$place/root.new"
  for package in "$place"/debs/*.deb; do dpkg -x "$package" "$place/root.new"; done
  # No configuration and no units of theirs: a node has its own.
  rm -rf "$place/root.new/etc" "$place/root.new/usr/share"
  mv "$place/root.new" "$place/root"
}

# The mirror that this machine already uses.
debian_mirror() {
  local found
  found=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2> /dev/null | grep -oE 'https?://[^ ]+/debian/?( |$)' | head -n 1 | tr -d ' ')
  echo "${found:-http://deb.debian.org/debian}"
}
