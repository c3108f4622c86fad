// What `decide` makes of answers, and what it refuses.
import assert from 'node:assert/strict';
import { load as loadBreach } from 'breach-report';
import { PhepError, load } from 'report';

const policy = await load();
const asOf = '2026-09-10T09:00+07:00';
const decide = (facts, options = {}) => policy.decide(facts, { asOf, ...options });

// Integers and money are exact beyond ±2^53.
const beyond = 2n ** 53n + 1n;
assert.deepEqual(decide({ big: beyond }).outputs.more, { known: beyond + 1n });
assert.deepEqual(decide({ big: 41 }).outputs.more, { known: 42 });
assert.deepEqual(decide({ big: 2n ** 63n - 1n }).outputs.more, { error: { at: 'fixture.more', kind: 'overflow' } });
const money = { amount: beyond, currency: 'VND' };
assert.deepEqual(decide({ turnover: beyond, share: 1 }).outputs.cut, { known: money });
assert.deepEqual(decide({ turnover: money, share: '1' }).outputs.cut, { known: money });
assert.deepEqual(decide({ share: '0.000000001' }).outputs.portion, { known: '0.000000002' });

// undefined is unknown, null is known not to exist.
assert.deepEqual(decide({ closed: undefined }).outputs.last, { unknown: ['/closed'], inexact: true });
assert.deepEqual(decide({ small: undefined, level: 'low' }).outputs.level, { unknown: ['/small'] });
assert.deepEqual(decide({ closed: null }).outputs.last, { known: null });

// Moments are texts or Dates; norms of a list have keys of their own.
const requests = [{ at: new Date('2026-09-01T02:00:00Z'), answered: null }, { at: '2026-09-01T09:00+07:00', answered: null }];
const { norms } = decide({ requests });
assert.equal(norms['answer[/requests/0]'].status, 'pending');
assert.deepEqual(norms['answer[/requests/0]'].due, norms['answer[/requests/1]'].due);
assert.deepEqual(norms['answer[/requests/0]'].due, { known: '2026-09-11T17:00:00Z' });
assert.equal(decide({}).norms['answer[/requests]'].status, 'undetermined');

// The longest list has its room in memory that does not grow.
const many = Array.from({ length: 500 }, (_, i) => ({ at: new Date(Date.UTC(2026, 8, 1, 0, i)), answered: null, fee: 5n }));
assert.equal(Object.keys(decide({ requests: many }).norms).length, 501);

// A deadline that awaits a calendar, and a sanction with an end that is known.
const tell = (at) => decide({ at, small: 5, level: 'high', turnover: 5_000_000n, acts: {} }).norms.tell;
assert.ok(tell('2027-08-27T09:00+07:00').due.oneOf.length === 2);
assert.equal(tell('2026-09-01T09:00+07:00').status, 'violated');
assert.deepEqual(tell('2026-09-01T09:00+07:00').sanctions.main.to, { known: { amount: 5_000_000n, currency: 'VND' } });
assert.equal(decide({ at: asOf, small: 1, level: 'high' }, { readings: { 'fixture.STRICT': 'lenient' } }).norms.tell.status, 'exempt');

// The answer of a real law.
const breach = await loadBreach();
const late = breach.decide(
  { detected_at: '2026-09-01T08:15+07:00', role: 'controls', offender: 'organisation', may_harm: true, acts: { authority_notified_at: '2026-09-04T11:00+07:00' } },
  { asOf },
);
assert.equal(late.norms.notify_authority.status, 'late');
assert.equal(late.norms.notify_authority.by_ms, 9_900_000);
assert.deepEqual(late.norms.notify_authority.due, { known: '2026-09-04T01:15:00Z' });

// Refusals say what and where; none is a trap.
function refused(code, pointer, facts, options = {}) {
  assert.throws(() => decide(facts, options), (error) => {
    assert.ok(error instanceof PhepError, String(error));
    assert.deepEqual({ code: error.code, pointer: error.pointer }, { code, pointer });
    return true;
  });
}
const cyclic = {};
cyclic.acts = cyclic;
refused('out_of_range', '/small', { small: 101 });
refused('out_of_range', '/big', { big: 2 ** 53 });
refused('out_of_range', '/big', { big: 2n ** 63n });
refused('null_not_allowed', '/level', { level: null });
refused('not_a_member', '/steps/1', { steps: ['stop', 'go'] });
refused('unknown_key', '/a~1b', { 'a/b': 1 });
refused('wrong_type', '/name', { name: () => '' });
refused('wrong_type', '/days/0', { days: [undefined] });
refused('wrong_type', '/share', { share: Number.NaN });
refused('bad_instant', '/at', { at: new Date(Number.NaN) });
refused('lone_surrogate', '/name', { name: '\ud800' });
refused('too_long', '/days', { days: Array.from({ length: 5 }, () => '2026-01-01') });
refused('depth', `${'/acts'.repeat(64)}`, cyclic);
refused('wrong_type', '', undefined);
refused('out_of_memory', '', { name: 'x'.repeat(15 << 20) });
refused('bad_instant', '/asOf', {}, { asOf: '2026-09-10T09:00' });
refused('bad_instant', '/asOf', {}, { asOf: '2026-09-10T24:01+07:00' });
refused('bad_date', '/asOf', {}, { asOf: '2026-02-29T09:00+07:00' });
refused('bad_date', '/lawDate', {}, { lawDate: '2026-13-01' });
refused('not_a_member', '/readings/fixture.STRICT', {}, { readings: { 'fixture.STRICT': 'loose' } });
refused('unknown_key', '/readings/STRICT', {}, { readings: { STRICT: 'lenient' } });
assert.throws(() => policy.decideText('"\ud800"', { asOf }), { code: 'bad_utf8' });
assert.throws(() => policy.decideText(5, { asOf }), { code: 'bad_argument', pointer: '/facts' });
assert.deepEqual(policy.decideText('{}', { asOf: new Date('2026-09-10T02:00:00Z') }), policy.decideText(Buffer.from('{}'), { asOf }));
// After a refusal the policy decides as before.
assert.deepEqual(decide({ big: 41 }).outputs.more, { known: 42 });
