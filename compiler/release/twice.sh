#!/usr/bin/env bash
# Builds a release of what is committed twice, with everything else different, and compares the archives:
#   twice.sh [--z3-once] [FOLDER]
# Path, user, umask, time zone, language, clock and number of jobs vary; ccache is off. Takes two whole builds, of which Z3 is
# about half; with --z3-once the second takes the Z3 of the first, as it takes what was fetched.
set -euo pipefail
z3=twice
if [ "${1:-}" = --z3-once ]; then z3=once; shift; fi
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
folder=$(realpath -m "${1:-$root/build/twice}")
[ "$(id -u)" = 0 ] || { echo "twice.sh: only root can be another user" >&2; exit 1; }
one=$folder/one
two=$folder/a/longer/path/to-the-second
rm -rf "$folder"
mkdir -p "$one" "$(dirname "$two")"
git clone -q --no-local "$root" "$one"
(umask 077 && git clone -q --no-local "$root" "$two")
common=(CCACHE_DISABLE=1 "PATH=$PATH")
for name in http_proxy https_proxy npm_config_cafile npm_config_registry NODE_EXTRA_CA_CERTS; do [ -z "${!name:-}" ] || common+=("$name=${!name}"); done

echo "== first build: $one"
(cd "$one" && umask 022 && env -i "${common[@]}" HOME=/root TZ=UTC LC_ALL=C.UTF-8 ./dev release)

# What was fetched is fetched once: it is the same by its digests, and the second clock is one at which no server is trusted.
mkdir -p "$two/build/portable"
cp -r "$one/build/portable/sources" "$two/build/portable/"
if [ "$z3" = once ]; then cp -a "$one/build/portable/lib" "$one/build/portable/libz3.map" "$two/build/portable/"; fi
[ ! -d "$one/build/portable/workbench" ] || cp -r "$one/build/portable/workbench" "$two/build/portable/"
cp -r "$one/vscode-extension/node_modules" "$two/vscode-extension/"
chown -R nobody:nogroup "$folder/a"
mkdir -p "$folder/home" && chown nobody:nogroup "$folder/home"
echo "== second build: $two"
(cd "$two" && umask 077 && setpriv --reuid=nobody --regid=nogroup --clear-groups env -i "${common[@]}" HOME="$folder/home" USER=nobody \
  TZ=Pacific/Kiritimati LC_ALL=C PHEP_JOBS=3 PHEP_CLOCK=+400d DONT_FAKE_MONOTONIC=1 ./dev release)

if diff -r "$one/build/release" "$two/build/release"; then
  (cd "$one/build/release" && echo "equal to the byte: $(wc -l <SHA256SUMS) files" && cat SHA256SUMS)
else
  diffoscope --text "$folder/difference.txt" "$one/build/release" "$two/build/release" || true
  head -n 200 "$folder/difference.txt"
  exit 1
fi
