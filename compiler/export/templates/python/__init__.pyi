import datetime as dt
from typing import Any, Generic, Iterable, List, Literal, Mapping, Optional, Protocol, Tuple, TypeVar, Union, overload

{{#decisions}}
{{#objects}}
from ._types import {{class}} as {{class}}
{{/objects}}
from ._types import {{camel}}Answer as {{camel}}Answer
from ._types import {{camel}}Norms as {{camel}}Norms
from ._types import {{camel}}Outputs as {{camel}}Outputs
{{/decisions}}
from ._values import Answer as Answer
from ._values import Between as Between
from ._values import Determination as Determination
from ._values import Due as Due
from ._values import Duration as Duration
from ._values import Error as Error
from ._values import FactsError as FactsError
from ._values import Known as Known
from ._values import LimitError as LimitError
from ._values import Norm as Norm
from ._values import OneOf as OneOf
from ._values import Out as Out
from ._values import PolicyError as PolicyError
from ._values import Sanction as Sanction
from ._values import Unknown as Unknown

__version__: str

_Facts = TypeVar("_Facts", contravariant=True)
_Outputs = TypeVar("_Outputs")
_Norms = TypeVar("_Norms")

class _Columns(Protocol):
    def items(self) -> Iterable[Tuple[Any, Any]]: ...

class Policy(Generic[_Facts, _Outputs, _Norms]):
    content_hash: str
    name: str
    decision: str
{{#first_type}}
    @overload
    @classmethod
    def load(cls, decision: None = None) -> Policy[{{.}}Facts, {{.}}Outputs, {{.}}Norms]: ...
{{/first_type}}
{{#decisions}}
    @overload
    @classmethod
    def load(cls, decision: Literal["{{name}}", "{{qualified}}"]) -> Policy[{{camel}}Facts, {{camel}}Outputs, {{camel}}Norms]: ...
{{/decisions}}
    def decide(
        self,
        facts: _Facts,
        *,
        as_of: dt.datetime,
        law_date: Optional[dt.date] = None,
        readings: Optional[Mapping[str, str]] = None,
    ) -> Answer[_Outputs, _Norms]: ...
    def decide_text(
        self,
        facts: bytes,
        *,
        as_of: dt.datetime,
        law_date: Optional[dt.date] = None,
        readings: Optional[Mapping[str, str]] = None,
        certificate: bool = False,
    ) -> bytes: ...
    def decide_columns(
        self,
        columns: _Columns,
        *,
        as_of: dt.datetime,
        law_date: Optional[dt.date] = None,
        readings: Optional[Mapping[str, str]] = None,
    ) -> List[Union[bytes, PolicyError]]: ...
    def label(
        self, what: Literal["fact", "output", "norm", "member", "cites"], name: str, lang: Literal["vi", "en"] = "vi"
    ) -> str: ...
