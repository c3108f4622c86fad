"""The interpreter: its files, and which of its conditions nothing can show to decide alone (MC/DC), each with its reason."""

from .rooms import unshown

ROOM = "compiler/runtime"
FILES = ["arithmetic", "bounds", "choose", "clean", "completions", "deadline", "decide", "determination", "evaluation", "facts", "interpret", "kept",
         "law_time", "norm", "norm_answer", "quantify", "slice", "worlds"]

# What clang 19 does not record: the condition of a `?:` whose arms are lvalues or of a class.
ARMS = "clang records nothing of the condition of a ?: whose arms are lvalues or of a class; dropping it is noticed by unit tests"

# Of a file, of a decision: the conditions, counted from 1, and why.
CANNOT = {
    "arithmetic": {
        "source->op == Op::Arith && is_wide(source->kind) && (op == Arith::Mul || op == Arith::Div)":
            {2: "what is rounded is a decimal or an amount, so arithmetic that makes it is wide"},
        "other_wins || x == y": {1: ARMS, 2: ARMS},
    },
    "bounds": {
        "!is_number(left_kind(source)) || !is_number(right_kind(source))":
            dict.fromkeys((1, 2), "only results that are numbers are looked at, and of those verify_functions wants operands that are numbers"),
        "positive && is_point(b)": {1: ARMS, 2: ARMS},
        "source != nullptr && source->op == Op::Arith && is_wide_kind(source->kind)":
            {3: "what is rounded is a decimal or an amount, so arithmetic that makes it is wide"},
    },
    "choose": {
        "o.value && is_error(o.shared) && !o.several && !o.lifted && !o.nothing":
            {4: "`lifted` is set only where all exceptions may be silent; an error among them is then in doubt, and `several` is set"},
        "picks == Picks::Agree || certain": {1: ARMS, 2: ARMS},
        "meeting.may_fail || meeting.doubtful_error": {2: "an error in doubt is of a node that concludes, which sets `may_fail`, too"},
        "cases.doubtful_error || doubtful.doubtful_error || doubtful.in_error": {
            1: "a case that is certain and may fail is in error for certain, and joins as that",
            3: "a case in doubt concludes nothing for certain, an error neither",
        },
    },
    "completions": {
        "!is_unknown(outcome) || outcome.leaves == nullptr || of == nullptr":
            {3: "`of` are the leaves of the first outcome: where there are none nothing is filled, and no other outcome is asked for"},
    },
    "decide": {
        "options.reading_count != 0 && options.readings.slot == 0": {1: "asked only where there are readings"},
        "values[i].state == State::Known && values[i].lo > most":
            {1: "counts are one of several only where each world knows the count"},
    },
    "facts": {
        "(place.flags & kOptional) != 0 && found + 1 < count": {2: "check_facts counted two for each unknown optional, in the same elements"},
        "holder.root != 0 || depth == Elements::kDepth": {2: "verify_image refuses structs that nest deeper"},
        "structs[up[depth_]].root == 0 && depth_ < kDepth": {2: "verify_image refuses structs that nest deeper"},
        "leaf.slot == slot && leaf.index == index":
            {2: "every unknown element has its leaf, and an index that names none is behind all of its slot's"},
    },
    "kept": {
        "count == 0 || count > kMostArguments": {1: "functions have a parameter at least, and calls as many arguments"},
        "frame.kept == nullptr || frame.kept->sites == nullptr":
            {2: "without memory for the sites there are no registers, and nothing of the frame is evaluated"},
    },
    "norm": {"is_true(guard) && i < 64": {2: "verify_image allows fewer than 64 exemptions"}},
}


def conditions(root, profile, programs):
    """Those that were not shown and are not in CANNOT, as lines of text; how many of CANNOT were not; and which were, or are no more."""
    judged = {(file, decision, n) for file, decisions in CANNOT.items() for decision, reasons in decisions.items() for n in reasons}
    left, stale = [], set(judged)
    for path, line, decision, missed in unshown(root, profile, programs, [f"{ROOM}/{name}.cpp" for name in FILES]):
        name = path.removeprefix(f"{ROOM}/").removesuffix(".cpp")
        for n in missed:
            if (name, decision, n) in stale:
                stale.remove((name, decision, n))
            else:
                left.append(f"{path}:{line}: condition {n} of `{decision}`")
    return left, len(judged) - len(stale), sorted(stale)
