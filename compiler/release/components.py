"""What the programs that are handed out are made of: a CycloneDX SBOM and the notices of third parties.

  components.py BUILD EXTENSION VERSION EPOCH SBOM NOTICES

BUILD is of the preset `portable`: the linker's maps say which members of which archives are in a program, ninja's log which headers were
compiled into it, and Debian's database which package a file is of. EXTENSION is vscode-extension/, whose lock says what its bundle holds.
"""

import hashlib
import json
import pathlib
import re
import subprocess
import sys
import time
import uuid

build, extension, version, epoch, sbom_path, notices_path = (pathlib.Path(word) if "/" in word else word for word in sys.argv[1:])

# Licences by Debian's source package. A package that is not here ends the release: somebody has to read its copyright file first.
LICENCES = {
    "antlr4-cpp-runtime": "BSD-3-Clause",
    "cli11": "BSD-3-Clause",
    "fmtlib": "MIT",
    "gcc-12": "GPL-3.0-or-later WITH GCC-exception-3.1",
    "glibc": "LGPL-2.1-or-later",
    "libsodium": "ISC",
    "libzstd": "BSD-3-Clause",
    "llvm-toolchain-19": "Apache-2.0 WITH LLVM-exception",
    "nlohmann-json3": "MIT",
    "simde": "MIT",
    "utf8proc": "MIT AND Unicode-DFS-2016",
    "wabt": "Apache-2.0",
    "z3": "MIT",
    "zlib": "Zlib",
}
# Headers that only say how the system is called.
INTERFACES = ("libc6-dev", "linux-libc-dev")
PROGRAMS = {"phep": "phep.map", "phep-lsp": "phep-lsp.map", "phep-lsp of the extension": "phep-lsp-static.map"}


def packages_of(files):
    """Debian's packages by file; paths as they are, or as they were before /usr was merged."""
    out = {}
    wanted = {str(path): path for path in files}
    wanted.update({str(path)[4:]: path for path in files if str(path).startswith("/usr/lib/")})
    said = subprocess.run(["dpkg", "-S", *sorted(wanted)], capture_output=True, text=True)
    for line in said.stdout.splitlines():
        names, _, path = line.rpartition(": ")
        if path in wanted and not line.startswith("diversion"):
            out[wanted[path]] = names.split(",")[0].split(":")[0]
    missing = sorted(set(map(str, files)) - set(map(str, out)))
    if missing:
        sys.exit(f"components.py: of no package: {missing[:5]}")
    return out


def archives_in(map_text):
    """Archives of which members were taken; libraries of our own are below the build."""
    found = {pathlib.Path(path).resolve() for path in re.findall(r"^(/\S+\.a)\(", map_text, re.MULTILINE)}
    return {path for path in found if not path.is_relative_to(build.resolve())}


def headers_in():
    """Headers of Debian's that our own objects were compiled with."""
    said = subprocess.run(["ninja", "-C", str(build), "-t", "deps"], capture_output=True, text=True, check=True).stdout
    found, ours = set(), False
    for line in said.splitlines():
        if line and not line.startswith(" "):
            ours = line.startswith(("compiler/", "lsp/"))
        elif ours and line.startswith("    /usr/"):
            found.add(pathlib.Path(line.strip()))
    return {path.resolve() for path in found}


def describe(package):
    fields = subprocess.run(["dpkg-query", "-W", "-f", "${Package}\n${Version}\n${source:Package}\n${source:Version}\n", package],
                            capture_output=True, text=True, check=True).stdout.splitlines()
    return fields[2], fields[1]


def debian():
    """{package: {program or how}} of what is linked, compiled in, or carried."""
    used = {}
    for program, name in PROGRAMS.items():
        archives = archives_in((build / name).read_text(errors="replace"))
        if not archives:
            sys.exit(f"components.py: {name} names no archive")
        for package in packages_of(archives).values():
            used.setdefault(package, set()).add("linked into " + program)
    for package in packages_of(headers_in()).values():
        if package not in INTERFACES:
            used.setdefault(package, set()).add("headers")
    used.setdefault("libz3-dev", set()).add("carried as libz3.so, built from its source")
    used.setdefault("libsimde-dev", set()).add("headers of libz3.so")
    for package in packages_of({path for path in archives_in((build / "libz3.map").read_text(errors="replace"))}).values():
        used.setdefault(package, set()).add("linked into libz3.so")
    return used


def npm():
    """What the bundle of the extension holds: (name, version, licence, text)."""
    lock = json.loads((extension / "package-lock.json").read_text())["packages"]
    for path, one in sorted(lock.items()):
        if not path or one.get("dev") or one.get("devOptional"):
            continue
        folder = extension / path
        texts = sorted(file for file in folder.iterdir() if re.match(r"(?i)licen[cs]e", file.name))
        yield path.rpartition("node_modules/")[2], one["version"], one["license"], "".join(file.read_text() for file in texts)


def component(name, release, licence, purl, how):
    return {"type": "library", "bom-ref": purl, "name": name, "version": release, "licenses": [{"expression": licence}], "purl": purl,
            "properties": [{"name": "phep:how", "value": one} for one in sorted(how)]}


components, notices = [], []
for package, how in sorted(debian().items()):
    source, release = describe(package)
    if source not in LICENCES:
        sys.exit(f"components.py: read /usr/share/doc/{package}/copyright and add the licence of `{source}`")
    components.append(component(package, release, LICENCES[source], f"pkg:deb/debian/{package}@{release.replace('+', '%2B').replace(':', '%3A')}?arch=amd64&distro=debian-12", how))
    components[-1]["properties"].append({"name": "debian:source", "value": source})
    notices.append((f"{package} {release} (Debian source {source}): {LICENCES[source]}", pathlib.Path(f"/usr/share/doc/{package}/copyright").read_text()))
for name, release, licence, text in npm():
    purl = f"pkg:npm/{name.replace('@', '%40')}@{release}"
    components.append(component(name, release, licence, purl, {"bundled into the extension"}))
    notices.append((f"{name} {release} (npm, in the extension): {licence}", text))

own = f"pkg:generic/phep@{version}"
bom = {
    "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", "bomFormat": "CycloneDX", "specVersion": "1.6", "version": 1,
    "metadata": {
        "timestamp": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(int(epoch))),
        "component": {"type": "application", "bom-ref": own, "name": "phep", "version": version, "licenses": [{"expression": "Apache-2.0"}], "purl": own},
    },
    "components": components,
    "dependencies": [{"ref": own, "dependsOn": [one["bom-ref"] for one in components]}, *({"ref": one["bom-ref"]} for one in components)],
}
# The same contents have the same number.
bom["serialNumber"] = "urn:uuid:" + str(uuid.UUID(bytes=hashlib.sha256(json.dumps(bom, sort_keys=True).encode()).digest()[:16], version=4))
pathlib.Path(sbom_path).write_text(json.dumps(bom, indent=2, ensure_ascii=False) + "\n")

LINE = "=" * 100
with open(notices_path, "w") as out:
    out.write("Phép is licensed under the Apache License 2.0 (LICENSE). Its programs and the extension hold parts of the works below, each under its own\nlicence. Written from the copyright files of Debian and of npm's packages.\n")
    for title, text in notices:
        out.write(f"\n{LINE}\n{title}\n{LINE}\n\n{text.strip()}\n")
print(f"{len(components)} components")
