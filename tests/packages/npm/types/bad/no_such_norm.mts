// TS2339: a norm that the decision does not name
import { load } from 'report';
const policy = await load();
const asOf = '2026-09-10T09:00+07:00';
export const norm = policy.decide({}, { asOf }).norms.pay;
