"""Orders of shop.phep in partitions, decided by the Python package on a local cluster of Dask's.

  rows.py split FOLDER PARTS         FOLDER/rows.{ndjson,csv} into so many partitions, some rows of which are made wrong
  rows.py decide FOLDER              decides the partitions; answers to FOLDER/{ndjson,csv}.got
  rows.py compare WANTED GOT         lines of the command line beside ours: the same answers, the same errors at the same facts
  rows.py speed FOLDER ROWS          rows a second by one worker and by two; judges nothing
"""

import csv
import datetime as dt
import json
import os
import pickle
import sys
import time
from pathlib import Path

AS_OF = dt.datetime(2026, 3, 10, tzinfo=dt.timezone(dt.timedelta(hours=7)))
WRONG = 23  # each so-manieth row is wrong


def split(folder, parts):
    lines = Path(folder, "rows.ndjson").read_text(encoding="utf-8").splitlines()
    for at in range(WRONG, len(lines), WRONG):
        lines[at] = ['{"paid":1}', "[", '{"nothing":1}', '{"pieces":-1}'][at % 4]
    with open(Path(folder, "rows.csv"), encoding="utf-8-sig", newline="") as file:
        header, *rows = csv.reader(file)
    for at in range(WRONG, len(rows), WRONG):
        name, cell = [("pieces", "1.5"), ("paid", "1"), ("on", "yesterday"), ("codes", "[1,2"), ("at_absent", "maybe")][at % 5]
        rows[at][header.index(name)] = cell
    for part in range(parts):
        Path(folder, f"part-{part:03}.ndjson").write_text("".join(line + "\n" for line in lines[part::parts]), encoding="utf-8")
        with open(Path(folder, f"part-{part:03}.csv"), "w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([header, *rows[part::parts]])


def line_of(answer):
    if isinstance(answer, bytes):
        return answer.decode()
    return json.dumps({"error": {"at": getattr(answer, "at", ""), "code": getattr(answer, "code", "limit")}})


def decide_lines(lines, policy, as_of):
    from shop import PolicyError

    answers = []
    for line in lines:
        try:
            answers.append(policy.decide_text(line.rstrip("\n").encode(), as_of=as_of))
        except PolicyError as error:
            answers.append(error)
    return [line_of(answer) for answer in answers]


def decide_frame(frame, policy, as_of):
    import pandas

    return pandas.Series([line_of(answer) for answer in policy.decide_columns(frame, as_of=as_of)], index=frame.index, dtype=object)


def cluster(workers):
    from dask.distributed import Client, LocalCluster

    return Client(LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None))


def decide(folder):
    import dask.bag
    import dask.dataframe
    from shop import FactsError, Policy, PolicyError

    policy = Policy.load()
    assert len(pickle.dumps(policy)) < 300
    with cluster(2) as client:
        assert len({os.getpid(), *client.run(os.getpid).values()}) == 3
        # What travels is the policy's name and what it says; a worker that has another policy refuses it.
        assert client.submit(lambda one: one.content_hash, policy).result() == policy.content_hash
        restore, (name, content) = policy.__reduce__()
        other = client.submit(restore, name, content[::-1]).exception()
        assert isinstance(other, PolicyError), other
        wrong = client.submit(policy.decide_text, b'{"paid":1}', as_of=AS_OF).exception()
        assert isinstance(wrong, FactsError) and (wrong.code, wrong.at) == ("wrong_type", "/paid"), wrong
        lines = dask.bag.read_text(f"{folder}/part-*.ndjson", encoding="utf-8")
        answers = lines.map_partitions(decide_lines, policy, AS_OF).compute()
        Path(folder, "ndjson.got").write_text("".join(line + "\n" for line in answers), encoding="utf-8")
        frame = dask.dataframe.read_csv(f"{folder}/part-*.csv", dtype=str, keep_default_na=False, na_values=[""], blocksize=None)
        answers = frame.map_partitions(decide_frame, policy, AS_OF, meta=(None, object)).compute()
        Path(folder, "csv.got").write_text("".join(line + "\n" for line in answers), encoding="utf-8")


def compare(wanted, got):
    def read(path):
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            answer = json.loads(line)
            error = answer.get("error")
            yield line if error is None else (error["code"], error["at"])

    wanted, got = list(read(wanted)), list(read(got))
    different = [pair for pair in zip(wanted, got) if pair[0] != pair[1]]
    for one, other in different[:3]:
        print(f"wanted {one}\n   got {other}")
    refused = sum(isinstance(one, tuple) for one in wanted)
    print(f"{len(wanted)} rows, {refused} refused, {len(different)} different")
    return len(wanted) != len(got) or bool(different) or not 0 < refused < len(wanted) / 2


def counted(lines, policy, as_of, _turn):  # the turn, or Dask would take the last turn's answer
    return [len(decide_lines(lines, policy, as_of))]


def speed(folder, rows):
    import dask.bag
    from shop import Policy

    lines = Path(folder, "rows.ndjson").read_text(encoding="utf-8").splitlines(keepends=True)
    files = []
    for part in range(8):
        files.append(Path(folder, f"speed-{part}.ndjson"))
        with open(files[-1], "w", encoding="utf-8") as file:
            for at in range(part, rows, 8):
                file.write(lines[at % len(lines)])
    rates = {}
    for workers in (1, 2):
        with cluster(workers):
            bag = dask.bag.read_text([str(file) for file in files], encoding="utf-8")
            times = []
            for turn in range(4):  # the first one loads the package into the workers
                start = time.monotonic()
                assert sum(bag.map_partitions(counted, Policy.load(), AS_OF, turn).compute()) == rows
                times.append(time.monotonic() - start)
            rates[workers] = rows / min(times[1:])
            print(f"dask, {workers} worker{'s' if workers > 1 else ''}: {rates[workers]:12,.0f} rows/s")
    print(f"two workers are {rates[2] / rates[1]:.2f}x of one")


if __name__ == "__main__":
    verb, *words = sys.argv[1:]
    if verb == "split":
        split(words[0], int(words[1]))
    elif verb == "decide":
        decide(words[0])
    elif verb == "compare":
        sys.exit(compare(*words))
    else:
        speed(words[0], int(words[1]))
