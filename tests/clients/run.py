"""Other editors as clients of the language server. Closes with "N passed, N failed".

  run.py BUILD [EDITOR…] [--only CHECK]

Neovim and Emacs load the settings that lsp/README.md shows, word for word, open a project and perform the checks of
nvim.lua and emacs.el. Each check is then seen to fail with its feature silent (mute.py).
"""

import argparse
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
TOP = HERE.parent.parent

# A check, and the methods without which it must fail.
CHECKS = {
    "initialize": "initialize",
    "diagnostics": "textDocument/publishDiagnostics",
    "diagnostics while typing": "textDocument/didChange",
    "hover": "textDocument/hover",
    "completion": "textDocument/completion",
    "definition": "textDocument/definition",
    "references": "textDocument/references",
    "format": "textDocument/formatting",
    "code action": "textDocument/codeAction",
    "rename across files": "textDocument/rename",
}
PATIENCE_MS = 20_000
PROOF_PATIENCE_MS = 1_500
LONGEST_S = 120


def settings(heading, language):
    """The fenced block below a heading of lsp/README.md."""
    readme = (TOP / "lsp" / "README.md").read_text(encoding="utf-8")
    found = re.search(r"^### %s\n.*?^```%s\n(.*?)^```$" % (heading, language), readme, re.M | re.S)
    if found is None:
        raise SystemExit("lsp/README.md shows no settings for " + heading)
    return found[1]


def nvim(folder):
    (folder / "init.lua").write_text(settings("Neovim", "lua"), encoding="utf-8")
    return ["nvim", "--headless", "-n", "-i", "NONE", "-u", str(folder / "init.lua"), "-c", "luafile %s" % (HERE / "nvim.lua")]


def emacs(folder):
    (folder / "init.el").write_text(settings("Emacs", "elisp"), encoding="utf-8")
    # Not -Q: it would pass over the packages of the system, and eglot is one.
    return ["emacs", "-q", "--batch", "-f", "package-initialize", "-l", str(folder / "init.el"), "-l", str(HERE / "emacs.el")]


EDITORS = {"nvim": nvim, "emacs": emacs}


def perform(build, editor, only="", muted=""):
    """What the editor's checks say: a list of (check, whether it was reached, why it failed or "")."""
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        shutil.copytree(HERE / "project", folder / "project")
        path = str(build / "bin")
        if muted:
            (folder / "bin").mkdir()
            shutil.copy(HERE / "mute.py", folder / "bin" / "phep-lsp")
            (folder / "bin" / "phep-lsp").chmod(0o755)
            path = str(folder / "bin")
        environment = dict(
            os.environ, HOME=place, XDG_CONFIG_HOME=place, XDG_DATA_HOME=place, XDG_STATE_HOME=place, XDG_CACHE_HOME=place,
            LC_ALL="C.UTF-8", PATH=path + ":" + os.environ["PATH"], PHEP_TODAY="2026-03-10", PHEP_ONLY=only, PHEP_MUTED=muted,
            PHEP_SERVER=str(build / "bin" / "phep-lsp"), PHEP_REPORT=str(folder / "report"),
            PHEP_PATIENCE_MS=str(PROOF_PATIENCE_MS if muted else PATIENCE_MS),
        )
        said = ""
        try:
            done = subprocess.run(
                EDITORS[editor](folder), cwd=folder / "project", env=environment, timeout=LONGEST_S,
                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            )
            said = done.stdout.decode(errors="replace")
        except subprocess.TimeoutExpired as late:
            said = "it did not end in %d s\n%s" % (LONGEST_S, (late.stdout or b"").decode(errors="replace"))
        report = folder / "report"
        lines = report.read_text(encoding="utf-8").splitlines() if report.exists() else []
    seen = dict(re.fullmatch(r"(?:not )?ok ([a-z ]+?)(?:: (.*))?", line).groups() for line in lines)
    wanted = [only] if only else list(CHECKS)
    return [(name, name in seen, seen[name] or "" if name in seen else "never reached; it said: " + said[-2000:]) for name in wanted]


def examine(build, editor, only, proof):
    """One run of an editor: lines of good and bad news. With `proof`, a check that is to fail."""
    if shutil.which(editor) is None:
        return ["not ok %s is not installed" % editor]
    out = []
    for name, reached, why in perform(build, editor, only, CHECKS[only] if proof else ""):
        if proof:
            good, what = reached and why, "%s: fails without %s" % (name, CHECKS[name])
        else:
            good, what = not why, name
        out.append("ok %s, %s" % (editor, what) if good else "not ok %s, %s: %s" % (editor, what, why or "it did not"))
    return out


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("build", type=lambda path: pathlib.Path(path).resolve())
    arguments.add_argument("editors", nargs="*", default=list(EDITORS))
    arguments.add_argument("--only", default="", choices=list(CHECKS))
    chosen = arguments.parse_args()
    proofs = [chosen.only] if chosen.only else list(CHECKS)
    runs = [(editor, chosen.only, False) for editor in chosen.editors]
    runs += [(editor, name, True) for name in proofs for editor in chosen.editors]
    with concurrent.futures.ThreadPoolExecutor(max_workers=2) as both:  # they mostly wait
        news = [line for lines in both.map(lambda run: examine(chosen.build, *run), runs) for line in lines]
    print("\n".join(news))
    failed = sum(line.startswith("not ok") for line in news)
    print("%d passed, %d failed" % (len(news) - failed, failed))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
