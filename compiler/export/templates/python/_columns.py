"""Facts by column: lists, NumPy arrays, pandas Series. A row of them is the JSON text that the policy reads. Neither NumPy nor
pandas is imported."""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple, Union

from . import _facts
from ._values import FactsError

Node = Mapping[str, Any]
_ABSENT = "_absent"
_WHOLE = re.compile(r"-?[1-9][0-9]*|0", re.ASCII)
_MONEY = re.compile(r"(-?[0-9][0-9_]*)[VND ]* VND", re.ASCII)
_TERM = re.compile(r"(-?[0-9]{1,18}) (.*)", re.ASCII)


class Columns:
    """Columns by the path of their fact (`owner.name`), a record or list as JSON text, and `F_absent` for a fact F that may be
    absent. None, NaN, NaT and NA are unknown, and so is a fact without a column, in closed records too."""

    def __init__(self, shape: Node, columns: Any) -> None:
        self._root = _Record(shape.get("closed", False))
        companions: List[Tuple[str, List[str], Node, Sequence[Any]]] = []
        self._count: Optional[int] = None
        for name, column in columns.items():
            values = column.tolist() if hasattr(column, "tolist") else list(column)
            if self._count not in (None, len(values)):
                raise ValueError(f"column {name!r} has {len(values)} rows, others {self._count}")
            self._count = len(values)
            path = str(name).split(".")
            node = _node(shape, path)
            if node is not None:
                self._leaf(shape, name, path, node).take(name, values)
                continue
            path[-1] = path[-1].removesuffix(_ABSENT) if path[-1].endswith(_ABSENT) else ""
            node = _node(shape, path)
            if node is None or not node.get("optional", False):
                raise LookupError(f"no fact {name!r}")
            companions.append((name, path, node, values))
        for name, path, node, values in companions:
            self._leaf(shape, name, path, node).companion = values

    def __len__(self) -> int:
        return self._count or 0

    def row(self, i: int) -> bytes:
        """The facts of a row. Raises FactsError for what JSON cannot say."""
        return self._root.text(i)[0].encode("ascii")

    def _leaf(self, shape: Node, name: str, path: Sequence[str], node: Node) -> _Leaf:
        record = self._root
        for step in path[:-1]:
            shape = shape["keys"][step]["object"]
            inner = record.parts.setdefault(step, _Record(shape.get("closed", False)))
            if not isinstance(inner, _Record):
                raise ValueError(f"column {name!r} is part of another")
            record = inner
        leaf = record.parts.setdefault(path[-1], _Leaf(node, "".join(f"/{_escaped(step)}" for step in path)))
        if not isinstance(leaf, _Leaf):
            raise ValueError(f"a column is part of {name!r}")
        return leaf


class _Record:
    def __init__(self, closed: bool) -> None:
        self.closed = closed  # a key that is left out would mean "not done"
        self.parts: Dict[str, Union[_Record, _Leaf]] = {}

    def text(self, i: int) -> Tuple[str, bool]:
        """Its JSON, and whether anything of it is known."""
        pieces = []
        for key, part in self.parts.items():
            text, known = part.text(i)
            if known:
                pieces.append(json.dumps(key) + ":" + text)
        known = bool(pieces)
        if self.closed:
            pieces.insert(0, '"$partial":true')
        return "{" + ",".join(pieces) + "}", known


class _Leaf:
    def __init__(self, node: Node, at: str) -> None:
        self._node, self._at = node, at
        self._values: Optional[Sequence[Any]] = None
        self.companion: Optional[Sequence[Any]] = None

    def take(self, name: str, values: Sequence[Any]) -> None:
        if self._values is not None:
            raise ValueError(f"column {name!r} is there twice")
        self._values = values

    def text(self, i: int) -> Tuple[str, bool]:
        value = None if self._values is None else self._values[i]
        unknown = _is_unknown(value)
        if self.companion is not None and self._is_absent(self.companion[i]):
            if not unknown:
                raise FactsError("absent_with_value", self._at)
            return "null", True
        return ("", False) if unknown else (self._said(value), True)

    def _is_absent(self, value: Any) -> bool:
        if _is_unknown(value) or value == "":
            return False
        value = _plain(value)
        if value in (True, "true"):
            return True
        if value in (False, "false"):
            return False
        raise FactsError("wrong_type", self._at)

    def _said(self, value: Any) -> str:
        value = _plain(value)
        if isinstance(value, str):
            return _cell(value, self._node.get("kind", ""))
        if "object" in self._node:
            return json.dumps(_facts._object(self._node["object"], value, self._at))
        kind = self._node["kind"]
        if isinstance(value, dt.datetime):
            if getattr(value, "nanosecond", 0) != 0:
                raise FactsError("bad_instant" if kind == "instant" else "bad_date", self._at)
            if kind == "date" and value.tzinfo is None and value.time() == dt.time():
                value = value.date()  # a day, as pandas has it
        return json.dumps(_facts._value(self._node, value, self._at))


def _escaped(step: str) -> str:
    return step.replace("~", "~0").replace("/", "~1")


def _node(shape: Node, path: Sequence[str]) -> Optional[Node]:
    """The fact or record at a path."""
    for step in path[:-1]:
        inner = shape["keys"].get(step, {})
        if "object" not in inner:
            return None
        shape = inner["object"]
    node: Optional[Node] = shape["keys"].get(path[-1])
    return node


def _is_unknown(value: Any) -> bool:
    if value is None or type(value).__name__ in ("NAType", "NaTType"):
        return True
    if isinstance(value, Decimal):
        return value.is_nan()
    return isinstance(value, float) and value != value


def _plain(value: Any) -> Any:
    """A value of Python's for one of NumPy's."""
    return value.item() if hasattr(value, "dtype") and hasattr(value, "item") else value


def _cell(cell: str, kind: str) -> str:
    """Text that stands for a value, as a cell of a table does: `true`, `12`, `3000000 VND`, `3 working_days`, `logs|training`,
    JSON. What does not fit stays text: the policy's reader says what was needed."""
    if cell == "null" or (cell[:1] in ("{", "[") and _is_json(cell)):
        return json.dumps(json.loads(cell)) if not cell.isascii() else cell
    if kind == "bool" and cell in ("true", "false"):
        return cell
    if kind == "int" and _WHOLE.fullmatch(cell):
        return cell
    if kind == "money":
        amount = _MONEY.fullmatch(cell)
        digits = amount[1].replace("_", "") if amount else ""
        if digits and len(digits.lstrip("-")) < 19:
            return json.dumps({"amount": digits, "currency": "VND"})
    if kind == "duration":
        term = _TERM.fullmatch(cell)
        if term:
            return json.dumps({"n": int(term[1]), "unit": term[2].replace(" ", "_")})
    if kind == "set":
        return json.dumps([] if cell == "-" else [word.strip(" ") for word in cell.split("|")])
    return json.dumps(cell)


def _is_json(cell: str) -> bool:
    try:
        json.loads(cell)
    except (ValueError, RecursionError):
        return False
    return True
