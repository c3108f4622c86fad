"""Bundles that would write elsewhere, lie about what they hold, or are not who they say."""

import gzip
import json
import subprocess
import sys

from harness import INTEGRITY, IO, LIMIT, MIB, OK, ROOT, USAGE, attack, check

sys.path.insert(0, str(ROOT / "tests" / "bundle"))
from archive import bundle_of, entry, header, in_order, listed, text_of  # noqa: E402

FILES = in_order([("phep.json", b'{"name": "leak"}\n'), ("leak.phep", b"module leak\nrule f() : int = 1\n")])
ALL = b"".join(entry(path, data) for path, data in FILES)


def about(tools, sequence=3):
    """The head of a manifest that this phep takes."""
    said = json.loads(tools.phep("version", "--json").ends(OK).out)
    return {"format": "phep-bundle/1", "name": "leak", "sequence": sequence, "language": said["language"], "law": said["library"]["sha256"], "tool": said["tool"]}


def refused(tools, name, data, *codes):
    """It is not unpacked, and nothing is written anywhere that the test sees."""
    path = tools.write("b/x.tar", data)
    before = tools.files()
    for words in (("verify", path, "--unsigned"), ("unpack", path, "--unsigned", "--out", tools.scratch / "b/out")):
        said = tools.phep("bundle", *words, memory=512 * MIB).ends(INTEGRITY, LIMIT)
        check(any(code in said.text for code in codes), name, "wanted", codes, "it said", said.text[:400])
    check(tools.files() == before, name, "wrote", sorted(set(tools.files()) - set(before)))


@attack(15, "bundles with paths that leave, links, devices, names that fall together")
def paths(tools):
    head = about(tools)
    tools.phep("bundle", "verify", tools.write("good.tar", bundle_of(head, FILES)), "--unsigned").ends(OK)
    for path in ("../out.phep", "/tmp/out.phep", "a/../../out.phep", "..\\out.phep", "C:\\out.phep", "\\\\host\\share\\x", "nul", "a/aux.phep", ".profile", "a/./b",
                 "a//b", "\x1b[2Jx", "a\u202eb", "pha\u0323t"):
        refused(tools, path, bundle_of(head, in_order([*FILES, (path, b"x")])), "P6409")
        refused(tools, path, bundle_of(head, FILES, entries=ALL + entry(path, b"x")), "P6409")
    for path in ("Leak.phep", "leak.phep/x", "bundle.json", "BUNDLE.JSON"):
        refused(tools, path, bundle_of(head, in_order([*FILES, (path, b"x")])), "P6410")
    for kind, link in ((b"2", b"/etc/passwd"), (b"2", b".."), (b"1", b"leak.phep"), (b"3", b""), (b"6", b""), (b"5", b""), (b"x", b""), (b"L", b"")):
        refused(tools, kind, bundle_of(head, FILES, entries=header("a", 0, kind, link) + entry("a/out.phep", b"x") + ALL), "P6408")
    refused(tools, "twice", bundle_of(head, FILES, entries=ALL + entry("leak.phep", b"x")), "P6410")
    archive = subprocess.run(["tar", "-C", "/", "-cf", "-", "etc/hostname"], capture_output=True, check=True).stdout
    refused(tools, "tar's own", archive, "P6407", "P6408")


@attack(16, "bundles whose sizes lie, sparse files, no end")
def sizes(tools):
    head = about(tools)
    for size in (8 << 20, (16 << 20) + 1, (1 << 33) - 1):
        refused(tools, size, bundle_of(head, FILES, entries=header("z.phep", size), end=b""), "P6405", "P6415")
    refused(tools, "sparse", bundle_of(head, FILES, entries=header("z.phep", 0, b"S")), "P6408")
    refused(tools, "a size in base 256", bundle_of(head, FILES, entries=header("z.phep", 0).replace(b"0" * 11 + b"\0", b"\x80" + b"\xff" * 11, 1)), "P6407")
    refused(tools, "compressed", gzip.compress(bundle_of(head, FILES)), "P6405", "P6407", "P6408", "P6409")
    path = tools.write("b/x.tar", b"")
    with open(path, "wb") as file:
        file.truncate(1 << 40)
    tools.phep("bundle", "verify", path, "--unsigned", memory=512 * MIB).ends(IO).says("16 MiB")
    tools.phep("bundle", "verify", "-", "--unsigned", memory=512 * MIB, stdin=open("/dev/zero", "rb")).ends(IO).says("16 MiB")


@attack(17, "signatures: files besides, other keys, an older algorithm, an older bundle")
def signatures(tools):
    def minisign(*words):
        subprocess.run(["minisign", *map(str, words)], cwd=tools.scratch, input=b"\n", capture_output=True, check=True)

    for key in ("maker", "stranger"):
        minisign("-G", "-W", "-p", key + ".pub", "-s", key + ".key")
    head = about(tools)
    bundles = {
        "good": bundle_of(head, FILES), "unlisted": bundle_of(head, FILES, entries=ALL + entry("z.phep", b"x")),
        "missing": bundle_of(head, FILES, manifest=text_of({**head, "files": listed([*FILES, ("z.phep", b"x")])})), "older": bundle_of(about(tools, 2), FILES),
        "edited": bundle_of(head, FILES, entries=ALL.replace(b"int = 1", b"int = 2")), "named": bundle_of({**head, "name": "other"}, FILES),
    }
    for name, data in bundles.items():
        tools.write(name + ".tar", data)
        minisign("-S", "-s", "maker.key", "-m", name + ".tar")

    def verify(name, *words):
        return tools.phep("bundle", "verify", tools.scratch / (name + ".tar"), "--key", tools.scratch / "maker.pub", *words)

    verify("good", "--name", "leak", "--not-below", "3").ends(OK)
    for name, code in (("unlisted", "P6411"), ("missing", "P6412"), ("edited", "P6413")):
        verify(name).ends(INTEGRITY).says(code)
    verify("older", "--not-below", "3").ends(INTEGRITY).says("P6419")
    verify("named", "--name", "leak").ends(INTEGRITY).says("P6418")
    tools.phep("bundle", "verify", tools.scratch / "good.tar").ends(USAGE)
    # One signature for another file, from another key, by another algorithm.
    tools.write("good.tar.minisig", (tools.scratch / "older.tar.minisig").read_bytes())
    verify("good").ends(INTEGRITY).says("P6404")
    minisign("-S", "-s", "stranger.key", "-m", "good.tar")
    verify("good").ends(INTEGRITY).says("P6403")
    minisign("-S", "-l", "-s", "maker.key", "-m", "good.tar")
    verify("good").ends(INTEGRITY).says("P6401")
    (tools.scratch / "good.tar.minisig").unlink()
    verify("good").ends(IO)
    # What was taken stays taken.
    taken = tools.scratch / "taken.json"
    for name, code in (("good", OK), ("older", INTEGRITY)):
        minisign("-S", "-s", "maker.key", "-m", name + ".tar")
        out = tools.scratch / ("out-" + name)
        tools.phep("bundle", "unpack", tools.scratch / (name + ".tar"), "--key", tools.scratch / "maker.pub", "--taken", taken, "--out", out).ends(code)
        check(out.exists() == (code == OK), name)
