#!/bin/bash
# Removes the control groups and the folder of a cluster whose processes have ended.
#
# Usage: removeCluster.sh <the cluster's folder> <its id>
folder=$1 id=$2
# A killed process leaves its control group a moment later.
for _ in $(seq 50); do
  left=$(find /sys/fs/cgroup -mindepth 1 -maxdepth 2 -type d -name "$id")
  [ -n "$left" ] || break
  for group in $left; do
    find "$group" -depth -type d -exec rmdir {} + 2>/dev/null
  done
  sleep 0.1
done
rm -rf "$folder"
