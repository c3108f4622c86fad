"""Columns of NumPy and pandas as facts: each row answers as the same facts as a dict do. Closes with "N passed, N failed"."""

import datetime as dt
import json
from decimal import Decimal

import numpy
import pandas
from every_kind import FactsError, Policy
from python_tally import check, close

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.timezone.utc)
SAIGON = dt.timezone(dt.timedelta(hours=7))
policy = Policy.load()


def wanted(facts):
    if isinstance(facts, tuple):
        return facts
    return policy.decide(facts, as_of=NOW).text


def same(name, columns, rows):
    got = policy.decide_columns(columns, as_of=NOW)
    got = [(one.code, one.at) if isinstance(one, FactsError) else one for one in got]
    for i, (one, facts) in enumerate(zip(got, rows, strict=True)):
        check(f"{name}, row {i}: {one}", one == wanted(facts))


began = dt.datetime(2026, 3, 2, 9, 30, tzinfo=SAIGON)
moments = pandas.to_datetime(["2026-03-02T02:30Z", None, "2026-03-02T09:30+07:00"], utc=True).tz_convert("Asia/Ho_Chi_Minh")
same("Int64", pandas.DataFrame({"count": pandas.array([21, pandas.NA, -1], dtype="Int64")}), [{"count": 21}, {}, {"count": -1}])
same("boolean", pandas.DataFrame({"yes": pandas.array([True, pandas.NA, False], dtype="boolean")}), [{"yes": True}, {}, {"yes": False}])
same("category", pandas.DataFrame({"colour": pandas.Categorical(["red", None, "blue"])}), [{"colour": "red"}, {}, {"colour": "blue"}])
same("a member that is none", pandas.DataFrame({"colour": pandas.Categorical(["pink"])}), [("not_a_member", "/colour")])
same("moments with their zone", pandas.DataFrame({"began": moments}), [{"began": began}, {}, {"began": began}])
same("naive moments", pandas.DataFrame({"began": pandas.to_datetime(["2026-03-02T09:30", None])}), [("bad_instant", "/began"), {}])
same("nanoseconds", {"began": [pandas.Timestamp(1, tz="UTC")]}, [("bad_instant", "/began")])
same("days", pandas.DataFrame({"day": pandas.to_datetime(["2026-03-02", "2026-03-02T09:30", None])}),
     [{"day": dt.date(2026, 3, 2)}, ("bad_date", "/day"), {}])
same("floats", {"count": numpy.array([2.0, 1.5, numpy.nan]), "small": numpy.float32([3, 3, 9])},
     [{"count": 2, "small": 3}, ("wrong_type", "/count"), ("out_of_range", "/small")])
same("arrays", {"yes": numpy.array([True, False]), "count": numpy.array([7, 8], dtype=numpy.uint8), "day": numpy.array(["2026-03-02", "NaT"], "datetime64[D]")},
     [{"yes": True, "count": 7, "day": dt.date(2026, 3, 2)}, {"yes": False, "count": 8}])
same("NumPy's scalars", {"yes": pandas.Series([numpy.bool_(True), None], dtype=object)}, [{"yes": True}, {}])
same("lists", {"share": [Decimal("1.5"), Decimal("NaN")], "word": ["", None], "steps": [{"told"}, []], "items": [[{"weight": 3}], None]},
     [{"share": Decimal("1.5"), "word": "", "steps": ["told"], "items": [{"weight": 3}]}, {"steps": []}])
same("companions", pandas.DataFrame({"note": ["n", None, None, "n", None], "note_absent": pandas.array([None, True, False, True, None], dtype="boolean")}),
     [{"note": "n"}, {"note": None}, {}, ("absent_with_value", "/note"), {}])
same("a companion alone", {"note_absent": numpy.array([True, False])}, [{"note": None}, {}])
same("text of a table", {"count": ["21", "007", "x"], "yes": ["true", "true", "yes"], "term": ["3 working days", None, None]},
     [{"count": 21, "yes": True, "term": {"n": 3, "unit": "working_days"}}, ("wrong_type", "/count"), ("wrong_type", "/count")])
same("money of a table", {"paid": ["1_000 VND", '{"amount":"5","currency":"VND"}'], "steps": ["told|asked", "-"], "items": ['[{"weight":1}]', "null"]},
     [{"paid": 1000, "steps": ["told", "asked"], "items": [{"weight": 1}]}, ("null_not_allowed", "/items")])
# In a closed record too a fact without a column is unknown.
shut = dt.datetime(2026, 5, 1, tzinfo=dt.timezone.utc)
same("closed records", {"acts.shut_at": [shut, None], "acts.told_at_absent": [False, True]},
     [{"acts": {"shut_at": shut, "$partial": True}}, {"acts": {"told_at": None, "$partial": True}}])
check("no row", policy.decide_columns(pandas.DataFrame({"count": []}), as_of=NOW) == [] == policy.decide_columns({}, as_of=NOW))
for columns, error in (({"cuont": [1]}, LookupError), ({"count_absent": [True]}, LookupError), ({"count": [1], "yes": []}, ValueError),
                       ({"acts": [{}], "acts.told_at": [None]}, ValueError)):
    try:
        policy.decide_columns(columns, as_of=NOW)
        check(f"{columns} is refused", False)
    except error:
        check(f"{columns} is refused", True)
answer = json.loads(policy.decide_columns({"count": [21]}, as_of=NOW)[0])
check("an answer", answer["outputs"]["doubled"] == 42)

close()
