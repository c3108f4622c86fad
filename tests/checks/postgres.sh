#!/usr/bin/env bash
# The PostgreSQL extension in a server of its own: installed by PGXS, tested by installcheck, updated to a changed policy;
# the same answers as the command line's, from typed rows and from text; a bad row ends no query.
#   tests/checks/postgres.sh BUILD [ROWS]      with ROWS: also how many of them a second, by one process and by two workers
set -uo pipefail
build=$(cd "$1" && pwd)
rows=${2:-0}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
here=$root/tests/postgres
phep=$build/bin/phep
export LC_ALL=C.UTF-8 PHEP_LANG=en PYTHONDONTWRITEBYTECODE=1
scratch=$(mktemp -d)
user=$(id -un)
server=
finish() {
  [ -z "$server" ] || as_user "$bin/pg_ctl" -D "$scratch/data" -m immediate stop >/dev/null 2>&1
  rm -rf "$scratch"
}
trap finish EXIT
cd "$scratch" || exit 1
. "$root/tests/tally.sh"

# A server refuses to run as root.
as_user() { if [ "$user" = root ]; then runuser -u nobody -- "$@"; else "$@"; fi; }

# ---- a copy of the server, into which extensions are installed without touching the machine's own ----
version=$(ls /usr/lib/postgresql | sort -n | tail -n 1)
mkdir -p server/lib/postgresql server/share/postgresql
cp -r "/usr/lib/postgresql/$version" server/lib/postgresql/
cp -r "/usr/share/postgresql/$version" server/share/postgresql/
ln -s /usr/include server/include
bin=$scratch/server/lib/postgresql/$version/bin
export PATH=$bin:$PATH PG_CONFIG=$bin/pg_config
case $("$PG_CONFIG" --pkglibdir) in
  "$scratch"/*) ;;
  *) echo "the copied server would install into $("$PG_CONFIG" --pkglibdir)"; echo "0 passed, 1 failed"; exit 1 ;;
esac
mkdir data sockets
[ "$user" != root ] || { chmod 755 "$scratch"; chown nobody data sockets; }
holds "initdb" as_user "$bin/initdb" -D "$scratch/data" -A trust -U tester --no-sync -E UTF8 --locale C.UTF-8
cat >>data/postgresql.conf <<TXT
listen_addresses = ''
unix_socket_directories = '$scratch/sockets'
fsync = off
timezone = 'Asia/Ho_Chi_Minh'
shared_buffers = 256MB
TXT
export PGHOST=$scratch/sockets PGUSER=tester PGDATABASE=postgres
holds "the server starts" as_user "$bin/pg_ctl" -D "$scratch/data" -l "$scratch/data/log" -w start
server=1
sql() { psql -X -q -A -t -v ON_ERROR_STOP=1 "$@"; }

# ---- build, install, installcheck ----
law=(vn.pdpl.breach --decision breach_report)
kinds=$root/tests/packages/every_kind.phep
installed() { make -s -C "$1" && make -s -C "$1" install; }
holds "build" "$phep" build "${law[@]}" --target postgres --out breach
holds "build every kind" "$phep" build "$kinds" --target postgres --package-version 1.0.0 --out kinds
holds "make breach" installed breach
holds "make every kind" installed kinds
for folder in breach kinds; do
  holds "installcheck $folder" make -s -C "$folder" installcheck
  [ ! -f "$folder/regression.diffs" ] || head -n 40 "$folder/regression.diffs"
done
holds "create extensions" sql -c "create extension breach_report; create extension every_kind"
holds "immutable and parallel safe" sh -c "psql -XAtc \"select count(*) from pg_proc where proname in
  ('breach_report', 'breach_report_text', 'every_kind', 'every_kind_text') and provolatile = 'i' and proparallel = 's'\" | grep -qx 4"
holds "only its own names" fails sh -c "nm -D --defined-only breach/breach_report-1.0.0.so | grep -v -E ' (pg_finfo_.*|breach_report_pg(_text)?|Pg_magic_func)$'"

# ---- typed rows against the command line: the same facts as JSON lines and as composites ----
for one in "every_kind:$kinds:kinds" "breach_report:vn.pdpl.breach:breach"; do
  IFS=: read -r name file folder <<<"$one"
  "$phep" build "$file" --decision "$name" --target native --out abi 2>/dev/null
  holds "$name rows" python3 "$here/rows.py" "$phep" "$file" "$name" "abi/$name.abi.json" "$folder/$name.conformance.jsonl"
done

# ---- absence, bad rows, one call a row, interrupts ----
sql -f "$here/rows.sql" >rows.got 2>&1
holds "rows, one by one" diff -u "$here/rows.txt" rows.got
holds "interrupts" sh -c "psql -X -c \"set statement_timeout = 200\" -c \"select count(d) from generate_series(1, 100000000) n,
  lateral every_kind(null, now() + n * interval '1 second') d\" 2>&1 | grep -q 'statement timeout'"

# ---- a changed policy: both versions in one process, types grow, old rows stay ----
sed 's/c.count \* 2/c.count * 3/' "$kinds" >every_kind.phep
holds "build version 2" "$phep" build every_kind.phep --target postgres --package-version 2.0.0 --update-from 1.0.0 \
  --layout kinds/every_kind.layout.json --out second
holds "make version 2" installed second
holds "update" sh -c "psql -XqAt -v ON_ERROR_STOP=1 -f '$here/update.sql' >update.txt && diff -u '$here/update.txt' update.txt"
holds "version 2 anew" sql -c "drop extension every_kind cascade; create extension every_kind version '2.0.0'"

# ---- many rows, by workers beside each other ----
holds "build P2" "$phep" build "$root/tests/engines/policies/P2.phep" --target postgres --out p2
holds "make P2" installed p2
holds "create P2" sql -c "create extension p2"
holds "rows by two workers" python3 "$here/scale.py" check 100000
cat said
holds "rows by two workers: a wrong obligation is noticed" fails python3 "$here/scale.py" check 1000 plant

# ---- rows a second ----
if [ "$rows" -gt 0 ]; then
  holds "a constant" cc -O2 -fPIC -shared -I"$("$PG_CONFIG" --includedir-server)" "$here/constant.c" -o "$("$PG_CONFIG" --pkglibdir)/constant.so"
  python3 "$here/scale.py" speed "$rows"
fi

tally
