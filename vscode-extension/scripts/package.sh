#!/usr/bin/env bash
# Makes the extension's package from a server that was built: package.sh SERVER VSIX [NOTICES]. An .exe makes that for
# Windows. With SOURCE_DATE_EPOCH equal servers are equal packages.
set -euo pipefail
server=$(realpath "$1")
vsix=$(realpath -m "$2")
notices=${3:+$(realpath "$3")}
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# The archive keeps times and modes: those of the commit, and not of whoever checked it out.
umask 022
[ -z "${SOURCE_DATE_EPOCH:-}" ] || export TZ=UTC
limit=$((8 * 1024 * 1024))
case $server in
  *.exe) target=win32-x64 name=phep-lsp.exe strip=x86_64-w64-mingw32-strip ;;
  *) target=linux-x64 name=phep-lsp strip=strip ;;
esac

[ -d node_modules/@vscode/vsce ] || npm ci --ignore-scripts --no-audit --no-fund
npm run --silent build
rm -rf server && mkdir server
install -m 755 "$server" "server/$name"
cp ../LICENSE LICENSE
rm -f THIRD-PARTY-NOTICES.txt
[ -z "$notices" ] || cp "$notices" THIRD-PARTY-NOTICES.txt
mkdir -p "$(dirname "$vsix")"
"$strip" "server/$name"
find . -path ./node_modules -prune -o -type f -exec chmod u=rwX,go=rX {} +
# The packer wants Node 20, as the workbench does.
node=$(node --input-type=module -e '
  const { fittingNode } = await import("../tests/workbench/install.mjs");
  console.log(fittingNode(process.argv[1]));' "$(dirname "$vsix")/workbench")
"$node" node_modules/@vscode/vsce/vsce package --no-dependencies --allow-missing-repository --target "$target" -o "$vsix"
size=$(stat -c %s "$vsix")
[ "$size" -lt "$limit" ] || { echo "$vsix has $size bytes, more than $limit" >&2; exit 1; }
echo "$vsix: $size bytes"
