"""The interpreter: its files, and which of its conditions nothing can show to decide alone (MC/DC), each with its reason."""

from .rooms import unshown

ROOM = "compiler/runtime"
FILES = ["arithmetic", "bounds", "choose", "clean", "completions", "deadline", "decide", "determination", "evaluation", "facts", "interpret", "kept",
         "law_time", "norm", "norm_answer", "quantify", "slice", "worlds"]

# File, decision, condition from 1 on: why.
CANNOT = {
}


def conditions(root, profile, programs):
    """Those that were not shown and are not in CANNOT, as lines of text; and those of CANNOT that were, or are no more."""
    left, judged = [], set(CANNOT)
    for path, line, decision, missed in unshown(root, profile, programs, [f"{ROOM}/{name}.cpp" for name in FILES]):
        name = path.removeprefix(f"{ROOM}/").removesuffix(".cpp")
        for n in missed:
            if (name, decision, n) in judged:
                judged.remove((name, decision, n))
            else:
                left.append(f"{path}:{line}: condition {n} of `{decision}`")
    return left, sorted(judged)
