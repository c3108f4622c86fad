#!/usr/bin/env python3
"""The regions of `phep diff` against cases: what changes between the laws of two days lies in a region that it reports,
each region holds a case that changes, and nothing outside them does.

    tests/regions/run.py BUILD [--cases 1000] [--seed FIRST] [--report FILE] [--pairs N] [--moments N] [--forget-a-region]

Each thousand cases, counted from 1, are of the next decision below. Their facts are those of the package's vectors (near what
the program tells apart), half of them moved in time so that a deadline falls about the moment of the case. `eval --batch`
decides each under the laws of all days, the interpreter alone; `diff` is not asked for its own answers.
"""

import argparse
import datetime
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

LIBRARY = pathlib.Path(__file__).resolve().parents[2] / "stdlib"
EACH = 1000  # cases of one decision
FACTS = 300  # that differ by more than time
DECISIONS = ["vn.pdpl.breach.breach_report", "vn.dti.ai_chapter.earlier_system_report", "vn.ai.incidents.incident_report",
             "vn.cyber.requests.request_report", "vn.pdpl.decree13.old_request_report", "vn.pdpl.requests.request_report",
             "vn.ai.transparency.output_report", "vn.cyber.systems.system_report", "vn.pdpl.dossiers.dossier_report",
             "vn.cyber.decree53.order_report"]
PAIRS = [("2025-12-31", "2026-01-01"), ("2026-02-28", "2026-03-01"), ("2026-06-30", "2026-07-01")]
VIETNAM = datetime.timezone(datetime.timedelta(hours=7))
DAY = datetime.timedelta(days=1)
DATE = re.compile(r"\d{4}-\d\d-\d\d$")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$")


def moment(text):
    """Of an instant, or of a day's beginning in Vietnam."""
    if DATE.match(text):
        return datetime.datetime.fromisoformat(text).replace(tzinfo=VIETNAM)
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def written(at):
    return at.astimezone(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moments_of(facts):
    if isinstance(facts, dict):
        return [one for value in facts.values() for one in moments_of(value)]
    if isinstance(facts, list):
        return [one for value in facts for one in moments_of(value)]
    return [moment(facts)] if isinstance(facts, str) and (DATE.match(facts) or INSTANT.match(facts)) else []


def moved(facts, by):
    """The same facts earlier or later."""
    if isinstance(facts, dict):
        return {key: moved(value, by) for key, value in facts.items()}
    if isinstance(facts, list):
        return [moved(value, by) for value in facts]
    if isinstance(facts, str) and DATE.match(facts):
        return str(datetime.date.fromisoformat(facts) + datetime.timedelta(days=round(by / DAY)))
    if isinstance(facts, str) and INSTANT.match(facts):
        return written(moment(facts) + by)
    return facts


def timeless(facts):
    """Judgments as bare values: a dated one is unknown before its day, and proofs speak of what is known."""
    if isinstance(facts, list):
        return [timeless(one) for one in facts]
    if not isinstance(facts, dict):
        return facts
    bare = {key: timeless(value) for key, value in facts.items()}
    if "$judgments" in bare:
        bare["$judgments"] = {key: value["value"] if isinstance(value, dict) and "author" in value else value
                              for key, value in bare["$judgments"].items()}
    return bare


class Decision:
    def __init__(self, phep, qualified, scratch):
        self.phep = phep
        self.module, self.name = qualified.rsplit(".", 1)
        self.scratch = scratch
        self.asked = 0

    def run(self, command, *words, codes=(0,)):
        done = subprocess.run([self.phep, command, self.module, "--stdlib", LIBRARY, "--decision", self.name, *words],
                              capture_output=True, text=True)
        if done.returncode not in codes:
            raise SystemExit(f"phep {command} of {self.module}.{self.name} ended with {done.returncode}: {done.stderr}")
        return done.stdout

    def facts(self, count):
        """Complete facts, judgments included."""
        out = self.scratch / self.name
        self.run("build", "--target", "npm", "--vectors", str(3 * count), "--out", out)
        lines = [json.loads(line) for line in (out / "conformance.jsonl").read_text().splitlines()]
        facts = [line["facts"] for line in lines if line["kind"] in ("complete", "boundary")]
        return [timeless(json.loads(one) if isinstance(one, str) else one) for one in facts][:count]

    def answers(self, cases, law_date):
        """Of (as_of, facts) or (as_of, facts, readings); None for facts that are refused."""
        out = [None] * len(cases)
        groups = {}
        for at, (as_of, _, *chosen) in enumerate(cases):
            readings = (f"{name}={option}" for one in chosen for name, option in sorted(one.items()))
            groups.setdefault((as_of, *readings), []).append(at)
        rows = self.scratch / "rows.ndjson"
        for (as_of, *chosen), members in groups.items():
            readings = [word for one in chosen for word in ("--reading", one)]
            rows.write_text("".join(json.dumps(cases[at][1], ensure_ascii=False) + "\n" for at in members))
            law = ["--law-date", law_date] if law_date else []
            said = self.run("eval", "--batch", "--facts", rows, "--engine", "interp", "--jobs", "1", "--no-progress",
                            "--as-of", as_of, *law, *readings, codes=(0, 1))
            for at, line in zip(members, said.splitlines(), strict=True):
                answer = json.loads(line)
                out[at] = None if "error" in answer else answer
        return out

    def regions(self, pair):
        said = json.loads(self.run("diff", "--json", "--law-date", pair[0], "--law-date", pair[1], codes=(0, 1)))
        return said["law"]["regions"], {one["key"] for one in said["law"]["not_decided"]}


def sentence(value):
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)


def changes(before, after):
    """What differs between two answers, as (key, aspect, before, after)."""
    for key in before["norms"].keys() | after["norms"].keys():
        a, b = before["norms"].get(key), after["norms"].get(key)
        if a is None or b is None:
            yield key, "presence", "", ""
            continue
        if a["status"] != b["status"]:
            yield key, "status", a["status"], b["status"]
        if a.get("binds") is not True or b.get("binds") is not True:
            continue
        if isinstance(a.get("due"), str) and isinstance(b.get("due"), str) and a["due"] != b["due"]:
            yield key, "due", "", ""
        sanctions, others = a.get("sanctions", {}), b.get("sanctions", {})
        for label in sanctions.keys() & others.keys():
            p, q = sanctions[label], others[label]
            if p.get("applies") is True and q.get("applies") is True:
                if (p.get("from"), p.get("to")) != (q.get("from"), q.get("to")):
                    yield key, "sanction", "", ""
            elif p.get("applies") != q.get("applies") and a["status"] == b["status"]:
                yield key, "sanction", "", ""
    for key in before["outputs"].keys() | after["outputs"].keys():
        a, b = before["outputs"].get(key), after["outputs"].get(key)
        if a != b:
            yield key, "value", *((sentence(a), sentence(b)) if isinstance(a, (bool, str)) and isinstance(b, (bool, str))
                                  else ("", ""))


def region_key(region):
    told = region["aspect"] == "status" or region["aspect"] == "value" and all(
        not re.match(r"[\[{\d-]|none|null", region[side]) for side in ("before", "after"))
    return region["key"], region["aspect"], *((region["before"], region["after"]) if told else ("", ""))


def near(case, answers):
    """The case's moment, or an act in its facts, lies within a day of a deadline."""
    as_of, facts = case
    dues = {norm["due"] for answer in answers for norm in answer["norms"].values() if isinstance(norm.get("due"), str)}
    return any(abs(one - moment(due)) <= DAY for one in [moment(as_of), *moments_of(facts)] for due in dues)


def draw(decision, count, seed, pairs, moments):
    """Cases at so many moments; every other one moved so that a deadline falls within a day of its moment."""
    chance = random.Random(seed)
    facts = decision.facts(min(count, FACTS))
    changing = [moment(day) for _, day in pairs]
    moments = [written(one) for one in [
        *changing, *(moment("2025-06-01") + chance.randrange(900 * 86400) * datetime.timedelta(seconds=1)
                     for _ in range(moments - len(changing)))]]
    cases = [(chance.choice(moments), facts[at % len(facts)]) for at in range(count)]
    # Under the law of its own day each has the deadlines by which it is moved.
    half = cases[::2]
    out = cases[1::2]
    for (as_of, one), answer in zip(half, decision.answers(half, None)):
        dues = [moment(norm["due"]) for norm in (answer or {"norms": {}})["norms"].values() if isinstance(norm.get("due"), str)]
        step = chance.choice([-DAY, datetime.timedelta(0), DAY, datetime.timedelta(milliseconds=1)])
        try:
            out.append((as_of, moved(one, moment(as_of) - chance.choice(dues) + step) if dues else one))
        except (OverflowError, ValueError):
            out.append((as_of, one))
    return out


def judge(decision, count, seed, pairs, moments, forget):
    total = {"cases": count, "changed": 0, "near_a_deadline": 0, "diffs": 0, "regions": 0,
             "regions_that_cases_met": 0, "not_decided": 0, "changes": 0, "changes_in_regions": 0, "changes_not_decided": 0,
             "outside": 0, "empty_regions": 0, "seen": {}, "outside_of": {}, "empty": {}}
    days = sorted({day for pair in pairs for day in pair})
    cases, answers = [], {day: [] for day in days}
    while len(cases) < count:
        some = draw(decision, (count - len(cases)) * 3 // 2 + 10, f"{seed} {len(cases)}", pairs, moments)
        said = {day: decision.answers(some, day) for day in days}
        # Facts that are refused, or of which something is missing, are no cases of a proof.
        whole = [at for at in range(len(some)) if all(said[day][at] and not said[day][at]["missing"] for day in days)]
        if not whole:
            raise SystemExit(f"no complete case of {decision.name}")
        cases += [some[at] for at in whole]
        for day in days:
            answers[day] += [said[day][at] for at in whole]
    del cases[count:]
    changed = [False] * count
    for at, case in enumerate(cases):
        total["near_a_deadline"] += near(case, [answers[day][at] for day in days])
    for pair in pairs:
        regions, undecided = decision.regions(pair)
        total["diffs"] += 1
        total["regions"] += len(regions)
        total["not_decided"] += len(undecided)
        met = dict.fromkeys(map(region_key, regions), 0)
        if forget and met:
            del met[region_key(regions[0])]
        name = f"{decision.name} {pair[1]}"
        examples = [(one["as_of"], one["facts"], one.get("readings", {})) for one in regions]
        shown = list(zip(decision.answers(examples, pair[0]), decision.answers(examples, pair[1])))
        for region, sides in zip(regions, shown):
            if None in sides or region_key(region) not in list(changes(*sides)):
                total["empty_regions"] += 1
                total["empty"][f"{name}: {region['key']} {region['aspect']} {region['before']} -> {region['after']}"] = 1
        drawn = list(zip(answers[pair[0]], answers[pair[1]]))[:count]
        for at, (before, after) in enumerate([*drawn, *shown]):
            if before is None or after is None:
                continue
            for change in changes(before, after):
                if at < count:
                    changed[at] = True
                    total["changes"] += 1
                    total["seen"][change[1]] = total["seen"].get(change[1], 0) + 1
                if change in met:
                    met[change] += at < count
                    total["changes_in_regions"] += at < count
                elif change[0] in undecided:
                    total["changes_not_decided"] += at < count
                else:
                    total["outside"] += 1
                    told = f"{name}: {' '.join(change)}".strip()
                    if told not in total["outside_of"]:
                        case = cases[at] if at < count else examples[at - count]
                        print(f"outside: {told}: {case[0]} {json.dumps(case[1], ensure_ascii=False)}", flush=True)
                    total["outside_of"][told] = total["outside_of"].get(told, 0) + 1
        total["regions_that_cases_met"] += sum(n > 0 for n in met.values())
    total["changed"] = sum(changed)
    return total


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--cases", type=int, default=EACH)
    parser.add_argument("--seed", type=int, default=1, help="the number of the first case")
    parser.add_argument("--report")
    parser.add_argument("--pairs", type=int, default=len(PAIRS), help="so many of the pairs of days")
    parser.add_argument("--moments", type=int, default=6)
    parser.add_argument("--forget-a-region", action="store_true", help="leave one out of each diff: that must show")
    asked = parser.parse_args()
    phep = pathlib.Path(asked.build).resolve() / "bin/phep"
    with tempfile.TemporaryDirectory() as scratch:
        decision = Decision(phep, DECISIONS[(asked.seed - 1) // EACH % len(DECISIONS)], pathlib.Path(scratch))
        total = judge(decision, asked.cases, asked.seed, PAIRS[:asked.pairs], asked.moments, asked.forget_a_region)
    if asked.report:
        pathlib.Path(asked.report).write_text(json.dumps(total, ensure_ascii=False))
    for one in total["empty"]:
        print(f"no case that changes: {one}")
    print(", ".join(f"{value} {name}" for name, value in total.items() if isinstance(value, int)))
    failed = total["outside"] + total["empty_regions"]
    print(f"{total['cases'] + total['regions']} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
