#!/usr/bin/env bash
# Puts what was built into archives: archives.sh BUILD OUT, with SOURCE_DATE_EPOCH. BUILD is of the preset `portable`, OUT
# gets the archive of programs, the Debian package, the extension, the packages of decisions, the SBOM and the sums.
# Equal programs give equal archives: nothing of the machine, its clock, user, umask or language is in them.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
build=$(realpath "$1")
out=$(realpath -m "$2")
: "${SOURCE_DATE_EPOCH:?}"
export SOURCE_DATE_EPOCH LC_ALL=C.UTF-8 TZ=UTC XZ_DEFAULTS=-T1 npm_config_cache="$build/npm-cache"
umask 022
maintainer=${PHEP_MAINTAINER:-Phép <phep@localhost>}  # of the Debian package
version=$(sed -n 's/^project(phep VERSION \([0-9.]*\).*/\1/p' "$root/CMakeLists.txt")
name=phep-$version-linux-x64
work=$build/archives
rm -rf "$out" "$work"
mkdir -p "$out/npm" "$work"

# ---- what everything is made of ----
sbom=$out/phep-$version.cdx.json
notices=$work/THIRD-PARTY-NOTICES.txt
python3 "$here/components.py" "$build" "$root/vscode-extension" "$version" "$SOURCE_DATE_EPOCH" "$sbom" "$notices"

# ---- the extension, whose server needs nothing at all ----
"$root/vscode-extension/scripts/package.sh" "$build/bin/phep-lsp-static" "$build/phep.vsix" "$notices"
mv "$build/phep.vsix" "$out/$name.vsix"

# ---- the tree of programs ----
tree=$work/$name
cmake --install "$build" --strip --prefix "$tree"
mkdir -p "$tree/lib/phep" "$tree/share/doc/phep"
cp "$build"/lib/phep/libz3.so.* "$tree/lib/phep/"
cp "$root"/{LICENSE,README.md,CHANGELOG.md,SECURITY.md} "$tree/share/doc/phep/"
cp "$notices" "$tree/share/doc/phep/"
cp "$sbom" "$tree/share/doc/phep/sbom.cdx.json"
tidy() {
  chmod -R u=rwX,go=rX "$1"
  find "$1" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
}
tidy "$tree"
tar -C "$work" --sort=name --format=gnu --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" -c "$name" |
  xz -T1 -6 >"$out/$name.tar.xz"

# ---- the Debian package: the same files in Debian's places ----
deb=$work/deb
mkdir -p "$deb/DEBIAN" "$deb/usr"
cp -r "$tree/bin" "$tree/lib" "$tree/share" "$deb/usr/"
find "$deb/usr/share/man" -type f -exec gzip -9n {} +
doc=$deb/usr/share/doc/phep
rm "$doc/LICENSE"
gzip -9n "$doc/THIRD-PARTY-NOTICES.txt"
mv "$doc/CHANGELOG.md" "$doc/NEWS.md"
gzip -9n "$doc/NEWS.md"
{
  printf 'phep (%s) unstable; urgency=medium\n\n  * See NEWS.md.gz.\n\n' "$version"
  printf ' -- %s  %s\n' "$maintainer" "$(date -R -d "@$SOURCE_DATE_EPOCH")"
} | gzip -9n >"$doc/changelog.gz"
cat >"$doc/copyright" <<TXT
Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
Upstream-Name: phep

Files: *
Copyright: $(date -d "@$SOURCE_DATE_EPOCH" +%Y) the authors of Phép
License: Apache-2.0
Comment:
 The programs hold parts of other works; THIRD-PARTY-NOTICES.txt.gz beside this
 file names each with its licence, and sbom.cdx.json lists them for machines.

License: Apache-2.0
 On Debian systems the whole text is in /usr/share/common-licenses/Apache-2.0.
TXT
mkdir -p "$deb/usr/share/lintian/overrides"
cat >"$deb/usr/share/lintian/overrides/phep" <<'TXT'
# One package for every Debian since its glibc: what it is linked from is in sbom.cdx.json, and is mended by a new release.
phep: embedded-library *
# Whoever publishes it gives an address.
phep: bogus-mail-host *
phep: bogus-mail-host-in-debian-changelog *
TXT
glibc=$(objdump -T "$tree"/bin/* "$tree"/lib/phep/* | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -n 1)
cat >"$deb/DEBIAN/control" <<TXT
Package: phep
Version: $version
Architecture: amd64
Maintainer: $maintainer
Installed-Size: $(find "$deb/usr" -type f -printf '%s\n' | awk '{ sum += int(($1 + 1023) / 1024) } END { print sum }')
Depends: libc6 (>= ${glibc#GLIBC_})
Section: devel
Priority: optional
Description: policy as code for Vietnamese AI and data law
 Compiler and language server of Phép, a language in which statutes, their
 deadlines and their sanctions are written, tested, proved and decided.
 Compiled policies are native libraries or WebAssembly; every answer cites its
 provision in Vietnamese and in English.
TXT
tidy "$deb"
(cd "$deb" && find usr -type f -print0 | sort -z | xargs -0 md5sum >DEBIAN/md5sums)
tidy "$deb"
dpkg-deb --root-owner-group --threads-max=1 -Zxz -z6 --build "$deb" "$out/phep_${version}_amd64.deb"

# ---- the decisions that people ask, packed for npm: what a developer of an application installs ----
modules=$(cd "$root/stdlib" && ls vn/entry/*.phep | LC_ALL=C sort | sed 's,/,.,g; s,\.phep$,,')
for module in $modules; do
  "$tree/bin/phep" build "$module" --target npm --vectors 25 --out "$work/npm/$module" 2>/dev/null
  # One decision's package is the folder; several stand below it.
  find "$work/npm/$module" -name package.json | LC_ALL=C sort | while read -r manifest; do
    tidy "$(dirname "$manifest")"
    npm pack --silent --ignore-scripts --pack-destination "$out/npm" "$(dirname "$manifest")" >/dev/null
  done
done

(cd "$out" && find . -type f ! -name SHA256SUMS -printf '%P\n' | LC_ALL=C sort | xargs sha256sum >"$work/sums" && mv "$work/sums" SHA256SUMS)
chmod -R u=rwX,go=rX "$out"
