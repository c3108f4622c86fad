#!/usr/bin/env bash
# Installs the Debian package into a fresh Debian root, with dpkg alone, and follows the README there as somebody who has
# nothing else. Closes with "N passed, N failed". Needs root and the debootstrap package.
#   tests/installed.sh DEB [FOLDER] [MIRROR]
set -uo pipefail
deb=$(realpath "$1")
scratch=$(mktemp -d)
root=${2:-$scratch/root}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
trap 'rm -rf "$scratch"' EXIT
. "$here/tests/tally.sh"
. "$here/tests/root.sh"
make_root "$root" "${3:-}"
rm -rf "$root/src" && mkdir -p "$root/src" "$root/home/reader"
cp "$deb" "$root/src/phep.deb"
cp -r "$here/tests" "$root/src/tests" 2>/dev/null
chmod -R a+rX "$root/src" && chown -R 1000:1000 "$root/home/reader"

# as_reader COMMAND: by a shell of somebody who is not root, in a folder of theirs.
as_reader() {
  inside "$root" /usr/bin/setpriv --reuid=1000 --regid=1000 --clear-groups /usr/bin/env -i HOME=/home/reader PATH=/usr/bin:/bin LANG=C.UTF-8 \
    PHEP_LANG=en /bin/bash -c "cd /home/reader && $1"
}

inside "$root" /usr/bin/dpkg -P phep >/dev/null 2>&1
inside "$root" /usr/bin/dpkg -l >"$scratch/before"
holds "it installs" inside "$root" /usr/bin/dpkg -i /src/phep.deb
holds "and is whole" sh -c "test -z \"\$(chroot '$root' dpkg -V phep)\" && test \"\$(chroot '$root' dpkg-query -W -f '\${Status}' phep)\" = 'install ok installed'"
holds "version" as_reader "phep --version"
# The answer that the README shows is the one that is given.
sed -n '/<!-- answer -->/,/<!-- \/answer -->/p' "$here/README.md" | sed '1,2d' | sed '/```/,$d' >"$scratch/wanted"
as_reader "echo '{\"found_at\":\"2026-02-14T09:30+07:00\",\"told_at\":null,\"harmful\":true}' |
  phep eval /src/tests/data/run/readme.phep --facts - --as-of 2026-03-10 --lang en" >"$scratch/got" 2>&1
holds "the README's first answer" diff "$scratch/wanted" "$scratch/got"
holds "a new project" as_reader "phep new my-project --template personal-data && phep check my-project && phep test my-project --engine all"
holds "proofs" as_reader "phep verify /src/tests/data/verify/rules.phep; test \$? = 1"
holds "law" as_reader "phep law show 'khoản 1 điều 23 luật 91/2025'"
holds "an explanation" as_reader "phep explain vn.pdpl.breach --decision breach_report --facts /src/tests/demo/breach.json --as-of 2026-09-10T09:00+07:00 --lang vi --format html >why.html"
holds "WebAssembly" as_reader "phep build /src/tests/data/run/readme.phep --target wasm --out out && phep inspect out/leak_report.wasm --verify"
holds "a package for npm" as_reader "phep build vn.pdpl.breach --decision breach_report --target npm --out breach-report"
holds "a bundle" as_reader "phep bundle make my-project --sequence 1 --out my-project.bundle.tar && phep bundle verify my-project.bundle.tar --unsigned"
hello='{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}'
printf 'Content-Length: %d\r\n\r\n%s' ${#hello} "$hello" >"$root/src/hello"
holds "the language server" as_reader "phep lsp </src/hello | grep -q hoverProvider"
holds "manual pages" as_reader "zcat /usr/share/man/man1/phep.1.gz | grep -q bundle && zcat /usr/share/man/vi/man1/phep.1.gz | grep -q gói"
holds "completions" as_reader ". /usr/share/bash-completion/completions/phep && complete -p phep"
holds "it can be removed" inside "$root" /usr/bin/dpkg -P phep
holds "and leaves nothing" sh -c "test ! -e '$root/usr/bin/phep' && test ! -e '$root/usr/lib/phep' && test ! -e '$root/usr/share/doc/phep'"
chroot "$root" dpkg -l >"$scratch/after"
holds "nothing else was installed" diff <(grep '^ii' "$scratch/before") <(grep '^ii' "$scratch/after")
tally
