// TS2322: a reading has its options
import { load } from 'report';
const policy = await load();
const asOf = '2026-09-10T09:00+07:00';
policy.decide({}, { asOf, readings: { 'fixture.STRICT': 'loose' } });
