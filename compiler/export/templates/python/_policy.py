"""The policy."""

from __future__ import annotations

import datetime as dt
import json
import threading
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Union

from . import _abi, _answers, _columns, _facts, _types
from ._values import Answer, FactsError, LimitError, PolicyError

_FOLDER = Path(__file__).resolve().parent
_SPEC: Dict[str, Any] = json.loads((_FOLDER / "_spec.json").read_text(encoding="utf-8"))
_LOCK = threading.Lock()
_LIBRARY: Optional[_abi.Library] = None


def _library() -> _abi.Library:
    global _LIBRARY
    with _LOCK:
        if _LIBRARY is None:
            _LIBRARY = _abi.Library(_FOLDER / _SPEC["library"])
        return _LIBRARY


class Policy:
    """One decision of the policy. Safe in threads; may be pickled, and is found again by what it says."""

    content_hash: str = _SPEC["release"]

    def __init__(self, spec: Mapping[str, Any]) -> None:
        self._spec = spec
        self.name: str = spec["name"]
        self.decision: str = spec["decision"]
        self._outputs, self._norms = _types.ANSWERS[self.name]

    @classmethod
    def load(cls, decision: Optional[str] = None) -> "Policy":
        """The decision of this name; without one, the first."""
        for spec in _SPEC["decisions"]:
            if decision in (None, spec["name"], spec["decision"]):
                return cls(spec)
        raise LookupError(f"no decision {decision!r}; there are {[spec['name'] for spec in _SPEC['decisions']]}")

    def decide(self, facts: Any, *, as_of: dt.datetime, law_date: Optional[dt.date] = None,
               readings: Optional[Mapping[str, str]] = None) -> Answer[Any, Any]:
        """Decides a case. A fact that is missing is unknown; None: known not to exist."""
        text = _facts.encode(self._spec["facts"], facts)
        return _answers.answer(self._spec, self._outputs, self._norms,
                               self.decide_text(text, as_of=as_of, law_date=law_date, readings=readings))

    def decide_text(self, facts: bytes, *, as_of: dt.datetime, law_date: Optional[dt.date] = None,
                    readings: Optional[Mapping[str, str]] = None, certificate: bool = False) -> bytes:
        """JSON in, the canonical JSON of the answer out."""
        if not isinstance(facts, bytes):
            raise TypeError("decide_text takes bytes")
        flags = _abi.WITH_CERTIFICATE if certificate else 0
        return self._answer(facts, _abi.options(as_of, law_date, self._members(readings or {}), flags))

    def decide_columns(self, columns: Any, *, as_of: dt.datetime, law_date: Optional[dt.date] = None,
                       readings: Optional[Mapping[str, str]] = None) -> List[Union[bytes, PolicyError]]:
        """Decides each row of columns: a DataFrame, or anything whose items are names and lists, arrays or Series. For each row
        the canonical JSON of its answer, or why there is none. A column is a fact by its path (`owner.name`), or `F_absent` for
        a fact F that may be absent. None, NaN, NaT and NA are unknown; text stands for any value as in a table that
        `phep eval --batch` reads. LookupError for a column that is no fact."""
        rows = _columns.Columns(self._spec["facts"], columns)
        chosen = _abi.options(as_of, law_date, self._members(readings or {}), 0)
        answers: List[Union[bytes, PolicyError]] = []
        for i in range(len(rows)):
            try:
                answers.append(self._answer(rows.row(i), chosen))
            except PolicyError as error:
                answers.append(error)
        return answers

    def _answer(self, facts: bytes, chosen: _abi.Options) -> bytes:
        status, text = _library().decide_json(self.name, facts, chosen)
        if status == _abi.OK:
            return text
        if status == _abi.BAD_FACTS:
            problem = json.loads(text.decode("utf-8", "replace"))["error"]
            raise FactsError(problem["code"], problem["at"], problem["offset"], text)
        if status == _abi.LIMIT:
            raise LimitError("a stated bound was hit")
        raise PolicyError(f"status {status}")

    def label(self, what: str, name: str, lang: str = "vi") -> str:
        """What people call a fact (by JSON pointer, elements of lists as *), output, norm or member, or where a norm
        stands in law: what is "fact", "output", "norm", "member" or "cites"; lang is "vi" or "en"."""
        words: Mapping[str, str] = self._spec["labels"][what][name]
        return words[lang]

    def _members(self, readings: Mapping[str, str]) -> List[int]:
        rows: List[Mapping[str, Any]] = _SPEC["readings"]
        chosen = [-1] * len(rows)
        for name, option in readings.items():
            found = [i for i, row in enumerate(rows) if name in (row["name"], row["name"].rpartition(".")[2])]
            if not found or option not in rows[found[0]]["options"]:
                raise LookupError(f"no reading {name}={option}")
            chosen[found[0]] = rows[found[0]]["options"].index(option)
        return chosen

    def __repr__(self) -> str:
        return f"<Policy {self.decision} {self.content_hash[:12]}>"

    def __reduce__(self) -> Any:
        return _restore, (self.name, self.content_hash)


def _restore(name: str, content_hash: str) -> Policy:
    if content_hash != Policy.content_hash:
        raise PolicyError(f"another policy is installed: {Policy.content_hash} instead of {content_hash}")
    return Policy.load(name)
