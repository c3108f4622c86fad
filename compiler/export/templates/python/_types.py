"""The facts and answers of {{package}}."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import AbstractSet, Any, Dict, FrozenSet, List, Literal, Mapping, Optional, Sequence, Tuple, TypedDict, Union

from ._values import Answer, Determination, Duration, Norm, Out

{{#decisions}}
{{#objects}}
{{class}} = TypedDict(
    "{{class}}",
    {
{{#keys}}
        {{key_q}}: {{type}},  # {{comment}}
{{/keys}}
    },
    total=False,
)

{{/objects}}

@dataclass(frozen=True)
class {{camel}}Outputs:
    """What {{qualified}} concludes."""
{{#py_outputs}}

    {{field}}: Out[{{type}}]  # {{comment}}
{{/py_outputs}}


@dataclass(frozen=True)
class {{camel}}Norms:
    """The norms of {{qualified}}."""
{{#py_norms}}

    {{field}}: {{type}}  # {{comment}}
{{/py_norms}}


{{camel}}Answer = Answer[{{camel}}Outputs, {{camel}}Norms]

{{/decisions}}

ANSWERS: Dict[str, Any] = {
{{#decisions}}
    "{{name}}": ({{camel}}Outputs, {{camel}}Norms),
{{/decisions}}
}

__all__ = [
{{#decisions}}
{{#objects}}
    "{{class}}",
{{/objects}}
    "{{camel}}Answer",
    "{{camel}}Norms",
    "{{camel}}Outputs",
{{/decisions}}
]
