#!/usr/bin/env bash
# Unpacks the sources of Debian's packages, in the versions that are installed: sources.sh FOLDER PACKAGE…
# What is handed out is linked from them where Debian has no fitting library: the server for Windows, Z3.
set -euo pipefail
folder=$1
shift
mkdir -p "$folder"
cd "$folder"
apt=$PWD/apt
mkdir -p "$apt/lists/partial"
# The archives that this machine installs from, for sources; apt checks what they sign.
apt-get indextargets --format 'deb-src $(REPO_URI) $(RELEASE) $(COMPONENT)' 'Identifier: Packages' 'Origin: Debian' |
  sort -u >"$apt/sources.list"
options=(-o "Dir::Etc::SourceList=$apt/sources.list" -o Dir::Etc::SourceParts=/dev/null -o "Dir::State::Lists=$apt/lists")

listed=
for package in "$@"; do
  read -r source version < <(dpkg-query -W -f '${source:Package} ${source:Version}\n' "$package")
  [ "$(cat "$source/.version" 2>/dev/null)" = "$version" ] && continue
  [ -n "$listed" ] || apt-get "${options[@]}" update
  listed=yes
  apt-get "${options[@]}" source --download-only "$source=$version"
  rm -rf "$source"
  dpkg-source --no-check -x "$source"_*.dsc "$source"
  echo "$version" >"$source/.version"
done
