"""What facts and answers are made of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Generic, Mapping, Optional, Tuple, TypedDict, TypeVar, Union

T = TypeVar("T", covariant=True)
O = TypeVar("O", covariant=True)
N = TypeVar("N", covariant=True)


@dataclass(frozen=True)
class Known(Generic[T]):
    """A value that is certain. None: known not to exist."""

    value: T


@dataclass(frozen=True)
class Unknown:
    """Not certain: `missing` are the facts it hangs on, in the order to ask for them."""

    missing: Tuple[str, ...]
    inexact: bool = False  # more than are needed


@dataclass(frozen=True)
class Error:
    """No value: `at` is the declaration that failed, `kind` how."""

    kind: str
    at: str


@dataclass(frozen=True)
class OneOf(Generic[T]):
    """One of several, until what is awaited is decided."""

    values: Tuple[T, ...]
    awaiting: Tuple[str, ...]


@dataclass(frozen=True)
class Between(Generic[T]):
    """Not certain, but not beyond these ends."""

    least: Optional[T]
    most: Optional[T]
    missing: Tuple[str, ...]
    inexact: bool = False


Out = Union[Known[T], Unknown, Error, OneOf[T], Between[T]]


@dataclass(frozen=True)
class Duration:
    """A term in its own unit: hours, days, working_days, weeks, months, quarters or years."""

    n: int
    unit: str


class _DeterminationOptional(TypedDict, total=False):
    basis: str
    until: dt.date


class Determination(_DeterminationOptional):
    """What a person has found of a judgment: by whom, when, and why."""

    value: Any
    author: str
    id: str
    on: dt.date


@dataclass(frozen=True)
class Due:
    """A deadline: at one moment, at one of several, or, past the calendar, from or up to one."""

    at: Optional[dt.datetime] = None
    one_of: Tuple[dt.datetime, ...] = ()
    earliest: Optional[dt.datetime] = None
    latest: Optional[dt.datetime] = None
    awaiting: Tuple[str, ...] = ()


@dataclass(frozen=True)
class Sanction:
    """A row of what a breach may cost. `applies` is None where that is unknown."""

    kind: str
    applies: Optional[bool]
    least: Optional[Out[Any]] = None
    most: Optional[Out[Any]] = None
    cites: Tuple[str, ...] = ()
    measures: Tuple[str, ...] = ()
    limitation: Optional[dt.datetime] = None
    time_barred: Optional[bool] = False


@dataclass(frozen=True)
class Norm:
    """A norm's result. `binds` is None where that is unknown."""

    status: str
    binds: Optional[bool]
    cites: Tuple[str, ...] = ()
    missing: Tuple[str, ...] = ()
    inexact: bool = False
    due: Optional[Due] = None
    done: Union[dt.datetime, dt.date, None] = None
    by: Optional[dt.timedelta] = None
    since: Optional[dt.datetime] = None
    until: Optional[dt.datetime] = None
    excused: Optional[bool] = False
    why: Tuple[str, ...] = ()
    error: Optional[Error] = None
    sanctions: Mapping[str, Sanction] = field(default_factory=dict)
    data: Mapping[str, Any] = field(default_factory=dict, repr=False)  # all of it, as JSON has it


@dataclass(frozen=True)
class Answer(Generic[O, N]):
    """An answer; `text` is its canonical JSON, `data` the same parsed."""

    decision: str
    as_of: dt.datetime
    outputs: O
    norms: N
    missing: Tuple[str, ...]
    readings: Mapping[str, str]  # those that the answer rests on
    text: bytes = field(repr=False)
    data: Mapping[str, Any] = field(repr=False)


class PolicyError(Exception):
    """No answer could be given."""


class FactsError(PolicyError, ValueError):
    """The facts are not the policy's: `code` says how, `at` is the JSON pointer of the one that is wrong."""

    def __init__(self, code: str, at: str, offset: Optional[int] = None, text: bytes = b"") -> None:
        super().__init__(f"{code} at {at or '/'}")
        self.code = code
        self.at = at
        self.offset = offset
        self.text = text

    def __reduce__(self) -> Any:  # so that it travels between processes
        return type(self), (self.code, self.at, self.offset, self.text)


class LimitError(PolicyError):
    """A stated bound was hit."""


__all__ = [
    "Answer", "Between", "Decimal", "Determination", "Due", "Duration", "Error", "FactsError", "Known", "LimitError",
    "Norm", "OneOf", "Out", "PolicyError", "Sanction", "Unknown",
]
