# Each node has a cgroup of its own in every hierarchy of this machine, so that nodes do not meddle with each other and the node's systemd sees its
# cgroup as the root. It lies at the top of each hierarchy: the caller's own cgroup may end with the caller.
# shellcheck shell=bash disable=SC2154

# The machine's hierarchies, one a line: cgroup|cgroup2, mount point, options that mount it again.
hierarchies() {
  awk '{ for (i = 7; i < NF; i++) if ($i == "-") break
         if ($(i + 1) != "cgroup" && $(i + 1) != "cgroup2") next
         n = split($(i + 3), o, ","); s = ""
         for (k = 1; k <= n; k++) {
           if (o[k] ~ /^name=/) s = s ",none," o[k]
           else if (o[k] ~ /^(cpu|cpuacct|cpuset|memory|devices|freezer|blkio|pids|hugetlb|net_cls|net_prio|perf_event|rdma|misc)$/) s = s "," o[k] }
         if ($(i + 1) == "cgroup2") s = ",rw"
         if (s != "" && !seen[$(i + 1) s]++) print $(i + 1), $5, substr(s, 2) }' /proc/self/mountinfo
}

# cgroups_make FOLDER NAME: makes the cgroup NAME in every hierarchy, with `exec` below it for what is run in the node from outside.
cgroups_make() {
  local kind place path
  hierarchies > "$1/hierarchies"
  : > "$1/cgroups"
  while read -r kind place _; do
    for path in "$place/$2" "$place/$2/exec"; do
      mkdir -p "$path"
      # A new cpuset is empty, and no process may enter an empty one.
      if [[ -e $path/cpuset.cpus && $kind == cgroup ]]; then
        cat "$(dirname "$path")/cpuset.cpus" > "$path/cpuset.cpus"
        cat "$(dirname "$path")/cpuset.mems" > "$path/cpuset.mems"
      fi
    done
    echo "$place/$2" >> "$1/cgroups"
  done < "$1/hierarchies"
}

# cgroups_enter FOLDER [BELOW]: puts the calling (sub)shell there.
cgroups_enter() {
  local path
  while read -r path; do echo "$BASHPID" > "$path${2:+/$2}/cgroup.procs"; done < "$1/cgroups"
}

# A frozen process of cgroup v1 does not even die.
cgroups_thaw() {
  local path file
  while read -r path; do
    [[ -d $path ]] || continue
    while read -r file; do
      case $file in
        */freezer.state) echo THAWED > "$file" ;;
        *) echo 0 > "$file" ;;
      esac 2> /dev/null || true
    done < <(find "$path" -mindepth 2 \( -name freezer.state -o -name cgroup.freeze \))
  done < "$1/cgroups"
}

# Removes the node's cgroups; the last processes in them may still be on their way out.
cgroups_remove() {
  local path try
  while read -r path; do
    for ((try = 0; try < 100; try++)); do
      [[ -d $path ]] || break
      find "$path" -depth -type d -exec rmdir {} + 2> /dev/null || sleep 0.05
    done
    [[ ! -d $path ]] || say "could not remove the cgroup $path: $(cat "$path"/cgroup.procs "$path"/*/cgroup.procs 2> /dev/null | paste -sd' ') still in it"
  done < "$1/cgroups"
}
