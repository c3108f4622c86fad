"""Whether a package's vectors are of the kinds that they must be: kinds.py FILE.conformance.jsonl"""

import json
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    vectors = [json.loads(line) for line in file]


def has_missing(vector):
    return vector["status"] == 0 and json.loads(vector["answer"]).get("missing", []) != []


counts = {
    "unknown": sum(has_missing(vector) for vector in vectors),
    "malformed": sum(vector["status"] == 2 for vector in vectors),
    "boundary": sum(vector["kind"] == "boundary" for vector in vectors),
    "complete": sum(vector["status"] == 0 and not has_missing(vector) for vector in vectors),
}
print(len(vectors), counts)
least = {"unknown": 25, "malformed": 10, "boundary": 5, "complete": 10}
for kind, percent in least.items():
    if 100 * counts[kind] < percent * len(vectors):
        sys.exit(f"fewer than {percent} % are {kind}")
