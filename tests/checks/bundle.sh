#!/usr/bin/env bash
# Bundles: made the same from anywhere, read by tar and signed by minisign, taken back to the byte; what is wrong with one, or
# with its signature, is refused with nothing written. PHEP_UPDATE=1 records the messages.
set -uo pipefail
build=$(cd "$1" && pwd)
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
export PATH=$build/bin:$PATH LC_ALL=C.UTF-8 PHEP_LANG=en NO_COLOR=1 PYTHONDONTWRITEBYTECODE=1
scratch=$(mktemp -d)
trap 'chmod -R u+w "$scratch"; rm -rf "$scratch"' EXIT
cd "$scratch" || exit 1
. "$root/tests/tally.sh"
in_file() { grep -qF -- "$1" "$2"; }

# ---- made: the same bytes from anywhere, whoever asks ----
phep new leak --template personal-data >/dev/null 2>&1
mkdir leak/.cache leak/sub && echo x >leak/.cache/x.csv && echo "{}" >leak/sub/later.jsonl && echo x >leak/notes.txt
ends 0 "number 3" phep bundle make leak --sequence 3 --out leak.tar
mkdir elsewhere && cp -r leak elsewhere/other && touch -d 2001-01-01 elsewhere/other/*.phep && chmod 600 elsewhere/other/*.phep
holds "make again, elsewhere" sh -c "cd elsewhere/other && umask 077 && TZ=Asia/Ho_Chi_Minh LC_ALL=C phep bundle make . --sequence 3 --out ../again.tar"
holds "equal to the byte" cmp leak.tar elsewhere/again.tar
holds "tar reads it" tar -xf leak.tar --one-top-level=by-tar
rm by-tar/bundle.json
(cd leak && find . -type f ! -path './.cache/*' ! -name notes.txt ! -name README.md | sort) >wanted
(cd by-tar && find . -type f | sort) >listed
holds "holds what belongs to the policy" cmp wanted listed
holds "every file as it was" sh -c "cd by-tar && find . -type f -exec cmp {} ../leak/{} \;"
if PHEP_TODAY=2026-05-27 phep bundle make leak --sequence 4 --out next.tar >/dev/null 2>&1 && ! cmp -s next.tar leak.tar; then passed=$((passed + 1)); else
  failed=$((failed + 1)); echo "a sequence changes nothing"; fi

# ---- signed by minisign, verified here, and by minisign ----
minisign -G -W -p maker.pub -s maker.key >/dev/null
minisign -S -s maker.key -m leak.tar -t "của gói số 3" </dev/null >/dev/null 2>&1
holds "minisign verifies" minisign -V -p maker.pub -m leak.tar
ends 0 "của gói số 3" phep bundle verify leak.tar --key maker.pub
ends 0 "$(sed -n 's/.*public key //p' maker.pub)" phep bundle verify leak.tar --key maker.pub --name leak --not-below 3
cp leak.tar.minisig moved.sig
ends 0 "" phep bundle verify leak.tar --key maker.pub --signature moved.sig
ends 0 "nobody was asked" phep bundle verify leak.tar --unsigned
ends 0 "không xét" phep bundle verify leak.tar --unsigned --lang vi
ends 2 "needs --key" phep bundle verify leak.tar
ends 2 "cần --key" phep bundle unpack leak.tar --out nowhere --lang vi
ends 2 "" phep bundle verify leak.tar --key maker.pub --unsigned
ends 2 "" phep bundle verify leak.tar --unsigned --signature moved.sig
ends 74 "cannot read" phep bundle verify next.tar --key maker.pub
ends 74 "cannot read" phep bundle verify leak.tar --key nowhere.pub
ends 74 "cannot read" phep bundle verify nowhere.tar --unsigned
printf '\0' >>next.tar
minisign -S -s maker.key -m next.tar </dev/null >/dev/null 2>&1
ends 5 "P6406" phep bundle verify next.tar --key maker.pub

# ---- unpacked: all files or none, and a policy that works ----
ends 0 "leak" phep bundle unpack leak.tar --key maker.pub --taken taken.json --out back
holds "every file is back" sh -c "rm -r leak/.cache leak/notes.txt leak/README.md && diff -r leak back"
holds "it passes its tests" phep test back
holds "what was taken is kept" in_file '"sequence":3' <(tr -d ' \n' <taken.json)
ends 0 "" phep bundle unpack leak.tar --key maker.pub --taken taken.json --out back-again
phep bundle make back --sequence 2 --out older.tar >/dev/null 2>&1
ends 5 "P6419" phep bundle unpack older.tar --unsigned --taken taken.json --out older
ends 5 "P6419" phep bundle verify older.tar --unsigned --not-below 3
ends 0 "" phep bundle verify older.tar --unsigned --not-below 2
echo "// another text" >>back/$(cd back && ls ./*.phep | head -n 1)
phep bundle make back --sequence 3 --out twin.tar >/dev/null 2>&1
ends 5 "P6420" phep bundle unpack twin.tar --unsigned --taken taken.json --out twin
phep bundle make back --sequence 5 --out newer.tar >/dev/null 2>&1
ends 0 "" phep bundle unpack newer.tar --unsigned --taken taken.json --out newer
ends 5 "P6419" phep bundle unpack leak.tar --key maker.pub --taken taken.json --out late
holds "nothing of what was refused" fails ls -d older twin late
ends 74 "cannot write" phep bundle unpack leak.tar --unsigned --out back
mkdir empty
ends 0 "" phep bundle unpack leak.tar --unsigned --out empty
ln -s /tmp linked
ends 74 "cannot write" phep bundle unpack leak.tar --unsigned --out linked
holds "the link is a link" test -L linked
ends 74 "cannot write" phep bundle unpack leak.tar --unsigned --out nowhere/there
# A disk that is full: strace fails the write of the second file.
strace -f -qq -o /dev/null -e trace=write -e inject=write:error=ENOSPC:when=2 phep bundle unpack leak.tar --unsigned --out full >/dev/null 2>&1
holds "a full disk leaves nothing" sh -c "test ! -e full && ! ls -d ./*.part"
strace -f -qq -o calls -e trace=execve,socket,connect phep bundle unpack leak.tar --key maker.pub --out watched >/dev/null 2>&1
holds "starts nothing, connects nowhere" sh -c "test \$(wc -l <calls) = 1"

# ---- what cannot be a bundle ----
ends 74 "no phep.json" phep bundle make elsewhere --sequence 1 --out x.tar
ends 2 "" phep bundle make leak --sequence 0 --out x.tar
ends 2 "" phep bundle make leak --sequence 9007199254740992 --out x.tar
ends 2 "" phep bundle make leak --out x.tar
cp -r leak wrong && echo "rule f() : int = true" >>wrong/$(cd wrong && ls ./*.phep | head -n 1)
ends 3 "error[P3" phep bundle make wrong --sequence 1 --out x.tar
cp -r leak link && ln -s /etc link/etc
ends 3 "link" phep bundle make link --sequence 1 --out x.tar
cp -r leak named && printf '{"name":"a/b"}' >named/phep.json
ends 3 "P6414" phep bundle make named --sequence 1 --out x.tar
cp -r leak cased && cp cased/sub/later.jsonl cased/Later.jsonl && cp cased/sub/later.jsonl cased/later.jsonl
ends 3 "P6410" phep bundle make cased --sequence 1 --out x.tar
cp -r leak colon && echo "{}" >colon/a:b.jsonl
ends 3 "P6409" phep bundle make colon --sequence 1 --out x.tar
cp -r leak large && head -c 17000000 /dev/zero >large/a.jsonl
ends 74 "16 MiB" phep bundle make large --sequence 1 --out x.tar
head -c 9000000 /dev/zero >large/a.jsonl && cp large/a.jsonl large/b.jsonl
ends 4 "P6415" phep bundle make large --sequence 1 --out x.tar
holds "nothing was written" fails ls x.tar

# ---- what is wrong with a bundle, a key, a signature ----
mkdir refused
python3 "$root/tests/bundle/refused.py" phep "$scratch/refused" "$root/tests/data/bundle/refused" >said 2>&1
line=$(grep -E '^[0-9]+ passed, [0-9]+ failed' said | tail -n 1)
[ -n "$line" ] || line="0 passed, 1 failed"
passed=$((passed + ${line%% passed*}))
line=${line##*, }
failed=$((failed + ${line%% failed*}))
[ "${line%% failed*}" = 0 ] || tail -n 40 said

tally
