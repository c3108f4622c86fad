"""P2 of the bench over many rows in PostgreSQL, by workers beside each other.

  scale.py check ROWS [plant]     decided by two workers, and by none, each row is what plain SQL of the same law says
  scale.py speed ROWS             rows a second, beside a function of the same row types that decides nothing and the plain SQL;
                                  measures, judges nothing"""

import re
import subprocess
import sys

# Whole facts, deterministic and of every kind; the probabilities make each obligation and level occur.
TABLE = """
drop table if exists speed;
create unlogged table speed of p2_facts;
select setseed(0.25);
insert into speed (sector, role, purpose, autonomy, user_scale, error_bp, deployed_on, biometric, realtime_public, minors, vulnerable,
    personal_data, sensitive_data, cross_border, generates_content, deepfake, human_oversight, interacts_public, open_source,
    research_only, state_use, critical_infra, affects_rights, sme, incident_before)
  select (enum_range(null::p2_sector))[1 + floor(8 * random())::int], (enum_range(null::p2_role))[1 + floor(3 * random())::int],
    (enum_range(null::p2_purpose))[1 + floor(10 * random())::int], (enum_range(null::p2_autonomy))[1 + floor(3 * random())::int],
    floor(10 ^ (6 * random()))::int, floor(1000 * random())::int, '2025-06-01'::date + floor(600 * random())::int,
    random() < 0.3, random() < 0.2, random() < 0.3, random() < 0.3, random() < 0.6, random() < 0.4, random() < 0.4, random() < 0.4,
    random() < 0.2, random() < 0.5, random() < 0.6, random() < 0.3, random() < 0.2, random() < 0.2, random() < 0.2, random() < 0.5,
    random() < 0.4, random() < 0.1
  from generate_series(1, {rows});
alter table speed set (parallel_workers = 2);
vacuum analyze speed;
"""
# The law of policies/P2.phep once more, as somebody writes it who has SQL alone.
BANNED = """(s.purpose = 'social_scoring' and s.state_use
      or s.realtime_public and s.biometric and not (s.sector = 'justice' and s.human_oversight)
      or s.deepfake and s.minors and not s.research_only)"""
DANGEROUS = """((s.sector in ('health', 'finance', 'education', 'employment', 'justice') and s.affects_rights and s.autonomy <> 'assist'
      or s.critical_infra
      or s.purpose in ('diagnosis', 'credit_scoring', 'recruitment', 'biometric_id') and s.user_scale >= 1000
      or s.vulnerable and s.autonomy = 'full') and not s.research_only)"""
VISIBLE = "(s.interacts_public or s.generates_content or s.deepfake or s.user_scale >= 100000)"
LEVEL = f"case when {BANNED} then 'prohibited' when {DANGEROUS} then 'high' when {VISIBLE} then 'limited' else 'minimal' end"
DUE = f"""case when s.deployed_on >= '2026-03-01' then s.deployed_on when {BANNED} then '2026-03-01'
      when s.sector in ('health', 'education', 'finance') then '2027-09-01' else '2027-03-01' end"""
OBLIGATIONS = [
    "{high} and not (s.open_source and s.sme)",
    "{high} and s.role = 'provider' and not (s.user_scale < 500 and not s.critical_infra)",
    "{high} or {limited} and s.critical_infra",
    "{high} and s.autonomy in ('semi', 'full') and not s.human_oversight",
    "s.personal_data and (s.sensitive_data or s.minors or s.user_scale >= 10000)"
    " and not (s.sme and not s.sensitive_data and s.user_scale < 50000)",
    "s.personal_data and s.cross_border and not (s.role = 'importer' and not s.sensitive_data)",
    "s.generates_content and not {banned} and s.purpose <> 'analytics' and not (s.research_only and not s.interacts_public)",
    "s.deepfake and not {banned}",
    "s.interacts_public and not {banned} and not (s.purpose = 'monitoring' and s.state_use)",
    "not {banned} and ({high} and s.error_bp >= 500 or s.purpose = 'diagnosis' and s.error_bp >= 200)",
    "{high} or {limited} and s.user_scale >= 500000 or s.incident_before and not s.research_only",
    "{banned} and not (s.research_only and not s.interacts_public)",
]
NAMES = {"banned": "(l.level = 'prohibited')", "high": "(l.level = 'high')", "limited": "(l.level = 'limited')"}
DUTIES = "array_remove(array[{}], null)".format(
    ", ".join(f"case when {text.format(**NAMES)} then 'O{i + 1:02}'::p2_obligation end" for i, text in enumerate(OBLIGATIONS)))
# OFFSET 0: the level is found once a row.
PLAIN = f"lateral (select ({LEVEL})::p2_level as level offset 0) l, lateral (select {DUE} as due, {DUTIES} as obligations) c"
AS_OF = "'2026-03-10 09:00+07'"
DECIDED = f"speed s, lateral p2(s, {AS_OF}) d"
QUERIES = {
    "decision": f"select count(*), count(d.error), count(d.level), count(d.due), count(d.obligations) from {DECIDED}",
    "a constant": f"select count(*), count(d.error), count(d.level), count(d.due), count(d.obligations) from speed s, lateral p2_constant(s, {AS_OF}) d",
    "plain SQL": f"select count(*), count(l.level), count(c.due), count(c.obligations) from speed s, {PLAIN}",
}
CONSTANT = """create or replace function p2_constant(p2_facts, timestamptz) returns p2_answer language c immutable parallel safe
  as '$libdir/constant', 'constant_pg';"""


def psql(text):
    run = subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"], input=text, text=True, capture_output=True)
    if run.returncode != 0:
        sys.exit(run.stderr[:3000])
    return run.stdout


def by(workers):
    return (f"set max_parallel_workers_per_gather = {workers}; set parallel_setup_cost = 0; set parallel_tuple_cost = 0;"
            f" set min_parallel_table_scan_size = 0; set jit = off;"
            f" set parallel_leader_participation = {'on' if workers == 0 else 'off'};")


def launched(plan):
    return sum(int(count) for count in re.findall(r"Workers Launched: (\d+)", plan))


def check(rows, plant):
    psql(TABLE.format(rows=rows))
    plain = PLAIN.replace("'O08'", "'O09'", 1) if plant else PLAIN
    same = (f"select count(*), count(*) filter (where d.error is not null or d.missing <> '{{}}' or d.level is distinct from l.level"
            f" or d.due is distinct from c.due or d.obligations is distinct from c.obligations),"
            f" min(l.level), max(l.level), max(cardinality(c.obligations)) > 5 from {DECIDED}, {plain}")
    for workers in (2, 0):
        plan = psql(f"{by(workers)} explain (analyze, timing off) {same};")
        said = psql(f"{by(workers)} {same};").strip()
        print(f"{launched(plan)} workers: {said}")
        if launched(plan) != workers or said != f"{rows}|0|minimal|prohibited|t":
            return 1
    return 0


def speed(rows):
    psql(TABLE.format(rows=rows) + CONSTANT)
    rates = {}
    for name, query in QUERIES.items():
        for workers in (0, 2):  # by the one process of the session, or by two beside it
            plans = [psql(f"{by(workers)} explain (analyze, timing off) {query};") for _ in range(3)]
            best = min(float(re.search(r"Execution Time: ([\d.]+)", plan)[1]) for plan in plans)
            rates[name, workers] = rows / best * 1000
            print(f"{name:10} {launched(plans[0])} workers: {rates[name, workers]:12,.0f} rows/s")
        print(f"{name:10} two workers are {rates[name, 2] / rates[name, 0]:.2f}x of one process")
    print(psql(QUERIES["decision"] + ";").strip())
    print("".join(f"  {line}\n" for line in psql(f"{by(2)} explain (analyze, timing off, costs off) {QUERIES['decision']};").splitlines()))
    return 0


count = int(sys.argv[2])
sys.exit(check(count, len(sys.argv) > 3) if sys.argv[1] == "check" else speed(count))
