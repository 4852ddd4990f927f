# The verbs wedge and unwedge, and the facts they print. Each case is two functions in wedges/*.sh, wedge_CASE and unwedge_CASE, and one line of the table.
# shellcheck shell=bash disable=SC2154,SC2034

declare -A case_how case_root case_runtimes
case_names=()

# define CASE ROOT RUNTIMES HOW: a line of the table.
define() {
  case_names+=("$1")
  case_root[$1]=$2 case_runtimes[$1]=$3 case_how[$1]=$4
}

for family in "$lab"/wedges/*.sh; do
  # shellcheck source=/dev/null
  . "$family"
done

list_cases() {
  local name
  printf '%-22s %-24s %-18s %s\n' CASE ROOT RUNTIMES HOW
  for name in "${case_names[@]}"; do printf '%-22s %-24s %-18s %s\n' "$name" "${case_root[$name]}" "${case_runtimes[$name]}" "${case_how[$name]}"; done
}

# One line for each case, for programs: name, runtimes, root, how, with tabs between.
list_for_programs() {
  local name
  for name in "${case_names[@]}"; do printf '%s\t%s\t%s\t%s\n' "$name" "${case_runtimes[$name]}" "${case_root[$name]}" "${case_how[$name]}"; done
}

facts_file() { echo "$(node_folder "$1")/wedges/$2"; }

# fact KEY VALUE: of the wedge that is being made.
fact() { echo "$1=$2" >> "$facts"; }

# Of the wedge that is being freed.
known() { sed -n "s/^$1=//p" "$facts"; }

# root NODE PID COMPONENT [FINDING]: a root blocker, by its pid in the node; the second one of a wedge gets a 2 in its keys.
root() {
  local number=''
  if [[ -n $(known root_pid) ]]; then number=2; fi
  [[ -n $2 ]] || die "the root of the wedge was not found"
  fact "root${number}_pid" "$2"
  fact "root${number}_pid_host" "$(host_side "$1" "$2")"
  fact "root${number}_component" "$3"
  fact "finding${number}" "${4:-}"
}

# container ID NAME: the container that the root must name.
container() {
  local number=''
  if [[ -n $(known container_id) ]]; then number=2; fi
  fact "container${number}_id" "$1"
  fact "container${number}_name" "$2"
}

# other ID NAME: a container that is only there to be asked; unwedge removes it too.
other() {
  fact other_id "$1"
  fact other_name "$2"
}

wedge() {
  local node=${1:?"usage: lab/lab wedge NODE CASE"} name=${2:?"usage: lab/lab wedge NODE CASE"} began=${EPOCHREALTIME/./} runtime
  [[ -n ${case_how[$name]:-} ]] || die "there is no case $name; lab/lab help lists them"
  node_pid "$node" > /dev/null || exit 1
  runtime=$(node_setting "$node" runtime)
  [[ " ${case_runtimes[$name]} " == *" $runtime "* ]] || die "the case $name is for ${case_runtimes[$name]}; node $node runs $runtime"
  facts=$(facts_file "$node" "$name")
  [[ ! -e $facts ]] || die "node $node is wedged with $name already"
  fact case "$name"
  fact node "$node"
  case ${case_root[$name]} in
    none*) fact verdict clear ;;
    *) fact verdict knotted ;;
  esac
  "wedge_${name//-/_}" "$node"
  fact seconds "$(seconds_since "$began")"
  cat "$facts"
}

unwedge() {
  local node=${1:?"usage: lab/lab unwedge NODE CASE"} name=${2:?"usage: lab/lab unwedge NODE CASE"} began=${EPOCHREALTIME/./} id label
  facts=$(facts_file "$node" "$name")
  [[ -e $facts ]] || die "node $node is not wedged with $name"
  "unwedge_${name//-/_}" "$node"
  for id in $(known container_id) $(known container2_id) $(known other_id); do
    await 30 answers "$node" "$id" || die "node $node still does not answer for container ${id:0:12} after unwedge $name"
    for label in 1 2 3 4 5; do background_end "$node" "inspect-${id:0:12}-$label"; done
  done
  for label in $(known client); do await 30 background_ended "$node" "$label" || die "the call $label of node $node is still waiting after unwedge $name"; done
  for id in $(known container_name) $(known container2_name) $(known other_name); do container_rm "$node" "$id"; done
  rm "$facts"
  echo "seconds=$(seconds_since "$began")"
}

# client NODE NAME WORDS…: a call that will hang, in the background; unwedge waits for its end.
client() {
  fact client "$2"
  background "$@"
}

# signal NODE SIGNAL PID: by the pid it has in the node, from outside, so that it reaches PID 1 too.
signal() { kill "-$2" "$(host_side "$1" "$3")"; }
