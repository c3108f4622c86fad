#!/usr/bin/env bash
# The package for C and C++ in empty projects: by pkg-config and by CMake, by gcc and by clang, shared and static; two
# policies in one program, two versions in one process, hostile callers, objects inside something larger; and the same
# answers as the interpreter's, to the byte.
set -uo pipefail
build=$(cd "$1" && pwd)
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
here=$root/tests/packages
phep=$build/bin/phep
export LC_ALL=C.UTF-8 PHEP_LANG=en PYTHONDONTWRITEBYTECODE=1
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
. "$root/tests/tally.sh"

# ---- build, two at a time, and move away from where it was built ----
law=(vn.pdpl.breach --decision breach_report)
sed 's/c.count \* 2/c.count * 3/' "$here/every_kind.phep" >every_kind.phep
(
  set -e
  "$phep" build "${law[@]}" --target c --out made/breach
  "$phep" build every_kind.phep --package-version 2.0.0 --target c --out second
  "$phep" build "${law[@]}" --target native --emit obj --out obj-native
  "$phep" build "${law[@]}" --target wasm --emit obj --out obj-wasm
) >breach.log 2>&1 &
(
  set -e
  "$phep" build "$here/every_kind.phep" --target c --package-version 1.2.3 --out made/kinds
  "$phep" build "$here/every_kind.phep" --target native --emit obj --out obj-native
  "$phep" build "$here/every_kind.phep" --target wasm --emit obj --out obj-wasm
) >kinds.log 2>&1
holds "build every kind" test $? = 0
wait $!
holds "build breach" test $? = 0
[ "$failed" -eq 0 ] || cat breach.log kinds.log
mkdir "moved here" && mv made/breach made/kinds "moved here/" && ln -s "moved here" pkg
breach=$scratch/pkg/breach
kinds=$scratch/pkg/kinds
export PKG_CONFIG_PATH=$breach/lib/pkgconfig:$kinds/lib/pkgconfig
warn=(-Wall -Wextra -Wpedantic -Wshadow -Werror)
strict=(-std=c++17 -fno-exceptions -fno-rtti "${warn[@]}" -I"$here")

holds "soname" sh -c "readelf -d '$kinds/lib/libevery_kind.so.1.2' | grep -q 'SONAME.*libevery_kind.so.1]'"
holds "links" test "$(readlink "$kinds/lib/libevery_kind.so")/$(readlink "$kinds/lib/libevery_kind.so.1")" = libevery_kind.so.1/libevery_kind.so.1.2
holds "needs nothing" fails sh -c "readelf -d '$kinds/lib/libevery_kind.so' | grep -q NEEDED"
holds "no writable data" fails sh -c "readelf -SW '$kinds/lib/libevery_kind.so' | grep -E ' \.(data|bss) .* WA'"
holds "only its own names" fails sh -c "nm -g --defined-only '$kinds/lib/libevery_kind.a' | grep ' [A-Z] ' | grep -v every_kind_"
holds "version" test "$(pkg-config --modversion every_kind)" = 1.2.3

# ---- pkg-config: both compilers, shared and static ----
read -ra shared <<<"$(pkg-config --cflags --libs breach_report every_kind) -Wl,-rpath,$breach/lib:$kinds/lib"
read -ra static <<<"$(pkg-config --cflags --libs breach_report-static every_kind-static)"
for cc in gcc clang-19; do
  holds "$cc hostile" "$cc" -std=c11 "${warn[@]}" "$here/hostile.c" "${static[@]}" -o "hostile-$cc"
  holds "$cc hostile callers" "./hostile-$cc"
done
holds "g++ two policies" g++ "${strict[@]}" "${static[@]}" -c "$here/two_policies.cpp" -o two.o
holds "g++ two policies link" g++ two.o "${static[@]}" -o two-gcc
holds "g++ two policies run" ./two-gcc
holds "clang++ two policies" clang++-19 "${strict[@]}" -Wconversion "$here/two_policies.cpp" "${shared[@]}" -o two-clang
holds "clang++ two policies run" ./two-clang
holds "static needs no library" fails sh -c 'ldd two-gcc | grep -q every_kind'

# ---- CMake: find_package in an empty project ----
mkdir project
cat >project/CMakeLists.txt <<TXT
cmake_minimum_required(VERSION 3.16)
project(empty C CXX)
set(CMAKE_CXX_STANDARD 17)
find_package(breach_report 1.0 CONFIG REQUIRED)
find_package(every_kind 1.1 CONFIG REQUIRED)
find_package(every_kind 2.0 CONFIG QUIET)
if(every_kind_FOUND)
  message(FATAL_ERROR "another major version was taken")
endif()
find_package(every_kind 1.1 CONFIG REQUIRED)
add_library(two OBJECT $here/two_policies.cpp)
target_link_libraries(two PRIVATE breach_report::breach_report every_kind::every_kind_static)
add_executable(shared \$<TARGET_OBJECTS:two>)
target_link_libraries(shared PRIVATE breach_report::breach_report every_kind::every_kind)
add_executable(static \$<TARGET_OBJECTS:two>)
target_link_libraries(static PRIVATE breach_report::breach_report_static every_kind::every_kind_static)
add_executable(in_c $here/hostile.c)
target_link_libraries(in_c PRIVATE breach_report::breach_report)
TXT
holds "cmake configure" cmake -S project -B project/build -G Ninja -DCMAKE_PREFIX_PATH="$breach;$kinds"
holds "cmake build" cmake --build project/build
for program in shared static in_c; do holds "cmake $program" "project/build/$program"; done

# ---- the examples that the packages bring ----
for package in breach_report:$breach every_kind:$kinds; do
  name=${package%%:*} from=${package#*:}
  holds "$name examples" cmake -S "$from/examples" -B "examples-$name" -G Ninja
  holds "$name examples build" cmake --build "examples-$name"
  holds "$name example in C" "examples-$name/${name}_c"
  holds "$name example in C++" "examples-$name/${name}_cpp"
done

# ---- two versions of one policy in one process ----
holds "two versions" gcc -std=c11 "${warn[@]}" -I"$kinds/include" "$here/two_versions.c" -o versions
holds "two versions run" ./versions "$kinds/lib/libevery_kind.so.1" second/lib/libevery_kind.so.2

# ---- a policy that changes: positions are committed, and each version meets callers of the other ----
mkdir evolving && cp "$here/evolving_1.phep" evolving/evolving.phep
holds "version 1" "$phep" build evolving/evolving.phep --target c --package-version 1.0.0 --out v1
layout=v1/share/evolving/evolving.layout.json
cp "$here/evolving_2.phep" evolving/evolving.phep
holds "version 2" "$phep" build evolving/evolving.phep --target c --package-version 1.1.0 --layout "$layout" --out v2
holds "a third adds nothing" "$phep" build evolving/evolving.phep --target c --package-version 1.2.0 \
  --layout v2/share/evolving/evolving.layout.json --out v3
holds "the same layout again" cmp v2/share/evolving/evolving.layout.json v3/share/evolving/evolving.layout.json
# Facts that stay have their places, the one that went leaves a hole, new ones follow.
holds "places" python3 -c '
import json
old, new = [json.load(open(f"v{n}/share/evolving/evolving.layout.json")) for n in (1, 2)]
old, places = [{row["path"]: (row["bit"], row["offset"]) for row in one["structs"]["evolving.evolving"]} for one in (old, new)]
assert all(places[path] == place for path, place in old.items()), (old, places)
assert sorted(set(places) - set(old)) == ["/branches", "/flagged", "/listed"]
assert min(places[path] for path in set(places) - set(old)) > max(old.values())
assert len(new["versions"]["evolving.evolving"]) == 2
'
holds "caller 1" gcc -std=gnu11 "${warn[@]}" -Iv1/include "$here/evolving.c" -o caller1
holds "caller 2" gcc -std=gnu11 "${warn[@]}" -DNEW -Iv2/include "$here/evolving.c" -o caller2
holds "caller 1, library 1" ./caller1 v1/lib/libevolving.so.1 new
holds "caller 1, library 2" ./caller1 v2/lib/libevolving.so.1 old
holds "caller 1, library 3" ./caller1 v3/lib/libevolving.so.1 old
holds "caller 2, library 2" ./caller2 v2/lib/libevolving.so.1 new
holds "caller 2, library 3" ./caller2 v3/lib/libevolving.so.1 new
holds "caller 2, library 1" ./caller2 v1/lib/libevolving.so.1 refused
# Without the committed layout the order is another, and the first caller is refused, not misread.
mkdir fresh && cp evolving/evolving.phep fresh/
holds "a fresh layout" "$phep" build fresh/evolving.phep --target c --package-version 1.1.0 --out unrelated
holds "a reordered layout is refused" ./caller1 unrelated/lib/libevolving.so.1 refused
# Another tool's eye: the later library lost no symbol, and of the types of its header nothing moved or went.
abi() {
  for version in "$@"; do
    printf '#include "evolving.h"\nevolving_facts *seen_facts;\nevolving_result *seen_result;\nphep_options *seen_options;\n' >seen.c
    gcc -g -shared -fPIC -I"$version/include" seen.c -o "$version-types.so" || return 1
  done
  abidiff "$1/lib/libevolving.so.1" "$2/lib/libevolving.so.1" || return 1
  abidiff "$1-types.so" "$2-types.so" >grown || test $? = 4 || return 1
  cat grown
  grep -q 'data member insertion' grown && ! grep -qE 'offset changed|member deletion|Removed (function|variable)s?:' grown
}
holds "abidiff: what is new follows" abi v1 v2
holds "abidiff: a reordered layout is noticed" fails abi v1 unrelated
sed -i 's/enum Size { small/enum Size { tiny vi "bé" en "tiny"  small/' fresh/evolving.phep
holds "members that moved are refused" sh -c "! '$phep' build fresh/evolving.phep --target c --layout '$layout' --out no 2>said2 &&
  grep -q P5011 said2"
holds "another decision's layout" sh -c "'$phep' build every_kind.phep --target native --layout '$layout' --out no; test \$? = 3"
echo '{"layout":1,"structs":{"evolving.evolving":[{"path":"/a","bit":"x"}]}}' >bad.json
holds "no layout" sh -c "'$phep' build fresh/evolving.phep --target native --layout bad.json --out no; test \$? = 3"
holds "no writable data after changes" fails sh -c "readelf -SW v2/lib/libevolving.so.1 | grep -E ' \.(data|bss) .* WA'"

# ---- the vectors that each package brings ----
for package in breach_report:$breach every_kind:$kinds; do
  name=${package%%:*} from=${package#*:}
  vectors=$from/share/$name/$name.conformance.jsonl
  holds "$name vectors" "examples-$name/${name}_conformance" "$vectors"
  holds "$name vectors' kinds" python3 "$here/kinds.py" "$vectors"
  python3 "$here/plant.py" "$vectors" planted.jsonl
  holds "$name: one wrong byte" sh -c "! examples-$name/${name}_conformance planted.jsonl >said3 2>&1 && grep -q ' 1 failed' said3"
done

# ---- objects: native and wasm, two of them in one module ----
holds "native objects" g++ two.o obj-native/*.o -o two-objects
holds "native objects run" ./two-objects
cat >larger.c <<'TXT'
int breach_report_decide_json(), every_kind_decide_json();
int which(int n) { return n != 0; }
TXT
holds "wasm caller" clang-19 --target=wasm32-unknown-unknown -std=c11 -w -c larger.c -o larger.o
holds "wasm objects" wasm-ld-19 --no-entry --stack-first -z stack-size=1048576 --export=which --export=breach_report_decide_json \
  --export=every_kind_decide_json --export=__heap_base larger.o obj-wasm/breach_report.o obj-wasm/every_kind.o -o larger.wasm
holds "wasm objects decide" node "$here/larger.mjs" larger.wasm
holds "no objects of packages" fails "$phep" build vn.pdpl.breach --decision breach_report --target c --emit obj --out no

# ---- objects that sanitizers watch, generated code and runtime alike ----
sanitised() {
  local kind=$1 clang=("clang-19" -std=gnu11 -O1 -g -pthread -fsanitize=$1 "${warn[@]}" -I"$scratch/san-$1")
  holds "$kind: object" "$phep" build "$here/every_kind.phep" --target native --emit obj --sanitize "$kind" --out "san-$kind"
  holds "$kind: crowd" "${clang[@]}" "$here/crowd.c" "san-$kind/every_kind.o" -o "crowd-$kind"
  holds "$kind: another object" "$phep" build "${law[@]}" --target native --emit obj --sanitize "$kind" --out "san-$kind"
  holds "$kind: program" "${clang[@]}" "$here/sanitised.c" "san-$kind/breach_report.o" -o "sanitised-$kind"
}
export ASAN_OPTIONS=detect_leaks=0 ASAN_SYMBOLIZER_PATH=/usr/lib/llvm-19/bin/llvm-symbolizer
export TSAN_OPTIONS=external_symbolizer_path=$ASAN_SYMBOLIZER_PATH:exitcode=66
python3 "$here/cases.py" write "$kinds/share/every_kind/every_kind.abi.json" 7 200 >every_kind.some
sanitised address
sanitised thread
for kind in address thread; do holds "$kind: crowd and corners" sh -c "./crowd-$kind every_kind.some"; done
# reported KIND MISTAKE WHO WHERE: the mistake is reported, in code whose name matches. Where two threads meet is chance: while one
# of them reports their first meeting the other may end, so that it is tried again.
reported() {
  local try
  for try in 1 2 3 4 5 6 7 8 9 10; do
    ! "./sanitised-$1" "$2" "$3" >said4 2>&1 && grep -qE "^ *#0 .*($4)" said4 && return
  done
  echo "not in ten tries of \`$1 $2 $3\`, the last was $try"
  return 1
}
for who in "generated:breach_report_(clean|decide)" interpreted:phep::runtime; do
  holds "address: facts that end early, ${who%%:*}" reported address short "${who%%:*}" "${who#*:}"
  holds "thread: one answer for two, ${who%%:*}" reported thread race "${who%%:*}" "${who#*:}"
done
holds "no sanitizer of packages" fails "$phep" build every_kind.phep --target c --sanitize address --out no

# ---- the same answers as the interpreter's ----
# same NAME FILE ABI COUNT: cases through decide_json and through typed facts and answers.
same() {
  local name=$1 file=$2 abi=$3 count=$4
  python3 "$here/cases.py" write "$abi" 7 "$count" >"$name.cases"
  "$build/bin/phep_answers" "$file" "$name" <"$name.cases" >"$name.wanted"
  holds "$name cases" g++ "${strict[@]}" "$here/${name}_cases.cpp" "${static[@]}" -o "$name-cases"
  "./$name-cases" <"$name.cases" >"$name.got"
  holds "$name answers" python3 "$here/cases.py" compare "$name.wanted" "$name.got"
  cat "$scratch/said"
}
same breach_report vn.pdpl.breach "$breach/share/breach_report/breach_report.abi.json" 1200
same every_kind "$here/every_kind.phep" "$kinds/share/every_kind/every_kind.abi.json" 1200
# One wrong byte is noticed.
sed '700s/"status":"\(.\)/"status":"\1\1/; 700s/"code":"/"code":"x/' every_kind.wanted >wrong.wanted
holds "one wrong byte was put there" fails cmp -s every_kind.wanted wrong.wanted
holds "one wrong byte" fails python3 "$here/cases.py" compare wrong.wanted every_kind.got

# ---- many callers at once, and memory that ends where they say ----
holds "crowd" gcc -std=gnu11 -O1 -pthread "${warn[@]}" "$here/crowd.c" "${static[@]}" -o crowd
holds "crowd and corners" ./crowd every_kind.cases
holds "a byte beyond the facts is noticed" sh -c './crowd every_kind.cases plant; test $? -ge 128'

tally
