#!/bin/bash
# Compiles the programs of Kubernetes from Debian's source package with Debian's Go, without the network but for Debian's
# mirror. Its text is part of the cache's key: a change here means that every machine builds again.
#
# Usage: buildKubernetes.sh <package version> <folder to work in> <folder for the programs>
set -euo pipefail
package_version=$1 work=$2 programs=$3
# 1.20.5+really1.20.2-1.1+deb12u1 contains 1.20.2.
version=${package_version##*really}
version=${version%%-*}
architecture=$(dpkg --print-architecture)

# The mirror that this machine already uses, for source packages.
mirror=$(apt-get indextargets --format '$(REPO_URI)' \
  'Created-By: Packages' 'Label: Debian' 'Codename: bookworm' 'Component: main' | head -n 1)
mkdir -p "$work"/apt/{lists/partial,cache/archives/partial} "$programs"
echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${mirror:-http://deb.debian.org/debian} bookworm main" \
  >"$work/apt/sources.list"
with_sources() {
  apt-get -qq \
    -o "Dir::Etc::SourceList=$work/apt/sources.list" -o Dir::Etc::SourceParts=- \
    -o "Dir::State::Lists=$work/apt/lists" -o "Dir::Cache=$work/apt/cache" \
    -o APT::Sandbox::User=root "$@"
}

cd "$work"
with_sources update
with_sources source --download-only "kubernetes=$package_version"
dpkg-source --no-check -x kubernetes_*.dsc tree

# The vendored reflect2 1.0.1 reads maps with the memory layout of Go before 1.18: the API server would crash at random.
reflect2=vendor/github.com/modern-go/reflect2
rm -rf "tree/$reflect2"
cp -rL /usr/share/gocode/src/github.com/modern-go/reflect2 "tree/$reflect2"

IFS=. read -r major minor _ <<<"$version"
cat >kube-version <<V
KUBE_GIT_VERSION='v$version'
KUBE_GIT_MAJOR='$major'
KUBE_GIT_MINOR='$minor'
KUBE_GIT_COMMIT='debian'
KUBE_GIT_TREE_STATE='archive'
V
cd tree
export GOFLAGS='' GOPROXY=off GOCACHE="$work/go-cache"
export KUBE_GIT_VERSION_FILE="$work/kube-version" KUBE_BUILD_PLATFORMS="linux/$architecture"
# Builds the kubelet without cgo, like the other programs: this halves the build time.
export KUBE_STATIC_OVERRIDES=kubelet
targets=(kube-apiserver kube-controller-manager kube-scheduler kubelet kube-proxy)
make WHAT="${targets[*]/#/cmd/}"
for target in "${targets[@]}"; do
  install -s "_output/local/bin/linux/$architecture/$target" "$programs/$target"
done
# The process that holds a pod's namespaces.
gcc -Os -static -o "$programs/pause" build/pause/linux/pause.c
