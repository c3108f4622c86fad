"""Holds the installed package against its vectors, to the byte: python -m {{package}}.conformance [FILE]"""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any, Mapping, Optional, Tuple

from . import _abi, _policy


def _answer(vector: Mapping[str, Any]) -> Tuple[int, bytes]:
    as_of = dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc) + dt.timedelta(milliseconds=vector["as_of_ms"])
    law_date: Optional[dt.date] = None
    if "law_date" in vector:
        law_date = dt.date.fromisoformat(vector["law_date"])
    flags = _abi.WITH_CERTIFICATE if vector.get("certificate") else 0
    facts = vector["facts"].encode() if "facts" in vector else bytes.fromhex(vector["facts_hex"])
    return _policy._library().decide_json(
        vector["decision"], facts, _abi.options(as_of, law_date, vector["choices"], flags))


def main(path: Path) -> int:
    """How many vectors were not answered as they say."""
    passed = failed = 0
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            vector = json.loads(line)
            status, text = _answer(vector)
            if status == vector["status"] and text == vector["answer"].encode():
                passed += 1
                continue
            failed += 1
            if failed <= 5:
                said = text.decode("utf-8", "replace")
                print(f"line {passed + failed}: expected {vector['answer']}\n  got {status} {said}", file=sys.stderr)
    print(f"{passed} passed, {failed} failed")
    return failed


if __name__ == "__main__":
    chosen = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent / "conformance.jsonl"
    sys.exit(1 if main(chosen) else 0)
