"""Decides {{qualified}}: what is known, what is missing, and why."""

import datetime as dt
{{#needs_decimal}}
from decimal import Decimal
{{/needs_decimal}}

from {{package}} import Between, {{#needs_duration}}Duration, {{/needs_duration}}Error, Known, OneOf, Out, Policy, Unknown
from {{package}} import {{camel}}Facts

VIETNAM = dt.timezone(dt.timedelta(hours=7))


def tell(name: str, out: Out[object]) -> None:
    if isinstance(out, Known):
        print(f"{name:32} {out.value}")
    elif isinstance(out, Unknown):
        print(f"{name:32} unknown; needs {', '.join(out.missing)}")
    elif isinstance(out, Between):
        print(f"{name:32} from {out.least} to {out.most}; needs {', '.join(out.missing)}")
    elif isinstance(out, OneOf):
        print(f"{name:32} one of {out.values}; awaits {', '.join(out.awaiting)}")
    elif isinstance(out, Error):
        print(f"{name:32} {out.kind} at {out.at}")


# A key that is missing is unknown; None: known not to exist.
facts: {{camel}}Facts = {{sample}}

policy = Policy.load("{{name}}")
answer = policy.decide(facts, as_of=dt.datetime(2026, 3, 10, 9, 0, tzinfo=VIETNAM))
{{#py_outputs}}
tell({{name_q}}, answer.outputs.{{field}})
{{/py_outputs}}
{{#py_norms}}
{{^repeated}}
print({{key_q}}.ljust(32), answer.norms.{{field}}.status, policy.label("norm", {{symbol_q}}, "en"))
{{/repeated}}
{{/py_norms}}
print(f"missing: {', '.join(answer.missing) or 'nothing'}")
print(policy.decide_text(b"{}", as_of=dt.datetime(2026, 3, 10, 9, 0, tzinfo=VIETNAM)).decode())
