// TS2339: an output may be unknown
import { load } from 'report';
const policy = await load();
const asOf = '2026-09-10T09:00+07:00';
const { more } = policy.decide({}, { asOf }).outputs;
export const known = more.known;
