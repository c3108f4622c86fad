"""Rows a second of a decision by one worker and by two, beside a plain SQL CASE over the same rows: speed.py ROWS WORKERS

Measures, judges nothing."""

import re
import subprocess
import sys

rows = int(sys.argv[1])
SETUP = f"""
drop table if exists speed;
create unlogged table speed of breach_report_facts;
insert into speed (detected_at, role, offender, may_harm, notice, notice_falsified, repair, acts_authority_notified_at,
    acts_record_drawn_at)
  select '2026-01-01 08:00+07'::timestamptz + n % 300 * interval '1 day', (enum_range(null::breach_report_role))[1 + n % 4],
    (enum_range(null::breach_report_offender))[1 + n % 3], n % 2 = 0, enum_range(null::breach_report_noticepart), false,
    enum_range(null::breach_report_repairstep), '2026-01-03 08:00+07'::timestamptz + n % 300 * interval '1 day',
    '2026-01-03 08:00+07'::timestamptz + n % 300 * interval '1 day' from generate_series(1, {rows}) n;
alter table speed set (parallel_workers = 2);
vacuum analyze speed;
"""
QUERIES = {
    "decision": "select count(d.error), count(*) from speed s, lateral breach_report(s, '2026-09-10 09:00+07') d",
    "sql case": "select count(case when s.may_harm and s.detected_at + interval '72 hours' < '2026-09-10 09:00+07' then 1 end),"
                " count(*) from speed s",
}


def psql(text):
    return subprocess.run(["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1"], input=text, text=True, capture_output=True,
                          check=True).stdout


psql(SETUP)
for name, query in QUERIES.items():
    for workers in (0, 1, 2):
        settings = (f"set max_parallel_workers_per_gather = {workers}; set parallel_setup_cost = 0; set parallel_tuple_cost = 0;"
                    f" set min_parallel_table_scan_size = 0; set jit = off;"
                    f" set parallel_leader_participation = {'on' if workers == 0 else 'off'};")
        plans = [psql(f"{settings} explain (analyze, timing off) {query};") for _ in range(3)]
        launched = re.search(r"Workers Launched: (\d+)", plans[0])
        best = min(float(re.search(r"Execution Time: ([\d.]+)", plan)[1]) for plan in plans)
        print(f"{name:10} workers {launched[1] if launched else 0}: {rows / best * 1000:12,.0f} rows/s")
print(psql(QUERIES["decision"] + ";"))
