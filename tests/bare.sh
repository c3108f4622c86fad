#!/usr/bin/env bash
# Proves the two README commands on a bare Debian 12: makes a fresh root with debootstrap, clones this repository's
# committed state into it, and runs ./dev demo and ./dev test there. Needs root and the debootstrap package.
#   tests/bare.sh [FOLDER] [MIRROR]
set -eu
root=${1:-$(mktemp -d)/bare}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$here/tests/root.sh"
make_root "$root" "${2:-}"
# The host's way to the package registry: sources, proxy settings and names.
cp /etc/resolv.conf "$root/etc/resolv.conf" 2>/dev/null || true
cp -r /etc/apt/apt.conf.d/. "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
cp -r /etc/apt/sources.list* "$root/etc/apt/" 2>/dev/null || true
# Whom the host trusts on that way: npm asks for it, apt does not.
mkdir -p "$root/etc/ssl"
cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/registries.crt" 2>/dev/null || true

rm -rf "$root/src/phep"
git clone -q "$here" "$root/src/phep"
for command in "./dev demo" "./dev test"; do
  echo "== bare Debian 12: $command"
  inside "$root" /usr/bin/env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    npm_config_cafile=/etc/ssl/registries.crt ${http_proxy:+http_proxy="$http_proxy"} ${https_proxy:+https_proxy="$https_proxy"} \
    /bin/sh -c "cd /src/phep && $command"
done
