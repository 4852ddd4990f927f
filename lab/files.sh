# What lies in a node's root beside this machine's files: its units, the daemons' configuration, the stand-ins.
# shellcheck shell=bash disable=SC2154

# Units of /lib that would touch the machine (sysctls, devices, modules, pstore) or that a node has no use for.
masked_units=(systemd-sysctl.service systemd-binfmt.service proc-sys-fs-binfmt_misc.automount systemd-modules-load.service kmod-static-nodes.service
  systemd-random-seed.service systemd-pstore.service systemd-repart.service systemd-firstboot.service systemd-sysusers.service
  systemd-machine-id-commit.service systemd-udevd.service systemd-udev-trigger.service systemd-udevd-control.socket systemd-udevd-kernel.socket
  systemd-tmpfiles-setup-dev.service systemd-pcrphase.service systemd-pcrphase-sysinit.service systemd-update-utmp.service
  systemd-update-utmp-runlevel.service systemd-logind.service systemd-user-sessions.service systemd-ask-password-wall.path
  systemd-ask-password-console.path systemd-journald-audit.socket systemd-initctl.socket systemd-remount-fs.service getty.target timers.target
  cryptsetup.target integritysetup.target veritysetup.target dev-hugepages.mount dev-mqueue.mount sys-kernel-config.mount
  sys-kernel-debug.mount sys-kernel-tracing.mount)

# link_into FROM TO: what lies in FROM becomes part of the node's root; as links where that can be, for it is large.
# (overlayfs would not take FROM as a lower folder: it lies in another one, /.)
link_into() { cp -al "$1/." "$2/" 2> /dev/null || cp -a "$1/." "$2/"; }

# node_files FOLDER docker|containerd
node_files() {
  local own=$1/upper/.unknot-lab unit generator
  mkdir -p "$own"/{docker,containerd,system/multi-user.target.wants,system/sockets.target.wants,system-generators} "$1/upper/usr/local/lib/unknot-lab"
  for unit in "${masked_units[@]}"; do ln -s /dev/null "$own/system/$unit"; done
  for generator in /lib/systemd/system-generators/*; do ln -s /dev/null "$own/system-generators/$(basename "$generator")"; done
  cp "$lab"/standins/* "$1/upper/usr/local/lib/unknot-lab/"
  image_make "$1/upper/usr/local/lib/unknot-lab/image.tar"
  daemon_units "$own/system" "$2"
  daemon_settings "$own" "$2"
}

# Units of our own, so that both generations of the daemons run under the same ones; after those of Debian.
daemon_units() {
  cat > "$1/containerd.service" << 'EOF'
[Unit]
Description=containerd container runtime
[Service]
ExecStart=/usr/bin/containerd
Type=notify
Delegate=yes
KillMode=process
Restart=always
RestartSec=1
TasksMax=infinity
[Install]
WantedBy=multi-user.target
EOF
  ln -s ../containerd.service "$1/multi-user.target.wants/"
  [[ $2 == docker ]] || return 0
  cat > "$1/docker.socket" << 'EOF'
[Unit]
Description=Docker Socket for the API
[Socket]
ListenStream=/run/docker.sock
SocketMode=0660
[Install]
WantedBy=sockets.target
EOF
  cat > "$1/docker.service" << 'EOF'
[Unit]
Description=Docker Application Container Engine
After=docker.socket containerd.service
Wants=containerd.service
Requires=docker.socket
[Service]
Type=notify
ExecStart=/usr/sbin/dockerd -H fd:// --containerd=/run/containerd/containerd.sock
Delegate=yes
KillMode=process
Restart=on-failure
TasksMax=infinity
TimeoutStopSec=5
[Install]
WantedBy=multi-user.target
EOF
  ln -s ../docker.service "$1/multi-user.target.wants/"
  ln -s ../docker.socket "$1/sockets.target.wants/"
}

# The runtime `lab` is runc behind our wrapper; healthy containers use runc itself.
daemon_settings() {
  cat > "$1/docker/daemon.json" << 'EOF'
{
  "exec-opts": ["native.cgroupdriver=systemd"],
  "storage-driver": "overlay2",
  "live-restore": true,
  "bridge": "none",
  "iptables": false,
  "ip-forward": false,
  "runtimes": { "lab": { "path": "/usr/local/lib/unknot-lab/runc-wrap" } }
}
EOF
  # Negative oom_score_adj needs CAP_SYS_RESOURCE, which a machine in a sandbox may lack.
  cat > "$1/containerd/config.toml" << 'EOF'
version = 2
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "unknot.lab/busybox:1"
  restrict_oom_score_adj = true
  disable_apparmor = true
  [plugins."io.containerd.grpc.v1.cri".containerd]
    default_runtime_name = "runc"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = true
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.lab]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.lab.options]
      SystemdCgroup = true
      BinaryName = "/usr/local/lib/unknot-lab/runc-wrap"
EOF
  if [[ $2 == docker ]]; then printf '%s\n' 'version = 2' 'disabled_plugins = ["io.containerd.grpc.v1.cri"]' > "$1/containerd/config.toml"; fi
}
