"""Percentiles, targets, the machine, and the table that people read."""

import os
import platform
import re
import subprocess

# p50, p95, p99 in milliseconds at 1, 10 and 100 kLOC.
TARGETS = {
    "keystroke": [(1, 2, 4), (2, 4, 8), (3, 8, 20)],
    "the instrument that all cite, open files": [(2, 4, 8), (5, 12, 25), (25, 60, 120)],
    "the instrument that all cite, whole workspace": [(3, 6, 12), (20, 40, 80), (150, 300, 500)],
    "completion, first list": [(0.5, 1.5, 3), (1, 3, 6), (2, 6, 15)],
    "hover, signature help": [(0.3, 1, 2), (0.5, 1.5, 3), (1, 3, 6)],
    "definition, type definition, declaration": [(0.3, 1, 2), (0.5, 1.5, 3), (1, 3, 6)],
    "references, implementation, call hierarchy": [(1, 2, 4), (2, 5, 10), (5, 15, 40)],
    "rename, edits ready": [(2, 4, 8), (5, 12, 25), (15, 40, 100)],
    "document symbol, folding, selection, links (1 kLOC)": [(0.5, 1, 2), (0.5, 1, 2), (0.5, 1.5, 3)],
    "semantic tokens, full (1 kLOC)": [(1, 2, 4), (1, 2, 4), (2, 3, 5)],
    "semantic tokens, delta (1 kLOC)": [(0.3, 0.8, 2), (0.3, 0.8, 2), (1.3, 1.8, 3)],
    "inlay hints, code lens": [(0.5, 1.5, 3), (1, 2, 5), (1, 3, 8)],
    "workspace symbol": [(0.5, 1, 2), (1, 3, 6), (4, 10, 20)],
    "code actions, menu": [(1, 2, 4), (1, 3, 6), (2, 6, 15)],
    "code actions, resolve": [(1, 3, 6), (2, 5, 10), (5, 15, 40)],
    "formatting (1 kLOC)": [(2, 4, 8)] * 3,
    "formatting (1 kLOC), during indexing": [(2, 4, 8)] * 3,
    "cancel acknowledged": [(0.5, 2, 5)] * 3,
    "start to initialize": [(10, 20, 40)] * 3,
    "cold index complete": [(10, 20, 30), (50, 80, 120), (400, 600, 900)],
    "all closed files' diagnostics": [None, None, (None, None, 3000)],
    "start to first correct hover": [(10, 20, 30), (20, 40, 60), (80, 120, 200)],
    "run one test": [(2, 5, 10), (3, 8, 15), (5, 15, 30)],
}
LONG = {"20,000 lines": {"keystroke": (None, 8, None)}}
RESIDENT = {"1 kLOC": 20, "10 kLOC": 45, "100 kLOC": 220}
SIZES = ["1 kLOC", "10 kLOC", "100 kLOC"]


def figures(samples):
    ordered = sorted(samples)

    def at(share):
        return round(ordered[min(int(len(ordered) * share), len(ordered) - 1)], 3)
    return {"n": len(ordered), "p50": at(0.5), "p95": at(0.95), "p99": at(0.99), "max": round(ordered[-1], 3)}


def line(row):
    cpu = row["cpu"]
    return (f"{row['server']:11.11} {row['size']:13} {row['row']:54} {row['p50']:9.2f} {row['p95']:9.2f} {row['p99']:9.2f}"
            f"  cpu {cpu['p50']:8.2f} {cpu['p95']:8.2f}  n {row['n']}")


def said_by(*command):
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip().split("\n")[0]
    except (OSError, subprocess.CalledProcessError):
        return ""


def machine(peers):
    model = ""
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        found = re.search(r"model name\s*: (.*)", file.read())
        model = found.group(1) if found else platform.machine()
    versions = {}
    for name in ("typescript-language-server", "typescript"):
        if peers is not None and (peers / name / "package.json").exists():
            versions[name] = re.search(r'"version": *"([^"]+)"', (peers / name / "package.json").read_text()).group(1)
    return {"processor": model, "cores": os.cpu_count(), "system": said_by("sh", "-c", ". /etc/os-release; echo $PRETTY_NAME"),
            "load_at_the_end": round(os.getloadavg()[0], 2), "commit": said_by("git", "rev-parse", "--short=12", "HEAD"),
            "clangd": said_by("clangd-19", "--version"), "node": said_by("node", "--version"), **versions}


def target(row):
    if row["size"] in SIZES:
        of = TARGETS.get(row["row"])
        return of[SIZES.index(row["size"])] if of else None
    return LONG.get(row["size"], {}).get(row["row"])


def number(ms):
    return f"{ms:.2f}" if ms < 10 else f"{ms:.1f}" if ms < 100 else f"{ms:,.0f}"


def markdown(result):
    rows = result["rows"]
    peers = {(row["server"], row["row"], row["size"]): row for row in rows if row["server"] != "phep-lsp"}
    out = ["| what | size | n | p50 | p95 | p99 | target p95 | clangd p50 | ratio | TypeScript p50 | ratio |",
           "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for row in rows:
        if row["server"] != "phep-lsp" or "p50" not in row:
            continue
        goal = target(row)
        p95 = goal[1] if goal else None
        p95_is = number(row["p95"]) if p95 is None or row["p95"] <= p95 else f"**{number(row['p95'])}**"
        cells = [row["row"], row["size"], f"{row['n']:,}", number(row["p50"]), p95_is, number(row["p99"]), str(p95 or "")]
        for name in ("clangd", "typescript-language-server"):
            other = peers.get((name, row["row"], row["size"]))
            cells += [number(other["p50"]), f"{other['p50'] / row['p50']:.1f}"] if other and row["p50"] else ["", ""]
        out.append("| " + " | ".join(cells) + " |")
    out += ["", "| memory | size | resident | ceiling | growth | after edits | p95 drift | wake-ups in 5 quiet s |",
            "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for row in rows:
        if row["row"] != "memory":
            continue
        ours = row["server"] == "phep-lsp"
        out.append(f"| {row['server']} | {row['size']} | {row['resident_mb']:.0f} MB | {RESIDENT.get(row['size'], '') if ours else ''} | "
                   + (f"{row['growth_percent']} % | {row['edits']:,} | {row['p95_drift_percent']} % | {row['wakeups_in_5_s']} |" if ours else "| | | |"))
    m = result["machine"]
    out += ["", f"Milliseconds at the pipes, from the first byte of didChange or of the request to the last of the answer; bold: over the target. "
            f"{m['processor']}, {m['cores']} cores, {m['system']}, load at the end {m['load_at_the_end']}; {m['clangd'] or 'no clangd'}; "
            f"typescript-language-server {m.get('typescript-language-server', '–')} with TypeScript {m.get('typescript', '–')}; node {m['node']}. "
            f"By `./dev bench lsp` at {m['commit']}."]
    return "\n".join(out)


def splice(file, mark, text):
    old = file.read_text(encoding="utf-8")
    begin, end = f"<!-- {mark} -->\n", f"<!-- /{mark} -->"
    if begin not in old or end not in old:
        raise SystemExit(f"{file} has no <!-- {mark} -->")
    head, rest = old.split(begin, 1)
    file.write_text(head + begin + text + "\n" + end + rest.split(end, 1)[1], encoding="utf-8")
