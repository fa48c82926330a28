#!/bin/bash
# Keeps one cluster: starts its node in namespaces of its own, waits until the node ends, for whatever reason, and removes
# what is left. The owner holds the other end of this script's standard input: the node ends when the owner closes it or dies.
#
# Usage: keepCluster.sh <the cluster's folder> <its id>
folder=$1 id=$2
here=$(dirname "$0")

# Shows that the cluster is alive. The node's first process inherits the descriptor, so the lock also outlives this script.
exec 9>"$folder/lock"
flock 9

# The kubelet removes every pod's cgroup that it does not know, so each cluster needs a root of its own.
if [ -e /sys/fs/cgroup/cgroup.controllers ]; then
  mkdir -p "/sys/fs/cgroup/$id"
else
  for controller in /sys/fs/cgroup/*/; do
    [ -e "$controller/cgroup.procs" ] || continue
    mkdir -p "$controller/$id"
    for setting in cpuset.cpus cpuset.mems; do
      [ ! -e "$controller/$setting" ] || cat "$controller/$setting" >"$controller/$id/$setting"
    done
  done
fi

unshare --net --mount --pid --fork --kill-child --propagation private \
  bash "$here/runNode.sh" "$folder"

exec bash "$here/removeCluster.sh" "$folder" "$id"
