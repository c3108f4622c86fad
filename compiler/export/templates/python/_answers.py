"""Answers as dataclasses."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import Any, Callable, Dict, Mapping, Optional

from ._values import Answer, Between, Due, Duration, Error, Known, Norm, OneOf, Out, Sanction, Unknown


def instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text[:-1] + "+00:00")


def _amount(value: Any) -> Any:
    return Decimal(value["amount"] if isinstance(value, dict) else value)


_READ: Dict[str, Callable[[Any], Any]] = {
    "bool": lambda value: value,
    "int": lambda value: value,
    "text": lambda value: value,
    "enum": lambda value: value,
    "decimal": _amount,
    "amount": _amount,
    "money": lambda value: int(value["amount"]),
    "date": dt.date.fromisoformat,
    "instant": instant,
    "duration": lambda value: Duration(value["n"], value["unit"]),
    "set": frozenset,
}


def out(kind: str, value: Any) -> Out[Any]:
    read = _READ[kind]
    if value is None:
        return Known(None)
    if not isinstance(value, dict) or not any(key.startswith("$") for key in value):
        return Known(read(value))
    if "$error" in value:
        return Error(value["$error"]["kind"], value["$error"]["at"])
    inexact = value.get("$inexact", False)
    if "$one_of" in value:
        return OneOf(tuple(read(one) for one in value["$one_of"]), tuple(value["$awaiting"]))
    missing = tuple(value["$unknown"])
    if "$at_least" in value or "$at_most" in value:
        ends = [read(value[key]) if key in value else None for key in ("$at_least", "$at_most")]
        return Between(ends[0], ends[1], missing, inexact)
    return Unknown(missing, inexact)


def _truth(value: Any) -> Optional[bool]:
    return None if value == "unknown" else bool(value)


def _moment(value: Optional[str]) -> Any:
    if value is None:
        return None
    return instant(value) if "T" in value else dt.date.fromisoformat(value)


def _due(value: Any) -> Optional[Due]:
    if value is None:
        return None
    if isinstance(value, str):
        return Due(at=instant(value))
    return Due(
        one_of=tuple(instant(one) for one in value.get("$one_of", ())),
        earliest=_moment(value.get("$from")),
        latest=_moment(value.get("$up_to")),
        awaiting=tuple(value["$awaiting"]),
    )


def _sanction(kind: str, value: Mapping[str, Any]) -> Sanction:
    return Sanction(
        kind=value["kind"],
        applies=_truth(value["applies"]),
        least=out(kind, value["from"]) if "from" in value else None,
        most=out(kind, value["to"]) if "to" in value else None,
        cites=tuple(value.get("cites", ())),
        measures=tuple(value.get("measures", ())),
        limitation=_moment(value.get("limitation")),
        time_barred=_truth(value.get("time_barred", False)),
    )


def norm(row: Mapping[str, Any], value: Mapping[str, Any]) -> Norm:
    error = value.get("$error")
    by = value.get("by_ms")
    return Norm(
        status=value["status"],
        binds=_truth(value["binds"]),
        cites=tuple(value.get("cites", ())),
        missing=tuple(value.get("missing", ())),
        inexact=value.get("$inexact", False),
        due=_due(value.get("due", value.get("through"))),
        done=_moment(value.get("done", value.get("ended"))),
        by=None if by is None else dt.timedelta(milliseconds=by),
        since=_moment(value.get("since")),
        until=_moment(value.get("until")),
        excused=_truth(value.get("excused", False)),
        why=tuple(value.get("why", ())),
        error=None if error is None else Error(error["kind"], error["at"]),
        sanctions={
            label: _sanction(row["sanctions"][label], one) for label, one in value.get("sanctions", {}).items()
        },
        data=value,
    )


def answer(spec: Mapping[str, Any], outputs: Any, norms: Any, text: bytes) -> Answer[Any, Any]:
    data = json.loads(text)
    return Answer(
        decision=data["decision"],
        as_of=instant(data["as_of"]),
        outputs=outputs(**{row["field"]: out(row["kind"], data["outputs"][row["name"]]) for row in spec["outputs"]}),
        norms=norms(**{row["field"]: _norms(row, data["norms"]) for row in spec["norms"]}),
        missing=tuple(data["missing"]),
        readings=data.get("readings", {}),
        text=text,
        data=data,
    )


def _norms(row: Mapping[str, Any], all_norms: Mapping[str, Any]) -> Any:
    key: str = row["key"]
    if not row["repeated"]:
        return norm(row, all_norms[key])
    return {one: norm(row, value) for one, value in all_norms.items() if one.startswith(key + "[")}


