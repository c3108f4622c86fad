"""Doors that are closed, and how packages are held together."""

import json
import re

from harness import FINDINGS, INVALID, MIB, OK, REFUSED, ROOT, USAGE, attack, check

SOURCE = "record R { a : int }\ndecision d(r: R) { x = r.a }\n"


@attack(7, "no XML and no HTML is read", absent=True)
def xml(tools):
    bomb = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;"><!ENTITY d SYSTEM "file:///etc/passwd">]><a>&c;&d;</a>'
    source = tools.write("a.phep", SOURCE)
    for name in ("f.xml", "f.html"):
        path = tools.write(name, bomb)
        tools.phep("eval", source, "--facts", path, "--as-of", "2026-03-10").ends(INVALID).keeps("root:")
        tools.phep("check", path).ends(FINDINGS).keeps("root:")
    for command in ("import", "fetch", "read", "load"):
        tools.phep("law", command, tools.scratch / "f.xml").ends(USAGE)


@attack(16, "nothing is decompressed", absent=True)
def bombs(tools):
    import gzip
    import zlib
    small = gzip.compress(b"\0" * (64 * MIB))
    source = tools.write("a.phep", SOURCE)
    for name in ("f.json.gz", "f.json", "f.phep.gz"):
        path = tools.write(name, small)
        tools.phep("eval", source, "--facts", path, "--as-of", "2026-03-10", memory=512 * MIB).ends(INVALID)
        tools.phep("check", path, memory=512 * MIB).ends(FINDINGS)
        tools.phep("inspect", path, memory=512 * MIB).ends(OK, *REFUSED)
    tools.phep("eval", source, "--batch", "--facts", "-", "--as-of", "2026-03-10", stdin=zlib.compress(b"{}\n" * 1000), memory=1024 * MIB).ends(FINDINGS)


@attack(11, "patterns that would make a matcher backtrack")
def patterns(tools):
    source = tools.write("a.phep", "rule f() : int = 1\n" + "".join('test "%s" { as_of 2026-01-01T00:00+07:00 expect f() == 1 }\n' % ("a" * 2_000 + str(i)) for i in range(200)))
    for pattern in ("(a+)+$", "(a|a)*b", "a" * 100_000, ".*" * 5_000, "*" * 10_000, "[[[[", "\\", "%s%n", "a" * 1_999 + "!"):
        tools.phep("test", source, "--filter", pattern, seconds=10).ends(OK, FINDINGS, USAGE)
        if pattern in ("(a+)+$", "a" * 100_000, "[[[["):
            tools.phep("law", "search", pattern, seconds=20).ends(OK, *REFUSED)
            tools.phep("law", "show", pattern, seconds=20).ends(OK, *REFUSED)
        tools.phep("explain", pattern[:2000], seconds=10).ends(OK, *REFUSED)
    tools.write("w/a.phep", "".join("rule r%s%d() : int = 1\n" % ("a" * 500, i) for i in range(100)))
    with tools.language_server() as server:
        server.begin(tools.scratch / "w")
        for query in ("(a+)+$", "a" * 100_000, "a*" * 1_000, "\u0301\u0323" * 20_000, "ab" * 20_000):
            check("error" not in server.request("workspace/symbol", {"query": query}, timeout=20), query[:40])
        server.lives()


MANIFEST = "vscode-extension/package.json"


@attack(34, "settings of programs are the machine's")
def settings(tools):
    manifest = json.loads(tools.read(MANIFEST))
    for name, setting in manifest["contributes"]["configuration"]["properties"].items():
        if re.search(r"executable|path|server|command|program|args|env|pack|plugin", name, re.I):
            check(setting.get("scope") == "machine", name, "may be set by a workspace")
            check(name in manifest["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"], name, "is not restricted")
    check(manifest["capabilities"]["untrustedWorkspaces"]["supported"] == "limited")
    check(not any("onCommand" in one or one == "*" for one in manifest["activationEvents"]))


@attack(34, "the server is started by its path in the extension, without a shell")
def started(tools):
    server = tools.read("vscode-extension/src/server.ts")
    check("context.asAbsolutePath(" in server, "it is not started by its path")
    check(len(re.findall(r"\bspawn\(", server)) == 1 and "spawn(this.path, []" in server, "it is started otherwise")
    check("getConfiguration" not in server and "process.env" not in server, "something else chooses it")
    for path in sorted((ROOT / "vscode-extension/src").glob("*.ts")):
        text = tools.read("vscode-extension/src/" + path.name)
        check(not re.search(r"shell: *true|\bexec(Sync|File)?\(['\"`]|ShellExecution|createTerminal|\brequire\(", text), path.name, "runs a shell")
        if path.name not in ("server.ts", "tasks.ts"):
            check("child_process" not in text, path.name, "starts a process")


LOCK = "vscode-extension/package-lock.json"


@attack(45, "what is built with is locked by its digest")
def locked(tools):
    for name in (LOCK, "tests/packages/npm/package-lock.json"):
        packages = json.loads(tools.read(name))["packages"]
        for path, one in packages.items():
            if path and not one.get("link"):
                check(one.get("resolved", "https://registry.npmjs.org/").startswith("https://registry.npmjs.org/"), path, "comes from", one.get("resolved"))
                check(one.get("integrity", "").startswith("sha512-"), path, "has no digest")


@attack(45, "packages have no dependencies and run nothing when they are installed")
def packages(tools):
    source = tools.write("a.phep", SOURCE)
    tools.phep("build", source, "--target", "npm", "--vectors", "1", "--out", tools.scratch / "npm", seconds=90).ends(OK)
    manifest = json.loads((tools.scratch / "npm/package.json").read_text())
    for key in ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies", "bundledDependencies"):
        check(not manifest.get(key), key, manifest.get(key))
    check(not set(manifest.get("scripts", {})) & {"preinstall", "install", "postinstall", "prepare", "prepublish"}, manifest.get("scripts"))
    tools.phep("build", source, "--target", "python", "--vectors", "1", "--out", tools.scratch / "py", seconds=90).ends(OK)
    import zipfile
    wheel = zipfile.ZipFile(next((tools.scratch / "py").rglob("*.whl")))
    text = "".join(wheel.read(name).decode() for name in wheel.namelist() if name.endswith("METADATA"))
    check(text and "Requires-Dist" not in text, "the wheel needs others")
    check(not [name for name in wheel.namelist() if name.startswith("/") or ".." in name or "\\" in name], wheel.namelist())
    module = (tools.scratch / "npm/policy.cjs").read_text() + (tools.scratch / "npm/index.cjs").read_text()
    check(not re.search(r"\beval\(|new Function|child_process|http", re.sub(r"//.*|/\*[\s\S]*?\*/", "", module)), "the package evaluates or fetches")


@attack(19, "keys such as __proto__ in the package for JavaScript")
def prototypes(tools):
    source = tools.write("a.phep", SOURCE)
    tools.phep("build", source, "--target", "npm", "--vectors", "1", "--out", tools.scratch / "npm", seconds=90).ends(OK)
    script = tools.write("t.mjs", """
import { load } from './npm/index.mjs';
const policy = await load();
const when = { asOf: '2026-03-10T09:00+07:00' };
const bad = ['{"__proto__":{"a":1}}', '{"constructor":1}', '{"a":1,"__proto__":null}', '{"a":{"__proto__":1}}', '{"toString":1}', '[]', 'null', '"a"', '{"a":"1"}'];
let refused = 0;
for (const text of bad) {
  try { policy.decideText(text, when); console.log('taken:', text); } catch (error) { if (error.name === 'PhepError' || error.code) refused++; else throw error; }
  try { policy.decide(JSON.parse(text), when); console.log('taken as a value:', text); } catch { refused++; }
}
if (({}).a !== undefined) console.log('polluted');
console.log(JSON.parse(JSON.stringify(policy.decide({ a: 5 }, when))).outputs.x.known, refused);
""")
    said = tools.run("node", script, memory=1 << 36).ends(OK)
    said.keeps("polluted", "taken")
    said.says("5 ")
