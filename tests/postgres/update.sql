-- From version 1 to version 2 while version 1 is loaded in this process.
\set VERBOSITY terse
select extversion from pg_extension where extname = 'every_kind';
select d.doubled from every_kind(json_populate_record(null::every_kind_facts, '{"count": 7}'), '2026-03-10 09:00+07') d;
alter extension every_kind update;
select extversion from pg_extension where extname = 'every_kind';
select d.doubled from every_kind(json_populate_record(null::every_kind_facts, '{"count": 7}'), '2026-03-10 09:00+07') d;
select count(*) from pg_depend d join pg_extension e on d.refobjid = e.oid where e.extname = 'every_kind' and d.deptype = 'e' and d.classid = 'pg_proc'::regclass;
