# A frozen container: nothing else hangs on it.
# shellcheck shell=bash disable=SC2154,SC2034

define frozen-stop none docker "the container's cgroup is frozen by hand, then docker stop, which thaws it and ends well"
wedge_frozen_stop() {
  local id
  id=$(started "$1" app)
  other "$id" app
  freeze "$1" "$id" FROZEN
  client "$1" stop docker stop -t 2 "$id"
  await 15 background_ended "$1" stop || die "docker stop of a frozen container did not end"
  must_answer "$1" "$id"
}
unwedge_frozen_stop() { freeze "$1" "$(known other_id)" THAWED; }

define frozen-exec "none (CgroupFrozen)" docker "the container's cgroup is frozen by hand, then docker exec"
wedge_frozen_exec() {
  local id
  id=$(started "$1" app)
  other "$id" app
  fact finding CgroupFrozen
  freeze "$1" "$id" FROZEN
  client "$1" exec docker exec "$id" true
  await 3 background_ended "$1" exec || fact note "docker exec waits"
  must_answer "$1" "$id"
}
unwedge_frozen_exec() { freeze "$1" "$(known other_id)" THAWED; }

# freeze NODE ID FROZEN|THAWED: a container that has ended has no cgroup any more.
freeze() {
  local place
  place=$(container_cgroup "$1" "$2" freezer)
  [[ -n $place ]] || return 0
  if [[ $(node_setting "$1" cgroups) == v1 ]]; then
    inside "$1" sh -c "echo $3 > $place/freezer.state"
  else
    inside "$1" sh -c "echo $([[ $3 == FROZEN ]] && echo 1 || echo 0) > $place/cgroup.freeze"
  fi
}
