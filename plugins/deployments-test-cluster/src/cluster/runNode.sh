#!/bin/bash
# First process of a cluster's node: prepares its namespaces and then waits for the owner. When it ends, the kernel kills
# every process of the node, pods included, and with them go the mounts and the network.
#
# Usage: runNode.sh <the cluster's folder>
set -euo pipefail
folder=$1
# Read by the shell itself from the machine's /proc: its process id outside.
read -r pid _ </proc/self/stat
mount -t proc proc /proc

# The programs have fixed folders below these, e.g. /var/log/pods, /run/netns and /var/lib/kubelet/device-plugins.
for name in run var/lib var/log; do
  mkdir -p "$folder/node/$name"
  mount --bind "$folder/node/$name" "/$name"
done
mkdir -p "$folder/etcd" /run/lock
mount -t tmpfs -o size=1g etcd "$folder/etcd"

# The kubelet sets these for the whole machine, unless they already have its values.
while read -r name value; do
  file=$folder/node/${name//\//-}
  echo "$value" >"$file"
  mount --bind "$file" "/proc/sys/$name"
done <<'SETTINGS'
vm/overcommit_memory 1
vm/panic_on_oom 0
kernel/panic 10
kernel/panic_on_oops 1
kernel/keys/root_maxkeys 1000000
kernel/keys/root_maxbytes 25000000
SETTINGS

ip link set lo up
# The node's address: the kubelet refuses a loopback address.
ip address add 192.0.2.1/32 dev lo
ip link add pods0 type bridge
ip address add 10.88.0.1/24 dev pods0
ip link set pods0 up
# kube-proxy redirects what goes to a Service, but only if there is a route.
ip route add 10.0.0.0/16 dev pods0

echo "$pid" >"$folder/node.pid.new"
mv "$folder/node.pid.new" "$folder/node.pid"
# Returns when the owner has closed its end or died. Bash also reaps the processes that others leave behind.
read -r _ || true
