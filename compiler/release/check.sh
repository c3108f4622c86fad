#!/usr/bin/env bash
# Looks at what was released: check.sh OUT. Closes with "N passed, N failed".
set -uo pipefail
out=$(cd "$1" && pwd)
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
export LC_ALL=C.UTF-8 PHEP_LANG=en NO_COLOR=1
. "$root/tests/tally.sh"
cd "$out" || exit 1
version=$(sed -n 's/^project(phep VERSION \([0-9.]*\).*/\1/p' "$root/CMakeLists.txt")
name=phep-$version-linux-x64
says() { grep -qF -- "$1" "$2"; }
# alone COMMAND…: in an environment in which nothing of this machine helps.
alone() { env -i HOME="$scratch" PATH=/nowhere "$@"; }

holds "sums" sha256sum --quiet -c SHA256SUMS
holds "every file is summed" bash -c "find . -type f ! -name SHA256SUMS -printf '%P\n' | LC_ALL=C sort | diff - <(awk '{print \$2}' SHA256SUMS)"

# ---- the archive of programs ----
holds "archive" tar -C "$scratch" -xf "$name.tar.xz"
tree=$scratch/$name
holds "one folder, nobody's files, one time" sh -c "tar --numeric-owner --full-time -tvf '$name.tar.xz' | awk '{ if (\$2 != \"0/0\" || \$6 !~ \"^$name/\") exit 1; seen[\$4 \" \" \$5] = 1 } END { n = 0; for (t in seen) n++; exit n != 1 }'"
# needs PROGRAM: the libraries that the machine has to have, or that lie beside it.
needs() { ldd "$1" | awk '{ print $1 " " $3 }' | sed -E "s, .*/lib/phep/.*, beside," | awk '$2 == "beside" { print $1 " beside"; next } { print $1 }' | sort; }
needs "$tree/bin/phep" >"$scratch/needs"
if diff "$scratch/needs" - <<<"/lib64/ld-linux-x86-64.so.2
libc.so.6
libm.so.6
libz3.so.4 beside
linux-vdso.so.1" >"$scratch/said"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "phep needs:"; cat "$scratch/said"; fi
holds "the language server needs glibc alone" sh -c "! ldd '$tree/bin/phep-lsp' | grep -vE 'linux-vdso|libc\.so|libm\.so|ld-linux'"
# A defect in them cannot write where it likes (CMakeLists.txt).
for file in bin/phep bin/phep-lsp; do
  readelf -W -h -l -d --dyn-syms "$tree/$file" >"$scratch/elf"
  for words in 'Type: +DYN' 'GNU_STACK .* RW ' 'GNU_RELRO' 'FLAGS_1.* NOW' '__stack_chk_fail' '__mem[a-z]+_chk'; do
    holds "$file: $words" grep -qE "$words" "$scratch/elf"
  done
done
for file in bin/phep bin/phep-lsp lib/phep/libz3.so.4; do
  holds "$file names no folder of the build" sh -c "! strings -n 6 '$tree/$file' | grep -F -e '$root' -e '/build/portable' -e '/root/' -e \"\$HOME/.\""
done
holds "version" sh -c "env -i '$tree/bin/phep' version | grep -F 'phep $version'"
holds "the library is inside" sh -c "cd / && env -i '$tree/bin/phep' law show 'khoản 1 điều 23 luật 91/2025' --lang vi | grep -F 91/2025"
cp -r "$root/tests/demo" "$root/tests/data" "$scratch/"
holds "decides on every engine" alone "$tree/bin/phep" test "$scratch/data/run/readme.phep" --engine all
holds "proves" sh -c "env -i '$tree/bin/phep' verify '$scratch/data/verify/rules.phep' --no-cache; test \$? = 1"
holds "builds WebAssembly" alone "$tree/bin/phep" build "$scratch/data/run/readme.phep" --target wasm --out "$scratch/wasm"
holds "builds a library" alone "$tree/bin/phep" build "$scratch/data/run/readme.phep" --target native --out "$scratch/native"
hello='{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}'
printf 'Content-Length: %d\r\n\r\n%s' ${#hello} "$hello" >"$scratch/hello"
holds "finds its language server" sh -c "env -i '$tree/bin/phep' lsp <'$scratch/hello' | grep -F hoverProvider"
for file in share/man/man1/phep.1 share/man/vi/man1/phep.1 share/man/man1/phep-bundle-make.1 share/bash-completion/completions/phep share/zsh/site-functions/_phep \
  share/fish/vendor_completions.d/phep.fish share/doc/phep/LICENSE share/doc/phep/SECURITY.md share/doc/phep/sbom.cdx.json; do
  holds "$file" test -s "$tree/$file"
done
for words in 'antlr' 'LLVM' 'z3' 'libsodium' 'wabt' 'vscode-languageclient' 'Apache-2.0 WITH LLVM-exception'; do
  holds "notices: $words" says "$words" "$tree/share/doc/phep/THIRD-PARTY-NOTICES.txt"
done

# ---- the Debian package ----
deb=phep_${version}_amd64.deb
holds "a Debian package" dpkg-deb --info "$deb"
holds "its files are the archive's" sh -c "dpkg-deb -x '$deb' '$scratch/deb' && cmp '$scratch/deb/usr/bin/phep' '$tree/bin/phep' && cmp '$scratch/deb/usr/lib/phep/libz3.so.4' '$tree/lib/phep/libz3.so.4'"
holds "it needs glibc alone" sh -c "dpkg-deb -f '$deb' Depends | grep -xE 'libc6 \(>= 2\.[0-9]+\)'"
holds "its digests" sh -c "dpkg-deb -e '$deb' '$scratch/deb/DEBIAN' && cd '$scratch/deb' && md5sum --quiet -c DEBIAN/md5sums"
holds "manual pages are compressed" test -s "$scratch/deb/usr/share/man/vi/man1/phep.1.gz"
if command -v lintian >/dev/null; then holds "lintian" lintian --fail-on error "$deb"; fi

# ---- the extension, and the packages for npm ----
holds "the extension has its server" sh -c "python3 -m zipfile -l '$name.vsix' | grep -F extension/server/phep-lsp"
holds "… and notices" sh -c "python3 -m zipfile -l '$name.vsix' | grep -F extension/THIRD-PARTY-NOTICES.txt"
holds "packages for npm" sh -c "test \$(ls npm/*.tgz | wc -l) -ge 22"
mkdir "$scratch/app"
breach=$(ls npm/*breach*.tgz | head -n 1)
holds "one is installed" sh -c "cd '$scratch/app' && npm init -y >/dev/null && npm install --offline --ignore-scripts --no-audit --no-fund '$out/$breach'"
holds "and keeps its vectors" sh -c "cd '$scratch'/app/node_modules/* && node conformance.mjs"

# ---- the SBOM, by the schema that CycloneDX publishes ----
holds "schema" "$root/tests/release/validate.sh" "$out/phep-$version.cdx.json"

tally
