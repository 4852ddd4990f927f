# Saves a wedged node as a corpus case: the evidence as an engineer would have collected it by hand, and the truth as the wedge knows it.
# shellcheck shell=bash disable=SC2154,SC2034

# record NODE CASE FOLDER; the case `healthy` is a node that is not wedged.
record() {
  (($# == 3)) || die "usage: lab/lab record NODE CASE FOLDER"
  local node=$1 name=$2 folder=$3 number id
  facts=$(facts_file "$node" "$name")
  if [[ $name == healthy ]]; then
    [[ -z $(find "$(node_folder "$node")/wedges" -type f) ]] || die "node $node is wedged: lab/lab list"
    printf 'verdict=clear\n' > "$(node_folder "$node")/healthy"
    facts=$(node_folder "$node")/healthy
    case_how[healthy]="nothing is wrong"
  fi
  [[ -e $facts ]] || die "node $node is not wedged with $name"
  [[ ! -e $folder ]] || die "$folder is there already; a case is recorded anew, never over another"
  id=$(known container_id)
  # With those of the wedge itself, the twenty inspects of the other cases.
  if is_docker "$node" && [[ -n $id ]]; then
    for ((number = 6; number <= 20; number++)); do background "$node" "inspect-$number" curl -s -o /dev/null --unix-socket /run/docker.sock "http://d/containers/$id/json"; done
  fi
  mkdir -p "$folder/input"
  inside "$node" /bin/bash /usr/local/lib/unknot-lab/collect /tmp/unknot-lab-case "$(node_setting "$node" runtime)" \
    "$(known root_pid)" "$(known root2_pid)" > /dev/null
  inside "$node" tar -C /tmp/unknot-lab-case -c . | tar --no-same-owner -x -C "$folder/input"
  inside "$node" rm -rf /tmp/unknot-lab-case
  for ((number = 6; number <= 20; number++)); do background_end "$node" "inspect-$number"; done
  record_truth "$node" "$name" > "$folder/truth.json"
  record_story "$node" "$name" > "$folder/case.md"
  echo "case=$folder"
}

record_truth() {
  local components=''
  # A stand-in's own component is its program; what it stands for is right as well.
  components=$(quoted "$(known root_component)" "$(known root2_component)")
  cat << EOF
{
 "case": "$2",
 "verdict": "$(known verdict)",
 "rootPids": [$(listed "$(known root_pid)" "$(known root2_pid)")],
 "nearPids": [$(listed "$(known near_pid)")],
 "rootComponents": [$components],
 "containerIds": [$(quoted "$(known container_id)" "$(known container2_id)")],
 "truth": "${case_how[$2]}",
 "recordedWith": "$(versions "$1")"
}
EOF
}

listed() { printf '%s\n' "$@" | sed '/^$/d' | paste -sd, | sed 's/,/, /g'; }

quoted() { printf '%s\n' "$@" | sed '/^$/d; s/.*/"&"/' | paste -sd, | sed 's/,/, /g'; }

versions() {
  local docker=''
  if is_docker "$1"; then docker="docker.io $(inside "$1" dockerd --version | sed 's/.*version \([^,+]*\).*/\1/'), "; fi
  echo "${docker}containerd $(inside "$1" containerd --version | awk '{ print $3 }' | sed 's/[~+].*//'), runc $(inside "$1" runc --version | awk 'NR == 1 { print $3 }' | sed 's/+.*//')" \
    "(daemons of Debian $(node_setting "$1" daemons)), systemd $(inside "$1" systemctl --version | awk 'NR == 1 { print $2 }') as PID 1," \
    "cgroup $(node_setting "$1" cgroups), kernel $(uname -r | cut -d. -f1,2)"
}

record_story() {
  cat << EOF
# $2

**Where from.** Recorded by us on $(date -u +%F) with \`lab/lab record\`, in a node of namespaces of its own: $(versions "$1").
Licence: Apache-2.0, as the rest of the repository.

**How it was made.** \`lab/lab wedge NODE $2\`: ${case_how[$2]}.

**Root.** $(if [[ -n $(known root_pid) ]]; then echo "Pid $(known root_pid) ($(known root_component))$(if [[ -n $(known root2_pid) ]]; then echo ", and pid $(known root2_pid) ($(known root2_component))"; fi). What was seen to hang: $(known hangs | sort -u | paste -sd' ')."; else echo "None: nothing hangs."; fi)

\`input/\` is what an engineer would have collected by hand; \`mount.txt\` is without the lines of the lab's own mounts.
EOF
}
