"""What the deep checks share: seeds worked off in shards, and a result that is written after each and taken up again."""

import argparse
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from trees import git, is_changed, trees


def options(name, shard, **counts):
    """The options of a check: its counts, the first of which says how much is to be done in all."""
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    for option, default in counts.items():
        parser.add_argument(f"--{option}", type=int, default=default)
    parser.add_argument("--shard", type=int, default=shard)
    parser.add_argument("--minutes", type=float, default=0, help="stop after the shard that passes this many; 0: never")
    parser.add_argument("--result", default=f"tests/results/{name}.json")
    return parser.parse_args()


def reported(command, seed):
    """What one run of a program says in its `--report`."""
    with tempfile.NamedTemporaryFile(suffix=".json") as report:
        done = subprocess.run([*command, "--seed", str(seed), "--report", report.name], stdout=subprocess.DEVNULL)
        text = pathlib.Path(report.name).read_text()
    if not text:
        sys.exit(f"the shard from seed {seed} ended with code {done.returncode} and no report")
    return json.loads(text)


def reported_by_all(command, seed, size, totals, tables):
    """What runs of a program say in all that take a part of `size` programs each, one on every processor."""
    parts = os.cpu_count()
    ends = [seed + size * part // parts for part in range(parts + 1)]
    with concurrent.futures.ThreadPoolExecutor(parts) as pool:
        ran = list(pool.map(lambda begin, end: reported([*command, "--programs", str(end - begin)], begin), ends, ends[1:]))
    out = {name: sum(one[name] for one in ran) for name in totals}
    for table in tables:
        out[table] = {name: sum(one[table].get(name, 0) for one in ran) for name in sorted(set().union(*(one[table] for one in ran)))}
    return out


def taken_up(result, rooms, head, empty):
    """The path of a result, and the result as it was left, or an empty one if it was of other sources or another `head`."""
    if is_changed(*rooms):
        sys.exit("the sources differ from the commit that the result would name: commit first")
    head = {**head, "rooms": trees(rooms)}
    path = pathlib.Path(result)
    total = json.loads(path.read_text()) if path.exists() else None
    if total is None or any(total.get(name) != value for name, value in head.items()):
        total = {**head, "commit": git("rev-parse", "--short=12", "HEAD"), **empty}
    return path, total


def written(path, total):
    """Writes a result down, whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(total, indent=1, ensure_ascii=False) + "\n")


def work_off(asked, unit, rooms, head, totals, tables, run_shard, line):
    """Runs shards until `asked.<unit>` are done, or its minutes are over; gives the result.

    rooms: the folders that the result depends on; head: what else must be the same for it to be continued; totals and
    tables: the numbers and the tables of numbers that shards add; run_shard(seed, size): a shard's; line(total): what is
    told after each.
    """
    path, total = taken_up(asked.result, rooms, head,
                           {"next_seed": 1, "seconds": 0, **dict.fromkeys(totals, 0), **{table: {} for table in tables}})
    wanted = getattr(asked, unit)
    begun = time.monotonic()
    while total[unit] < wanted and (not asked.minutes or time.monotonic() - begun < 60 * asked.minutes):
        before = time.monotonic()
        size = min(asked.shard, wanted - total[unit])
        shard = run_shard(total["next_seed"], size)
        for name in totals:
            total[name] += shard[name]
        for table in tables:
            for name, n in shard[table].items():
                total[table][name] = total[table].get(name, 0) + n
        total["next_seed"] += size
        total["seconds"] += round(time.monotonic() - before)
        written(path, total)
        print(line(total), flush=True)
    return total
