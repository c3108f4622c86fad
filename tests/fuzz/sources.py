"""What a look at a fuzz target rests on, as tests/results/fuzz.json names it; ../deep/record.py tells which of it changed since."""

import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDERS = ["compiler", "lsp", "tests/fuzz"]


def git(*words):
    return subprocess.run(["git", *words], cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


def trees():
    """{folder: its tree at HEAD}; of a folder with changes that are not committed, a name that no tree has."""
    return {folder: "uncommitted" if git("status", "--porcelain", "--", folder) else git("rev-parse", "--short=12", f"HEAD:{folder}") for folder in FOLDERS}
