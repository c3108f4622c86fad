"""The sources that a result rests on: folders of the repository, and the state of each as git names it."""

import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]


def git(*words, check=True):
    return subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=check).stdout.strip()


def is_changed(*rooms):
    """Whether anything in them is not committed."""
    return bool(git("status", "--porcelain", "--", *rooms, check=False))


def trees(rooms):
    """{room: its tree at HEAD}; of one with changes that are not committed, a name that no tree has."""
    return {room: "uncommitted" if is_changed(room) else git("rev-parse", "--short=12", f"HEAD:{room}") for room in rooms}


def changed_since(rooms):
    """Of {room: its tree as a result names it}: those that are another now, committed or not."""
    return [room for room, tree in rooms.items() if git("rev-parse", f"HEAD:{room}", check=False)[:len(tree)] != tree or is_changed(room)]
