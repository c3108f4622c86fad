#!/usr/bin/env bash
# Builds Debian's Z3 as a shared library that needs nothing but glibc: z3.sh SOURCES BUILD JOBS
# It lies in BUILD/lib/phep under its own name, with a link libz3.so to link against. Debian's own needs libstdc++.so, which
# another machine may have in an older version.
set -euo pipefail
sources=$(realpath "$1")/z3
build=$(realpath -m "$2")
out=$build/lib/phep
version=$(cat "$sources/.version")
[ "$(cat "$out/.z3" 2>/dev/null)" = "$version" ] && exit 0
mkdir -p "$out" "$build/z3"
printf '{ global: Z3_*; local: *; };\n' >"$build/z3/exports"
cmake -S "$sources" -B "$build/z3" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_CXX_FLAGS_RELEASE="-O2 -DNDEBUG" \
  -DZ3_BUILD_EXECUTABLE=OFF -DZ3_BUILD_TEST_EXECUTABLES=OFF -DZ3_ENABLE_EXAMPLE_TARGETS=OFF \
  -DZ3_INCLUDE_GIT_HASH=OFF -DZ3_INCLUDE_GIT_DESCRIBE=OFF \
  -DCMAKE_CXX_COMPILER_LAUNCHER="$(command -v ccache || true)" \
  -DCMAKE_CXX_FLAGS="-w -ffile-prefix-map=$sources=z3 -ffile-prefix-map=$build/z3=z3" \
  -DCMAKE_SHARED_LINKER_FLAGS="-static-libstdc++ -static-libgcc -Wl,--gc-sections -Wl,-z,relro,-z,now -Wl,--version-script=$build/z3/exports -Wl,-Map=$build/libz3.map"
ninja -C "$build/z3" -j "$3" libz3
library=$(find "$build/z3" -maxdepth 2 -name 'libz3.so*' -type f)
name=$(objdump -p "$library" | awk '$1 == "SONAME" { print $2 }')
install -m 644 "$library" "$out/$name"
strip "$out/$name"
ln -sf "$name" "$out/libz3.so"
echo "$version" >"$out/.z3"
