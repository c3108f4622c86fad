-- What each row says: absence, what is wrong, and how often the function is called.
\set VERBOSITY terse
create function facts(word text) returns every_kind_facts language sql as
  $$ select json_populate_record(null::every_kind_facts, json_build_object('word', word)) $$;

-- Nothing is known; the row is null; a fact is given; one is absent; both at once.
select d.error, d.word, d.note_absent, '/word' = any (d.missing) from every_kind(null, '2026-03-10 09:00+07') d;
select d.error, d.word, d.note_absent, '/word' = any (d.missing) from every_kind(facts('x'), '2026-03-10 09:00+07') d;
select d.error, d.note, d.note_absent, '/note' = any (d.missing)
  from (values ('{"note": "n"}'::json), ('{"note_absent": true}'), ('{"note": "n", "note_absent": true}'),
    ('{"note": "n", "note_absent": false}'), ('{"note_absent": false}')) as c(facts),
  lateral every_kind(json_populate_record(null::every_kind_facts, c.facts), '2026-03-10 09:00+07') d;

-- A bad row says where it is bad, and the others are answered.
select c.id, d.error, d.doubled
  from (values (1, '{"count": 1}'::json), (2, '{"small": 6}'), (3, '{"count": 2}'), (4, '{"day": "infinity"}'),
    (5, '{"share": "NaN"}'), (6, '{"share": "0.0000000001"}'), (7, '{"share": "100000000000000000000000000000"}'),
    (8, '{"began": "2026-01-01 00:00:00.0001+07"}'), (9, '{"term": "3 fortnights"}'), (10, '{"steps": ["asked", "asked"]}'),
    (11, '{"steps": ["asked", null]}'), (12, '{"items": [{"weight": 1001}]}'), (13, '{"items": [{"weight": 1}, null]}'),
    (14, '{"items": [{}, {}, {}, {}, {}, {}]}'), (15, '{"day": "0044-03-15 BC"}'), (16, '{"count": 9223372036854775807}')) as c(id, facts),
  lateral every_kind(json_populate_record(null::every_kind_facts, c.facts), '2026-03-10 09:00+07') d order by c.id;
select d.doubled_error from every_kind(json_populate_record(null::every_kind_facts, '{"count": 9223372036854775807}'), now()) d;
select d.error from every_kind(facts('x'), null) d;
select d.error from every_kind(facts('x'), 'infinity') d;
select every_kind_text('{"count": "x"}', '2026-03-10 09:00+07');
select every_kind_text('not json', '2026-03-10 09:00+07');

-- Elements of lists are named by their number.
select d.missing @> array['/items/1/weight'] and not d.missing @> array['/items/0/weight'], d.weigh_status, d.weight
  from every_kind(json_populate_record(null::every_kind_facts,
    '{"items": [{"weight": 11, "steps": []}, {"name": "x", "steps": ["told"]}]}'), '2026-03-10 09:00+07') d;

-- In LATERAL the function is called once a row, whatever is read of its answer.
set track_functions = 'all';
create table cases as select n as id, json_populate_record(null::every_kind_facts, json_build_object('count', n)) as facts
  from generate_series(1, 1000) n;
select count(*), sum(d.doubled), count(d.error), count(d.keep_status) from cases c, lateral every_kind(c.facts, '2026-03-10 09:00+07') d;
select pg_stat_force_next_flush();
select calls from pg_stat_user_functions where funcname = 'every_kind' and calls % 1000 = 0;
drop table cases;
drop function facts;
