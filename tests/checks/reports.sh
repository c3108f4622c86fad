#!/usr/bin/env bash
# `phep test` as continuous integration meets it: reports that other tools read, coverage, mutation, recorded cases.
set -uo pipefail
build=$(cd "$1" && pwd)
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export PATH=$build/bin:$PATH LC_ALL=C.UTF-8 NO_COLOR=1 PHEP_LANG=en
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp "$root"/tests/reports/{clock,fees}.* "$scratch"
cd "$scratch" || exit 1
export XDG_CACHE_HOME=$scratch/cache
. "$root/tests/tally.sh"

# same WHAT ONE OTHER: two texts are equal.
same() {
  if [ "$2" = "$3" ] && [ -n "$2" ]; then passed=$((passed + 1)); else
    failed=$((failed + 1)); echo "$1: they differ"; diff <(echo "$2") <(echo "$3") | head -n 8
  fi
}
reads() { ends 0 "" python3 "$root/tests/reports/read.py" "$@"; }
number() { node -e 'let at=JSON.parse(require("fs").readFileSync(process.argv[1],"utf8")); for (const k of process.argv[2].split(".")) at=at[k]; console.log(at)' "$1" "$2"; }

# ---- recorded cases count for nothing until a person accepts them ----
ends 0 "2 passed, 0 failed" phep test clock.phep
ends 0 "1 unreviewed (1 differ" phep test clock.phep
ends 0 "1 cases recorded" phep test clock.phep --update
ends 0 "1 unreviewed (0 differ" phep test clock.phep
grep -q '"unreviewed":true' clock.cases.jsonl && grep -q '"tell":"exempt"' clock.cases.jsonl && passed=$((passed + 1)) ||
  { failed=$((failed + 1)); echo "--update recorded nothing"; }
ends 2 "" phep test clock.phep --by somebody
ends 2 "--by" phep test clock.phep --accept "seen by a machine"
ends 1 "0 unreviewed cases are called" phep test clock.phep --accept "*" --by "Nguyễn Thị A"

# ---- coverage, before and after ----
phep test clock.phep --coverage --json >before.json 2>said.txt
reads coverage before.json
ends 1 "exempt" phep test clock.phep --coverage --min-provisions 100
ends 1 "clock.phep:28" phep test clock.phep --coverage --min-cases 100
ends 0 "" phep test clock.phep --coverage --min-cases 10
ends 0 "accepted" phep test clock.phep --accept "seen by a machine" --by "Nguyễn Thị A"
ends 1 "0 unreviewed cases are called" phep test clock.phep --accept "seen by a machine" --by "Nguyễn Thị A"
grep -q '"accepted_by":"Nguyễn Thị A"' clock.cases.jsonl && passed=$((passed + 1)) || { failed=$((failed + 1)); echo "nobody accepted"; }
ends 0 "3 passed, 0 failed" phep test clock.phep
phep test clock.phep --coverage --json >after.json
reads coverage after.json
[ "$(number after.json coverage.measures.cases.seen)" -gt "$(number before.json coverage.measures.cases.seen)" ] && passed=$((passed + 1)) ||
  { failed=$((failed + 1)); echo "an accepted case covers nothing more"; }
phep test clock.phep --coverage --coverage-format lcov --out lcov.info
phep test clock.phep --coverage --coverage-format cobertura --out cobertura.xml
phep test clock.phep --coverage --coverage-format html --out map.html
phep test clock.phep --coverage --coverage-format html --lang vi --out map.vi.html
reads cobertura cobertura.xml
reads lcov lcov.info cobertura.xml
reads html map.html
reads html map.vi.html
ends 0 "" phep test clock.phep --coverage --coverage-merge after.json --json --out merged.json
same "coverage of a run merged with itself" "$(number merged.json coverage.measures.cases.seen)" "$(number after.json coverage.measures.cases.seen)"
ends 3 "no json report" phep test clock.phep --coverage --coverage-merge lcov.info
ends 74 "" phep test clock.phep --coverage --coverage-merge nowhere.json

# ---- mutation: what the tests leave over is named, and one case more kills it ----
phep test clock.phep --mutate --json >mutation.json
reads mutation mutation.json
ends 0 "l.people >= 999" phep test clock.phep --mutate
ends 1 "mutation score" phep test clock.phep --mutate --min-mutation 100
echo '{"name":"one less","as_of":"2026-03-10T09:00+07:00","facts":{"found_at":"2026-03-02T09:00+07:00","told_at":null,"people":999,"secret":false},"expect":{"size":"small"}}' >>clock.cases.jsonl
echo '{"name":"just so many","as_of":"2026-03-10T09:00+07:00","facts":{"found_at":"2026-03-02T09:00+07:00","told_at":null,"people":1000,"secret":false},"expect":{"size":"large"}}' >>clock.cases.jsonl
phep test clock.phep --mutate --json >better.json
reads mutation better.json
if grep -q "l.people >= 999\|l.people >= 1_001" better.json; then
  failed=$((failed + 1)); echo "a case at the boundary kills nothing"
else
  passed=$((passed + 1))
fi
without_time() { sed 's/"ms": [0-9.e-]*//; s/, [0-9.]* s$//'; }
same "mutants on one thread and on two" "$(phep test clock.phep --mutate --json --jobs 1 | without_time)" "$(phep test clock.phep --mutate --json --jobs 2 | without_time)"
phep test clock.phep --mutate --mutate-sample 5 --seed 1 --json >sample.json
same "a sample" "$(number sample.json mutation.mutants)" 5

# ---- which mistakes are made: where nothing is tested, all are told ----
cp "$root"/tests/reports/mutants/*.phep .
for name in rules norms part; do
  phep test $name.phep --mutate --no-search --json >made.json
  python3 "$root/tests/reports/read.py" mistakes made.json >made.txt
  [ "${PHEP_UPDATE:-}" != 1 ] || cp made.txt "$root/tests/reports/mutants/$name.txt"
  same "the mistakes of $name" "$(cat "$root/tests/reports/mutants/$name.txt")" "$(cat made.txt)"
  same "none of $name twice" "$(sort -u made.txt | wc -l)" "$(number made.json mutation.mutants)"
done

# ---- which are noticed: every one of a rule whose boundaries are tested, and of others what no case tells ----
phep test noticed.phep --mutate --json >noticed.json
reads mutation noticed.json
python3 "$root/tests/reports/read.py" mistakes noticed.json >left.txt
same "a table and a quantifier with a case at each boundary" 0 "$(grep -c '^noticed.\(pause\|two_open\) ' left.txt)"
same "a sum over elements that all count" "condition: rule total(c: Case) : int = sum (i in c.items where true : i.amount)" \
  "$(sed -n 's/^noticed.total [0-9]* //p' left.txt)"
same "a rule of which one case is tested" "case: case b: 3 when false cites L@4
case: left out
figure: case b: 4 when c.kept cites L@4
figure: default 2
priority: picks lowest
threshold: case a: 2 when c.people >= 9 cites L@3" "$(sed -n 's/^noticed.most [0-9]* //p' left.txt | sort)"
same "what is imposed on late and on violated" 4 "$(number noticed.json mutation.by_fault.sanction.killed)"
same "a prohibition that no case asks" 6 "$(grep -c '^noticed.keep ' left.txt)"

# ---- reports of failing tests ----
sed -i 's/"tell":"not_applicable"/"tell":"pending"/' clock.cases.jsonl
ends 1 "+ status: not_applicable" phep test clock.phep
ends 1 "clock.tell clock.phep:23" phep test clock.phep
ends 1 "(RULES@1)" phep test clock.phep
ends 1 "/people = 10" phep test clock.phep
ends 1 "these fail" phep test clock.phep --mutate
ends 1 "::error file=" phep test clock.phep --format github
phep test clock.phep --format junit >junit.xml
reads junit junit.xml 4 1 0
phep test clock.phep --format tap >test.tap
reads tap test.tap 4 1
ends 2 "" phep test clock.phep --format xunit
sed -i 's/"tell":"pending"/"tell":"not_applicable"/' clock.cases.jsonl

# ---- whom a norm binds is proposed until a case expects it ----
ends 0 'clock.tell binds firm' phep gen clock.phep
ends 0 '"tell.bearer":{"firm":[]}' phep gen clock.phep
cp clock.cases.jsonl unbound.jsonl
sed -i '/"name":"large"/s/"size":"large"/"size":"large","tell.bearer":{"firm":[]}/' clock.cases.jsonl
ends 0 "5 passed, 0 failed" phep test clock.phep
phep gen clock.phep >known.jsonl 2>said.txt
ends 1 "" grep "binds firm" known.jsonl
mv unbound.jsonl clock.cases.jsonl

# ---- code that was made before is taken again, but no damaged, flipped or other people's code ----
kept() { ls "$XDG_CACHE_HOME/phep/code" 2>/dev/null | wc -l; }
export XDG_CACHE_HOME=$scratch/code-cache
unset CI
code=$XDG_CACHE_HOME/phep/code
ends 0 "passed, 0 failed" phep test clock.phep --engine interp,jit,native,wasm --no-cache
same "nothing is kept with --no-cache" "$(kept)" 0
ends 0 "passed, 0 failed" env CI=true "$build/bin/phep" test clock.phep --engine interp,jit,native,wasm
same "nothing is kept where CI is set" "$(kept)" 0
ends 0 "passed, 0 failed" phep test clock.phep --engine interp,jit,native,wasm
same "one piece an engine" "$(kept)" 3
stamp() { (cd "$code" && stat -c '%i %n' * | sort); }
first=$(stamp)
ends 0 "passed, 0 failed" phep test clock.phep --engine interp,jit,native,wasm
same "what is there is not made again" "$(stamp)" "$first"
for file in "$code"/*; do printf 'x' | dd of="$file" bs=1 seek=4000 conv=notrunc status=none; done
ends 0 "passed, 0 failed" phep test clock.phep --engine interp,jit,native,wasm
same "what is damaged is made again" "$(comm -12 <(stamp) <(echo "$first") | wc -l)" 0
for _ in made kept; do ends 1 "engines differ" phep test clock.phep --engine interp,jit --sabotage 11; done
same "flipped code has a name of its own" "$(kept)" 4
for file in "$code"/*; do : >"$file"; done
chmod g+w "$code"
ends 0 "passed, 0 failed" phep test clock.phep --engine interp,jit,native
same "a folder that others may write to is let be" "$(cat "$code"/* | wc -c)" 0
export XDG_CACHE_HOME=$scratch/cache

# ---- a mistake that no case can tell is proved to be none; one that a case can tell is not ----
cat >twice.phep <<'TWICE'
module twice
enum Half { early  late }
record Leak {
  people : int 0..1_000_000
  half   : Half
}
rule is_large(l: Leak) : bool = l.people >= 1_000 or (l.people >= 2_000 and l.half is late)
test "either side" {
  as_of  2026-03-05T09:00+07:00
  expect is_large(Leak { people: 999, half: late }) == false
  expect is_large(Leak { people: 1_000, half: early }) == true
}
TWICE
phep test twice.phep --mutate --json --mutate-prove >proved.json
phep test twice.phep --mutate --json >searched.json
same "what is proved equal survived before" "$(number searched.json mutation.survived)" "$(($(number proved.json mutation.survived) + $(number proved.json mutation.equal)))"
same "the mistakes in what makes no difference are equal" 1.0 "$(node -e 'const m=JSON.parse(require("fs").readFileSync("proved.json")).mutation; console.log(m.equal >= 4 && m.survived === 0 ? "1.0" : JSON.stringify(m))')"

# ---- a mistake is shown where it is made: not in a date that only happens to be that of force, nor in what one clause means ----
cat >shown.phep <<'SHOWN'
module shown
use vn.calendar
counting vn.civil_code
calendar vn.state
instrument SAMPLE {
  number "0/0000"   rank decree
  title vi "Văn bản mẫu" en "Sample text"
  in_force from 2026-01-01   outline 1..9
}
party firm vi "doanh nghiệp" en "firm"
record Activity {
  first_day : date
  told_on   : date?
  reports   : list<Report> max 4
}
record Report { sent_at : instant }
duty tell(a: Activity) {
  vi "Báo" en "Tell"   cites SAMPLE@1   bearer firm
  trigger if a.first_day < 2026-01-01 then 2026-01-01 else a.first_day
  due 10 days after trigger
  done a.told_on
}
duty report(a: Activity) {
  vi "Báo cáo" en "Report"   cites SAMPLE@2   bearer firm
  due every 6 months from a.first_day
  done r.sent_at for each r in a.reports
}
decision both(a: Activity) { norms tell(a), report(a) }
test "a case" {
  as_of  2026-03-10T09:00+07:00
  expect tell(Activity { first_day: 2026-02-02, told_on: null, reports: [] }) is violated
}
SHOWN
phep test shown.phep --mutate --json --no-search >shown.json
cat >shown.py <<'PY'
import json
for one in json.load(open("shown.json"))["mutation"]["survivors"]:
    print(one["definition"], one["fault"], *one["added"])
PY
python3 shown.py >shown.txt
same "force is that of the instrument" 2 "$(grep -c '^shown.SAMPLE force' shown.txt)"
same "a trigger that says the same date is none of force" 1 "$(grep -c '^shown.tell force' shown.txt)"
same "what a clause means is not changed by itself" "condition force roll term term" "$(sed -n 's/^shown.report \([a-z_]*\) .*/\1/p' shown.txt | sort | xargs)"
same "a period is one, wherever it is read" "5 7" "$(sed -n 's/.*due every \([57]\) months.*/\1/p' shown.txt | sort | xargs)"
same "a norm that binds nobody" "shown.report condition duty report(a: Activity) {  // never applies" "$(grep never shown.txt)"

# ---- coverage of what a special law adds to another module ----
cp -r "$root/tests/data/run/special" .
ends 0 "bank_law.general.score.special: decides, false" phep test special --coverage
ends 0 "general.keep: false" phep test special --coverage
ends 0 "insure: not_in_force" phep test "$root/tests/data/run/powers.phep" --coverage

# ---- pairs of facts, and tests by their tag ----
phep gen clock.phep --count 1 --pairs >pairs.jsonl 2>said.txt
cat >pairs.py <<'PAIRS'
import itertools, json, sys
facts = [json.loads(line)["facts"] for path in sys.argv[1:] for line in open(path) if '"facts"' in line]
told = {"secret": lambda f: f["secret"], "told_at": lambda f: f["told_at"] is None, "large": lambda f: f["people"] >= 1000}
for one, other in itertools.combinations(told.values(), 2):
    assert len({(one(f), other(f)) for f in facts}) == 4, facts
PAIRS
ends 0 "" python3 pairs.py clock.cases.jsonl pairs.jsonl
ends 0 "pairs of values of" cat said.txt
# 84 by hand: 3 sums, 2 kinds, 6 numbers of days, and two optional facts that no case gives: there at the moment of the case, or not.
phep gen fees.phep --count 1 --pairs >pairs.jsonl 2>said.txt
cat >pairs.py <<'PAIRS'
import itertools, json, sys
facts = [json.loads(line)["facts"] for path in sys.argv[1:] for line in open(path) if '"facts"' in line]
values = {"paid": ["4999999", "5000000", "5000001"], "kind": ["small", "large"], "days": [29, 30, 31, 59, 60, 61],
          "told_on": ["2026-03-10", None], "at": ["2026-03-10T09:00:00+07:00", None]}
seen = {name: lambda f, name=name: f[name]["amount"] if name == "paid" else f[name] for name in values}
for one, other in itertools.combinations(values, 2):
    lacking = set(itertools.product(values[one], values[other])) - {(seen[one](f), seen[other](f)) for f in facts}
    assert not lacking, (one, other, lacking)
PAIRS
ends 0 "" python3 pairs.py fees.cases.jsonl pairs.jsonl
ends 0 "84 pairs of values of 5 facts" cat said.txt
cp clock.phep tagged.phep
sed -i 's/^module clock/module tagged/; /^cases /d' tagged.phep
cat >>tagged.phep <<'TAGGED'
enum Door { open  shut }
rule is_open(d: Door) : bool = d is open
test "the last hour #boundary" {
  as_of  2026-03-05T08:00+07:00
  expect tell(Leak { found_at: 2026-03-02T09:00+07:00, told_at: null, people: 1_000, secret: false }) is còn_hạn
}
test "over #boundary_after" {
  as_of  2026-03-06T08:00+07:00
  expect tell(Leak { found_at: 2026-03-02T09:00+07:00, told_at: null, people: 1_000, secret: false }) is not còn_hạn
}
TAGGED
ends 0 "1 passed, 0 failed" phep test tagged.phep --tag boundary
ends 0 "2 passed, 0 failed" phep test tagged.phep --only bound
ends 2 "no test has the tag \`#bound\`; the tags here are #boundary, #boundary_after" phep test tagged.phep --only "#bound"
ends 2 "did you mean \`#boundary\`" phep test tagged.phep --tag bondary
ends 2 "no title of a test holds \`over #boundary_aftre\`; did you mean \`over #boundary_after\`" phep test tagged.phep --only "over #boundary_aftre"
ends 2 "did you mean \`just so many\`" phep test clock.phep --only "just so manny"
ends 2 "no title of a test holds" phep test tagged.phep --only "no such thing at all" --format json
ends 2 "excludes" phep test tagged.phep --coverage --tag boundary
for k in 1 2 3; do phep test clock.phep tagged.phep --shard "$k/3" --format tap; done | grep -E "^ *(not )?ok" | sed 's/^ *//; s/ok [0-9]*/ok/' | sort >shards.txt
phep test clock.phep tagged.phep --format tap | grep -E "^ *(not )?ok" | sed 's/^ *//; s/ok [0-9]*/ok/' | sort >whole.txt
same "three shards are the whole" "$(cat shards.txt)" "$(cat whole.txt)"
ends 2 "1 <= K <= N" phep test tagged.phep --shard 4/3
ends 2 "1 <= K <= N" phep test tagged.phep --shard 1/3x
ends 2 "excludes" phep test tagged.phep --mutate --shard 1/2
ends 0 "2 passed, 0 failed" phep test tagged.phep --changed
ends 0 "1 passed, 0 failed" phep test tagged.phep --changed --tag boundary
ends 0 "0 passed, 0 failed" phep test tagged.phep --changed --tag boundary
ends 2 "--tag" phep test tagged.phep --tag boundary --only over
ends 2 "there is nothing to prove whose name holds \`tel_\`" phep verify tagged.phep --filter tel_
ends 0 "" phep verify tagged.phep --filter tell

# ---- status words are in the language of the keywords ----
ends 0 "1 file rewritten" phep fmt --keywords en tagged.phep
ends 0 "2" grep -c "is pending\|is not pending" tagged.phep
ends 0 "2 passed, 0 failed" phep test tagged.phep
ends 0 "1 file rewritten" phep fmt --keywords vi tagged.phep
ends 0 "2" grep -c "còn_hạn" tagged.phep
ends 0 "là open" cat tagged.phep
ends 0 "2 passed, 0 failed" phep test tagged.phep

# ---- order, threads, what changed ----
same "another order" "$(phep test clock.phep --shuffle 7 | tail -n 1)" "$(phep test clock.phep | tail -n 1)"
same "threads" "$(phep test "$root/tests/data/run" --jobs 1 --json | without_time)" "$(phep test "$root/tests/data/run" --jobs 2 --json | without_time)"
ends 0 "5 passed, 0 failed" phep test clock.phep --changed
ends 0 "0 passed, 0 failed" phep test clock.phep --changed
sed -i 's/"size":"small"/"size":"small","tell":"not_applicable"/' clock.cases.jsonl
ends 0 "5 passed, 0 failed" phep test clock.phep --changed
ends 0 "0 passed, 0 failed" phep test clock.phep --changed
ends 0 "ms  " phep test clock.phep --slowest 1
timeout 8 phep test clock.phep --watch >watched.txt 2>&1 &
watcher=$!
for _ in $(seq 50); do grep -q "5 passed" watched.txt && break; sleep 0.1; done
sed -i 's/"people":999/"people":998/' clock.cases.jsonl
for _ in $(seq 50); do [ "$(grep -c passed watched.txt)" -ge 2 ] && break; sleep 0.1; done
kill "$watcher" 2>/dev/null
wait "$watcher" 2>/dev/null
same "watching" "$(head -n 2 watched.txt | grep -c '5 passed')" 2

tally
