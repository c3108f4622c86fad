"""Bundles, keys and signatures with one thing wrong each: every one is refused by its code, and nothing is written.

  refused.py PHEP SCRATCH RECORDED     RECORDED.en.txt and RECORDED.vi.txt hold the messages; PHEP_UPDATE=1 writes them

The archives are written by hand here, not by phep: what phep writes is first read by Python's own reader, and written again to the byte.
"""

import base64
import hashlib
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile

import archive
from archive import END, entry, header, in_order, listed, text_of

phep, scratch, recorded = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3]
os.chdir(scratch)
passed = failed = 0


def check(true, *why):
    global passed, failed
    passed, failed = passed + bool(true), failed + (not true)
    if not true:
        print(*why)


def run(*words, lang="en", **more):
    return subprocess.run([phep, *map(str, words), "--lang", lang], capture_output=True, text=True, **more)


# ---- a bundle, as phep writes it and as this file does ----

project = pathlib.Path("leak")
(project / "phạt").mkdir(parents=True)
(project / "phep.json").write_text('{"name": "leak"}\n')
(project / "leak.phep").write_text("module leak\nrecord R { a : int }\ndecision d(r: R) { x = r.a }\n")
(project / "phạt/điều-một.phep").write_text("module phạt.điều_một\nrule một() : int = 1\n")
(project / "leak.cases.jsonl").write_text("{}\n")
(project / "notes.txt").write_text("not of the policy\n")
made = run("bundle", "make", "leak", "--sequence", 3, "--out", "leak.tar")
check(made.returncode == 0, made.stderr)
bundle = pathlib.Path("leak.tar").read_bytes()


with tarfile.open(fileobj=io.BytesIO(bundle)) as tar:
    FILES = {member.name: tar.extractfile(member).read() for member in tar}
MANIFEST = json.loads(FILES.pop("bundle.json"))
check(sorted(FILES) == ["leak.cases.jsonl", "leak.phep", "phep.json", "phạt/điều-một.phep"], sorted(FILES))
check(list(FILES) == sorted(FILES, key=str.encode), "not sorted")


ORDER = in_order(FILES.items())
ALL = b"".join(entry(path, data) for path, data in ORDER)
LEAK = FILES["leak.phep"]


def bundle_of(files=None, manifest=None, entries=None, end=END, **keys):
    return archive.bundle_of({**MANIFEST, **keys}, ORDER if files is None else files, manifest, entries, end)


check(bundle_of() == bundle, "this file writes other bytes than phep")

# ---- what is wrong with bundles ----


def with_file(path, data=b"x\n"):
    """A bundle that holds and lists one more file."""
    return bundle_of(in_order([*ORDER, (path, data)]))


def manifest_with(before, after):
    return bundle_of(manifest=text_of({**MANIFEST, "files": listed(ORDER)}).replace(before, after, 1))


PATHS = {
    "upwards": "../outside.phep", "upwards within": "a/../../outside.phep", "here": "./leak2.phep", "absolute": "/tmp/outside.phep",
    "another system's slash": "..\\outside.phep", "a drive": "C:outside.phep", "a stream": "leak.phep:stream", "an empty step": "a//b.phep",
    "a folder": "a/", "hidden": ".profile", "a device": "a/con.phep", "another device": "LPT1", "a point at the end": "a.", "a blank at the end": "a ",
    "a control character": "a\x1b[2J.phep", "a line break": "a\nb.phep", "a bidirectional control": "a\u202eb.phep", "an invisible letter": "a\u200bb.phep",
    "a star": "*.phep", "decomposed": "pha\u0323t.phep", "too long": "a/" * 70 + "b" * 20,
}
CLASHES = {
    "letter case": ["Leak.phep"], "letter case of a folder": ["PHẠT/x.phep"], "a file where a folder is": ["phạt"],
    "a file below a file": ["leak.phep/x"], "the manifest's name": ["bundle.json"], "… in capitals": ["Bundle.JSON"], "sharp s": ["strasse.csv", "straße.csv"],
}
BAD_UTF8 = bundle_of(entries=entry(b"a\xff.phep", b"") + ALL)

MUTANTS = [("P6409", "a path: " + name, with_file(path)) for name, path in PATHS.items()]
MUTANTS += [("P6409", "a path: no UTF-8", BAD_UTF8)]
MUTANTS += [("P6409", "a path: a step too long", bundle_of(entries=ALL, manifest=text_of({**MANIFEST, "files": listed([*ORDER, ("z" * 101, b"")])})))]
MUTANTS += [("P6409", "an entry that leaves, and is not listed", bundle_of(entries=ALL + entry("../outside.phep", b"x")))]
MUTANTS += [("P6410", "one name twice: " + name, bundle_of(in_order([*ORDER, *((path, b"x") for path in paths)])))
            for name, paths in CLASHES.items()]
MUTANTS += [
    ("P6410", "an entry twice", bundle_of(entries=ALL + entry("leak.phep", LEAK))),
    ("P6410", "an entry twice, with other bytes", bundle_of(entries=entry("leak.phep", LEAK + b"\n") + ALL)),
    ("P6410", "listed twice", bundle_of(in_order([*ORDER, ("leak.phep", LEAK)]))),
    ("P6408", "a symbolic link", bundle_of(entries=ALL + header("z.phep", 0, b"2", b"/etc/passwd"))),
    ("P6408", "a symbolic link to the folder above", bundle_of(entries=header("a", 0, b"2", b"..") + entry("a/outside.phep", b"x") + ALL)),
    ("P6408", "a hard link", bundle_of(entries=ALL + header("z.phep", 0, b"1", b"leak.phep"))),
    ("P6408", "a device", bundle_of(entries=ALL + header("z.phep", 0, b"3"))),
    ("P6408", "a folder", bundle_of(entries=header("a", 0, b"5") + ALL)),
    ("P6408", "a pipe", bundle_of(entries=ALL + header("z.phep", 0, b"6"))),
    ("P6408", "a long name as another entry", bundle_of(entries=entry("././@LongLink", b"../outside.phep\0", kind=b"L") + ALL)),
    ("P6408", "a header that renames", bundle_of(entries=entry("pax", b"23 path=../outside.phep\n", kind=b"x") + ALL)),
    ("P6408", "a sparse file", bundle_of(entries=ALL + header("z.phep", 0, b"S"))),
    ("P6411", "an entry that is not listed", bundle_of(entries=ALL + entry("z.phep", b"x"))),
    ("P6412", "a file that is listed only", bundle_of(manifest=text_of({**MANIFEST, "files": listed(ORDER) + listed([("z.phep", b"x")])}))),
    ("P6412", "no file at all", bundle_of(entries=b"")),
    ("P6413", "a byte that changed", bundle_of(entries=ALL.replace(b"x = r.a", b"x = r.b"))),
    ("P6413", "a size that lies", bundle_of(manifest=text_of({**MANIFEST, "files": [{**one, "size": one["size"] + 1} for one in listed(ORDER)]}))),
    ("P6407", "another order", bundle_of(entries=b"".join(entry(path, data) for path, data in reversed(ORDER)))),
    ("P6407", "another order in both", bundle_of(list(reversed(ORDER)))),
    ("P6407", "a program", bundle_of(entries=entry("leak.phep", LEAK, mode=b"0000755") + ALL)),
    ("P6407", "a sum that is wrong", bundle_of(entries=ALL.replace(header("leak.phep", len(LEAK))[148:154], b"000000"))),
    ("P6407", "a size in base 256", bundle_of(entries=header("z.phep", 0)[:124] + b"\x80" + b"\0" * 11 + header("z.phep", 0)[136:])),
    ("P6407", "something in the padding", bundle_of(entries=ALL[:-1] + b"x")),
    ("P6407", "a name behind its end", bundle_of(entries=header("z.phep", 0)[:50] + b"x" + header("z.phep", 0)[51:] + ALL)),
    ("P6405", "cut within a header", bundle[:700]),
    ("P6405", "cut within a file", bundle[: len(bundle) - 1024 - 300]),
    ("P6405", "cut before the end", bundle[:-1024]),
    ("P6405", "cut within the end", bundle[:-512]),
    ("P6405", "cut by a byte", bundle[:-1]),
    ("P6405", "nothing", b""),
    ("P6405", "a size beyond the end", bundle_of(entries=ALL + header("z.phep", 1 << 20), end=b"")),
    ("P6406", "a byte behind the end", bundle + b"\0"),
    ("P6406", "a bundle behind the end", bundle + bundle),
    ("P6406", "something in the end", bundle[:-1] + b"x"),
    ("P6414", "no manifest", ALL + END),
    ("P6414", "the manifest last", ALL + bundle_of(entries=b"")),
    ("P6414", "a manifest that is no JSON", bundle_of(manifest=b"{")),
    ("P6414", "a manifest of another kind", bundle_of(manifest=b"[]\n")),
    ("P6414", "another format", manifest_with(b"phep-bundle/1", b"phep-bundle/2")),
    ("P6414", "a key twice", manifest_with(b'"sequence": 3,', b'"sequence": 9,\n "sequence": 3,')),
    ("P6414", "a key besides", manifest_with(b'"sequence": 3,', b'"sequence": 3,\n "trust": true,')),
    ("P6414", "a key that is not there", manifest_with(b' "sequence": 3,\n', b"")),
    ("P6414", "a sequence that is no number", manifest_with(b'"sequence": 3', b'"sequence": "3"')),
    ("P6414", "a sequence below zero", manifest_with(b'"sequence": 3', b'"sequence": -3')),
    ("P6414", "a sequence with a point", manifest_with(b'"sequence": 3', b'"sequence": 3.0')),
    ("P6414", "the sequence zero", manifest_with(b'"sequence": 3', b'"sequence": 0')),
    ("P6414", "a sequence that JavaScript cannot tell apart", manifest_with(b'"sequence": 3', b'"sequence": 9007199254740992')),
    ("P6414", "blanks besides", manifest_with(b'"sequence": 3', b'"sequence":  3')),
    ("P6414", "a letter spelled otherwise", manifest_with(b'"name": "leak"', b'"name": "l\\u0065ak"')),
    ("P6414", "a name with a path", manifest_with(b'"name": "leak"', b'"name": "../leak"')),
    ("P6414", "a digest in capitals", manifest_with(hashlib.sha256(LEAK).hexdigest().encode(), hashlib.sha256(LEAK).hexdigest().upper().encode())),
    ("P6414", "a manifest nested a hundred thousand deep", bundle_of(manifest=b"[" * 100_000)),
    ("P6415", "a manifest of more than a megabyte", bundle_of(manifest=b" " * ((1 << 20) + 1))),
    ("P6415", "a file that claims eight gigabytes", bundle_of(entries=header("z.phep", (1 << 33) - 1))),
    ("P6415", "5,000 files", bundle_of([("%05d.phep" % i, b"") for i in range(5_000)])),
]
LIMITS = ("P6415",)

# ---- keys and signatures ----


def sign(key, path, *words):
    subprocess.run(["minisign", "-S", "-s", key, "-m", path, *words], check=True, capture_output=True, input=b"\n")


def new_key(name):
    subprocess.run(["minisign", "-G", "-W", "-f", "-p", name + ".pub", "-s", name + ".key"], check=True, capture_output=True)


for name in ("maker", "stranger"):
    new_key(name)
sign("maker.key", "leak.tar", "-t", "ký ngày 2026-03-10")
GOOD = pathlib.Path("leak.tar.minisig").read_text()
shutil.copy("leak.tar", "strange.tar")
sign("stranger.key", "strange.tar")
shutil.copy("leak.tar", "old.tar")
sign("maker.key", "old.tar", "-l")
lines = GOOD.splitlines(keepends=True)


def altered(line, byte):
    """The signature with one bit of a line's bytes turned."""
    data = bytearray(base64.b64decode(lines[line]))
    data[byte] ^= 1
    return "".join([*lines[:line], base64.b64encode(data).decode() + "\n", *lines[line + 1:]])


other_key = bytearray(base64.b64decode(pathlib.Path("maker.pub").read_text().splitlines()[1]))
other_key[20] ^= 1
PUBLIC = pathlib.Path("maker.pub").read_text()
# code, what is wrong, bundle, signature, key; None: the good one.
SIGNATURES = [
    ("P6403", "a stranger's signature", None, pathlib.Path("strange.tar.minisig").read_text(), None),
    ("P6404", "one bit of the bundle", bundle[:-1500] + bytes([bundle[-1500] ^ 1]) + bundle[-1499:], None, None),
    ("P6404", "a bundle with a file more", with_file("z.phep"), None, None),
    ("P6404", "one bit of the signature", None, altered(1, 20), None),
    ("P6404", "one bit of the comment's signature", None, altered(3, 20), None),
    ("P6404", "another comment", None, GOOD.replace("2026-03-10", "2036-03-10"), None),
    ("P6403", "another number of the key", None, altered(1, 4), None),
    ("P6404", "another key of the same number", None, None, "untrusted comment: x\n" + base64.b64encode(other_key).decode() + "\n"),
    ("P6401", "the older algorithm", None, pathlib.Path("old.tar.minisig").read_text(), None),
    ("P6401", "no signature in the file", None, "", None),
    ("P6401", "half a signature", None, GOOD[: len(GOOD) // 2], None),
    ("P6401", "something behind the signature", None, GOOD + "more\n", None),
    ("P6401", "a signature without its comment", None, "".join(lines[:2]), None),
    ("P6401", "letters that are no base64", None, GOOD.replace(lines[1][:8], "!!!!!!!!"), None),
    ("P6401", "a signature of 20 KB", None, GOOD.replace("2026-03-10", "2026-03-10" + "x" * 20_000), None),
    ("P6402", "a key of another kind", None, None, PUBLIC.replace("RW", "RX")),
    ("P6402", "half a key", None, None, PUBLIC[:-10]),
    ("P6402", "a secret key", None, None, pathlib.Path("maker.key").read_text()),
    ("P6402", "an empty key", None, None, ""),
]

# ---- what is right, but not wanted ----

OTHERS = [
    ("P6416", "of another edition", bundle_of(language="2031"), []),
    ("P6417", "of another library", bundle_of(law="0" * 64), []),
    ("P6418", "of another name", bundle, ["--name", "breach"]),
    ("P6419", "below what is wanted", bundle, ["--not-below", "4"]),
    ("P6419", "below what was taken", bundle, ["--taken", "newer.json"]),
    ("P6420", "another bundle of the number that was taken", bundle, ["--taken", "twin.json"]),
    ("P6421", "an empty file of what was taken", bundle, ["--taken", "empty.json"]),
    ("P6421", "what was taken, with a negative number", bundle, ["--taken", "negative.json"]),
    ("P6421", "what was taken, of another format", bundle, ["--taken", "format.json"]),
]


def taken(sequence, sha256="0" * 64, kind="phep-bundles-taken/1"):
    return json.dumps({"format": kind, "bundles": {"leak": {"sequence": sequence, "sha256": sha256}}})


for name, text in (("newer", taken(4)), ("twin", taken(3)), ("empty", ""), ("negative", taken(-1)), ("format", taken(1, kind="x"))):
    pathlib.Path(name + ".json").write_text(text)

messages = {"en": [], "vi": []}


def refused(code, name, command):
    """`verify` says the code in English, `unpack` in Vietnamese; both end with 5 (a limit: 4), and nothing is written."""
    wanted = 4 if code in LIMITS else 5
    before = sorted(pathlib.Path().iterdir())
    for lang, words in (("en", ["verify", *command]), ("vi", ["unpack", *command, "--out", "unpacked"])):
        said = run("bundle", *words, lang=lang)
        line = next((line for line in said.stderr.splitlines() if f"[{code}]" in line), "")
        check(said.returncode == wanted and line and not said.stdout, name, "wanted", code, "ended with", said.returncode, said.stdout, said.stderr[:600])
        check(not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", said.stderr), name, "a control character in", repr(said.stderr[:300]))
        # Keys are drawn anew, and versions and the library change.
        messages[lang].append(f"{name}\n  " + re.sub(r"\b[0-9A-F]{16}\b|\b[0-9a-f]{12}\b|(?<=phep )[\d.]+", "N", line))
    check(sorted(pathlib.Path().iterdir()) == before and not pathlib.Path("../outside.phep").exists(), name, "wrote something")


pathlib.Path("refused.tar").touch()
for file in ("refused.tar.minisig", "refused.pub"):
    pathlib.Path(file).touch()
for code, name, data in MUTANTS:
    pathlib.Path("refused.tar").write_bytes(data)
    refused(code, name, ["refused.tar", "--unsigned"])
for code, name, data, signature, key in SIGNATURES:
    pathlib.Path("refused.tar").write_bytes(data or bundle)
    pathlib.Path("refused.tar.minisig").write_text(signature if signature is not None else GOOD)
    pathlib.Path("refused.pub").write_text(key if key is not None else PUBLIC)
    refused(code, name, ["refused.tar", "--key", "refused.pub"])
for code, name, data, words in OTHERS:
    pathlib.Path("refused.tar").write_bytes(data)
    refused(code, name, ["refused.tar", "--unsigned", *words])

# ---- random bytes of a good bundle changed: never taken for another bundle, never anything but a refusal ----
import random  # noqa: E402



def rewritten(data):
    """What this file makes of what a bundle says of itself."""
    return bundle_of(manifest=text_of(json.loads(data[512:].split(b"\0")[0])))


draw = random.Random(8)
for i in range(60):
    data = bytearray(bundle)
    for _ in range(draw.choice([1, 1, 1, 2, 8])):
        at = draw.randrange(len(data))
        data[at] = (data[at] + draw.randrange(1, 256)) % 256
    if draw.random() < 0.2:
        at = 512 * draw.randrange(len(data) // 512)
        data[at : at + 512 * draw.randrange(3)] = data[512 * draw.randrange(3) :][: 512 * draw.randrange(3)]
    if bytes(data) == bundle:
        continue
    pathlib.Path("refused.tar").write_bytes(data)
    said = run("bundle", "verify", "refused.tar", "--unsigned")
    # A letter of the manifest's head may become another one: then it is a bundle that make would have written.
    fine = said.returncode in (4, 5) or (said.returncode == 0 and rewritten(bytes(data)) == bytes(data))
    check(fine, "mutant", i, said.returncode, said.stderr[:300])

for lang, lines in messages.items():
    file = pathlib.Path(f"{recorded}.{lang}.txt")
    wanted = "\n".join(lines) + "\n"
    if os.environ.get("PHEP_UPDATE"):
        file.write_text(wanted)
    check(file.exists() and file.read_text() == wanted, file, "differs; PHEP_UPDATE=1 records it")
print(f"{passed} passed, {failed} failed")
sys.exit(failed != 0)
