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

# cgroups_make FOLDER NAME: makes the cgroup NAME in every hierarchy.
cgroups_make() {
  local place
  hierarchies > "$1/hierarchies"
  : > "$1/cgroups"
  while read -r _ place _; do
    cgroup_make "$place/$2"
    echo "$place/$2" >> "$1/cgroups"
  done < "$1/hierarchies"
}

cgroup_make() {
  mkdir -p "$1"
  # A new cpuset of cgroup v1 is empty, and no process may enter an empty one.
  if [[ -e $1/cpuset.cpus && -e $1/tasks ]]; then
    cat "$(dirname "$1")/cpuset.cpus" > "$1/cpuset.cpus"
    cat "$(dirname "$1")/cpuset.mems" > "$1/cpuset.mems"
  fi
}

# cgroups_enter FOLDER: puts the calling (sub)shell into the node's cgroups.
cgroups_enter() {
  local path
  while read -r path; do echo "$BASHPID" > "$path/cgroup.procs"; done < "$1/cgroups"
}

# cgroups_visit FOLDER: the same for a command from outside, which has a cgroup of its own there (cgroup v2 wants no processes beside child groups).
# The node's systemd removes it at will where it is empty, so it is made anew each time.
cgroups_visit() {
  local path
  while read -r path; do
    { cgroup_make "$path/exec" && echo "$BASHPID" > "$path/exec/cgroup.procs"; } 2> /dev/null || echo "$BASHPID" > "$path/cgroup.procs"
  done < "$1/cgroups"
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
