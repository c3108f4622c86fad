"""{{package}} {{version}}: a policy compiled by Phép."""

from ._policy import Policy
from ._types import *  # noqa: F403
from ._types import __all__ as _types_all
from ._values import *  # noqa: F403
from ._values import __all__ as _values_all

__version__ = "{{version}}"
__all__ = ["Policy", *_types_all, *_values_all]
