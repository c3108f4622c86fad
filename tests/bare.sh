#!/usr/bin/env bash
# Proves the two README commands on a bare Debian 12: makes a fresh root with debootstrap, clones this repository's
# committed state into it, and runs ./dev demo and ./dev test there. Needs root and the debootstrap package.
#   tests/bare.sh [FOLDER] [MIRROR]
set -eu
root=${1:-$(mktemp -d)/bare}
mirror=${2:-$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null |
  sed -nE 's/^(deb|URIs:) *(\[[^]]*\] *)?([^ ]+).*/\3/p' | head -n 1)}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

[ "$(id -u)" = 0 ] || { echo "bare.sh: only root can make a root" >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "bare.sh: install debootstrap first" >&2; exit 1; }

if [ ! -e "$root/etc/debian_version" ]; then
  debootstrap --variant=minbase bookworm "$root" "$mirror"
fi
# The host's way to the package registry: sources, proxy settings and names.
cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
cp -r /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
cp -r /etc/apt/sources.list* "$root/etc/apt/" 2>/dev/null || true
# Whom the host trusts on that way: npm asks for it, apt does not.
mkdir -p "$root/etc/ssl"
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/registries.crt" 2>/dev/null || true
mkdir -p "$root/proc" "$root/dev" "$root/src"

# A command with the new root as its own: no chroot, in which the kernel gives nobody a user namespace, as some tests
# want. What is mounted goes with the command.
inside() {
  unshare --mount sh -ec '
    mount --bind "$1" "$1"
    cd "$1"
    mount -t proc proc proc
    mount --bind /dev dev
    mkdir -p host
    pivot_root . host
    umount -l host
    rmdir host
    shift
    exec chroot . "$@"' sh "$root" "$@"
}

rm -rf "$root/src/phep"
git clone -q "$here" "$root/src/phep"
for command in "./dev demo" "./dev test"; do
  echo "== bare Debian 12: $command"
  inside /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    npm_config_cafile=/etc/ssl/registries.crt ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
    /bin/sh -c "cd /src/phep && $command"
done
