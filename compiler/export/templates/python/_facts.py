"""Facts of Python as the JSON text that the policy reads. The policy's own reader judges everything that JSON can say;
here only what it cannot is refused, at its JSON pointer."""

from __future__ import annotations

import datetime as dt
import json
import operator
from decimal import Decimal
from typing import Any, Callable, Dict, Mapping

from ._values import Duration, FactsError

Node = Mapping[str, Any]


def encode(shape: Node, facts: Any) -> bytes:
    return json.dumps(_object(shape, facts, ""), separators=(",", ":")).encode("ascii")


def _object(shape: Node, value: Any, at: str) -> Any:
    if not isinstance(value, Mapping):
        raise FactsError("wrong_type", at)
    nodes = shape["keys"]
    out: Dict[str, Any] = {}
    for key, one in value.items():
        if not isinstance(key, str):
            raise FactsError("wrong_type", at)
        here = at + "/" + key.replace("~", "~0").replace("/", "~1")
        node = nodes.get(key)
        if node is None:
            out[key] = one if isinstance(one, bool) else None  # "$partial", or the reader refuses the key
        elif "object" in node:
            out[key] = _object(node["object"], one, here)
        else:
            out[key] = _value(node, one, here)
    return out


def _value(node: Node, value: Any, at: str) -> Any:
    if value is None:
        return None
    if node.get("judgment") and isinstance(value, Mapping):
        return {key: _part(node, key, one, at + "/" + str(key)) for key, one in value.items()}
    return _KINDS[node["kind"]](node, value, at)


def _part(node: Node, key: str, value: Any, at: str) -> Any:
    if key == "value":
        return _value({**node, "judgment": False}, value, at)
    return _date(node, value, at) if isinstance(value, dt.date) else _text(node, value, at)


def _bool(node: Node, value: Any, at: str) -> Any:
    if isinstance(value, bool):
        return value
    raise FactsError("wrong_type", at)


def _int(node: Node, value: Any, at: str) -> Any:
    if isinstance(value, bool):
        raise FactsError("wrong_type", at)
    if isinstance(value, float):
        if not value.is_integer():
            raise FactsError("wrong_type", at)
        whole = int(value)
    elif isinstance(value, Decimal):
        if not value.is_finite() or value != value.to_integral_value():
            raise FactsError("wrong_type", at)
        if value.adjusted() > 30:
            raise FactsError("out_of_range", at)
        whole = int(value)
    else:
        try:
            whole = operator.index(value)
        except TypeError:
            raise FactsError("wrong_type", at) from None
    if not -(1 << 63) <= whole < 1 << 63:
        raise FactsError("out_of_range", at)
    return whole


def _decimal(node: Node, value: Any, at: str) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise FactsError("bad_decimal", at)
        if abs(value.adjusted()) > 60:
            raise FactsError("out_of_range" if value.adjusted() > 0 else "bad_decimal", at)
        text = format(value, "f")
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return "0" if text in ("-0", "") else text
    return str(_int(node, value, at))


def _date(node: Node, value: Any, at: str) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
        raise FactsError("bad_date" if isinstance(value, dt.datetime) else "wrong_type", at)
    return value.isoformat()


def _instant(node: Node, value: Any, at: str) -> Any:
    if isinstance(value, str):
        return value
    if not isinstance(value, dt.datetime):
        raise FactsError("bad_instant" if isinstance(value, dt.date) else "wrong_type", at)
    if value.utcoffset() is None:  # naive: no moment
        raise FactsError("bad_instant", at)
    if value.microsecond % 1000 != 0:
        raise FactsError("bad_instant", at)
    try:
        utc = value.astimezone(dt.timezone.utc)
    except OverflowError:
        raise FactsError("out_of_range", at) from None
    return utc.strftime("%Y").zfill(4) + utc.strftime("-%m-%dT%H:%M:%S.") + f"{utc.microsecond // 1000:03}Z"


def _duration(node: Node, value: Any, at: str) -> Any:
    if isinstance(value, Duration):
        return {"n": _int(node, value.n, at + "/n"), "unit": _text(node, value.unit, at + "/unit")}
    if isinstance(value, Mapping):
        return dict(value)
    raise FactsError("wrong_type", at)


def _text(node: Node, value: Any, at: str) -> Any:
    if isinstance(value, str):
        return value
    raise FactsError("wrong_type", at)


def _set(node: Node, value: Any, at: str) -> Any:
    if isinstance(value, (set, frozenset)):
        return [_text(node, one, at) for one in sorted(value, key=str)]
    if isinstance(value, (list, tuple)):
        return [_text(node, one, f"{at}/{i}") for i, one in enumerate(value)]
    raise FactsError("wrong_type", at)


def _list(node: Node, value: Any, at: str) -> Any:
    if not isinstance(value, (list, tuple)):
        raise FactsError("wrong_type", at)
    item = node["items"]
    if "keys" in item:
        return [_object(item, one, f"{at}/{i}") for i, one in enumerate(value)]
    return [_value(item, one, f"{at}/{i}") for i, one in enumerate(value)]


_KINDS: Dict[str, Callable[[Node, Any, str], Any]] = {
    "bool": _bool,
    "int": _int,
    "decimal": _decimal,
    "amount": _decimal,
    "money": _int,
    "date": _date,
    "instant": _instant,
    "duration": _duration,
    "text": _text,
    "enum": _text,
    "set": _set,
    "list": _list,
}
