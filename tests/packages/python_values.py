"""What the Python package makes of Python's values: each check is a line; closes with "N passed, N failed"."""

import datetime as dt
import pickle
import sys
import threading
from decimal import Decimal

import breach_report
from every_kind import Between, Duration, Error, FactsError, Known, OneOf, Policy, PolicyError, Unknown
from python_tally import check, close

NOW = dt.datetime(2026, 6, 1, tzinfo=dt.timezone.utc)
policy = Policy.load()


def refused(facts, code, at):
    try:
        policy.decide(facts, as_of=NOW)
        check(f"{facts} is refused", False)
    except FactsError as error:
        check(f"{facts}: {error.code} {error.at}", (error.code, error.at) == (code, at))


refused({"began": dt.datetime(2026, 3, 1)}, "bad_instant", "/began")
refused({"began": dt.datetime(2026, 3, 1, microsecond=1, tzinfo=dt.timezone.utc)}, "bad_instant", "/began")
refused({"began": dt.date(2026, 3, 1)}, "bad_instant", "/began")
refused({"day": NOW}, "bad_date", "/day")
refused({"count": 1.5}, "wrong_type", "/count")
refused({"count": float("nan")}, "wrong_type", "/count")
refused({"count": True}, "wrong_type", "/count")
refused({"count": 1 << 63}, "out_of_range", "/count")
refused({"small": 6}, "out_of_range", "/small")
refused({"share": 0.5}, "wrong_type", "/share")
refused({"share": Decimal("NaN")}, "bad_decimal", "/share")
refused({"share": Decimal("1e-10")}, "bad_decimal", "/share")
refused({"share": Decimal("1e999999")}, "out_of_range", "/share")
refused({"yes": 1}, "wrong_type", "/yes")
refused({"yes": None}, "null_not_allowed", "/yes")
refused({"colour": "pink"}, "not_a_member", "/colour")
refused({"items": [{}, {"weight": 0.25}]}, "wrong_type", "/items/1/weight")
refused({"items": [{"name": "\ud800"}]}, "lone_surrogate", "/items/0/name")
refused({"items": [{}] * 6}, "too_long", "/items")
refused({"term": 3}, "wrong_type", "/term")
refused({"term": Duration(3, "moons")}, "not_a_member", "/term/unit")
refused({"a/b": 1}, "unknown_key", "/a~1b")
refused({"acts": {"told_at": dt.datetime(2026, 3, 1)}}, "bad_instant", "/acts/told_at")
refused([], "wrong_type", "")

answer = policy.decide(
    {
        "count": 21.0, "paid": 1_000, "owed": None, "share": Decimal("-1.5"), "term": Duration(3, "working_days"),
        "began": dt.datetime(2026, 3, 2, 9, tzinfo=dt.timezone(dt.timedelta(hours=7))), "day": dt.date(2026, 3, 1),
        "steps": {"told", "asked"}, "items": [{"weight": 3}, {}], "yes": True, "small": 0, "acts": {},
    },
    as_of=NOW)
out = answer.outputs
check("an int", out.doubled == Known(42))
check("money", out.rest == Known(1_000) and out.owed == Known(None))
check("a decimal", out.ratio == Known(Decimal("-0.375")))
check("a duration", out.term == Known(Duration(3, "working_days")))
check("an instant", out.began == Known(dt.datetime(2026, 3, 2, 2, tzinfo=dt.timezone.utc)))
check("a date", out.on_day == Known(dt.date(2026, 3, 1)))
check("a set", out.steps == Known(frozenset({"told", "asked"})))
check("unknown", isinstance(out.weight, Unknown) and out.weight.missing == ("/items/1/weight",))
check("between", isinstance(out.fee, Between) and out.fee.most == 1_000 and out.fee.missing == ("/colour",))
check("a norm", answer.norms.tell.status == "violated" and answer.norms.tell.cites == ("KINDS@2",))
check("a norm for each element", set(answer.norms.weigh) == {"weigh[/items/0]", "weigh[/items/1]"})
check("a deadline that awaits", len(answer.norms.keep_long.due.one_of) == 2)
check("a sanction", answer.norms.keep.sanctions["main"].most == Known(3_000_000))
check("an error", policy.decide({"count": (1 << 63) - 1}, as_of=NOW).outputs.doubled == Error("overflow", "doubled"))
check("no value of one of several here", not isinstance(out.fee, OneOf))

again = pickle.loads(pickle.dumps(policy))
check("a policy pickles", again.content_hash == policy.content_hash and again.decide({}, as_of=NOW) == policy.decide({}, as_of=NOW))
name, (decision, release) = policy.__reduce__()
try:
    name(decision, release[::-1])
    check("another policy is not taken for it", False)
except PolicyError:
    check("another policy is not taken for it", True)

check("labels", policy.label("norm", "keep", "vi") == "Lưu giữ" and policy.label("fact", "/items/*/price", "en") == "price")
check("labels of members", policy.label("member", "Colour.red", "vi") == "đỏ")
check("citations", policy.label("cites", "keep", "en").startswith("Article 1"))

other = breach_report.Policy.load("vn.pdpl.breach.breach_report")
facts = {"detected_at": NOW - dt.timedelta(days=5), "may_harm": True}
plain = other.decide(facts, as_of=NOW)
read = other.decide(facts, as_of=NOW, readings={"K_29": "clause_2"})
check("two policies", other.content_hash != policy.content_hash)
check("a reading", plain.data["decision"] == read.data["decision"] == "vn.pdpl.breach.breach_report")
for wrong in ({"readings": {"K_29": "clause_9"}}, {"readings": {"nothing": "x"}}):
    try:
        other.decide(facts, as_of=NOW, **wrong)
        check(f"{wrong} is refused", False)
    except LookupError:
        check(f"{wrong} is refused", True)
try:
    other.decide({}, as_of=dt.datetime(2026, 3, 1))
    check("a naive as_of is refused", False)
except ValueError:
    check("a naive as_of is refused", True)
check("a law date", b'"law_date":"2026-05-01"' in other.decide_text(b"{}", as_of=NOW, law_date=dt.date(2026, 5, 1)))
check("a certificate", b'"certificate":' in other.decide_text(b"{}", as_of=NOW, certificate=True))

wanted = other.decide_text(b"{}", as_of=NOW)
found = []
threads = [
    threading.Thread(target=lambda: found.extend(other.decide_text(b"{}", as_of=NOW) for _ in range(20))) for _ in range(16)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
check("threads", found == [wanted] * 320)

# A call holds no lock of Python's: with threads that are never asked to make room, another one runs all the same.
stopped = []


def decide_until_stopped():
    for _ in range(5_000):
        other.decide_text(b"{}", as_of=NOW)
        if stopped:
            stopped.append("by another thread")
            return


interval = sys.getswitchinterval()
sys.setswitchinterval(1000)
busy = threading.Thread(target=decide_until_stopped)
busy.start()
stopped.append("asked")
busy.join()
sys.setswitchinterval(interval)
check("other threads run during a call", stopped == ["asked", "by another thread"])

try:
    policy.decide({"yes": 1}, as_of=NOW)
except FactsError as error:
    copy = pickle.loads(pickle.dumps(error))
    check("an error pickles", (type(copy), copy.code, copy.at, copy.text) == (FactsError, error.code, error.at, error.text))

close()
