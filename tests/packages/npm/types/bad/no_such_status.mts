// TS2367: a status is one of a list
import { load } from 'report';
const policy = await load();
const asOf = '2026-09-10T09:00+07:00';
const { tell } = policy.decide({}, { asOf }).norms;
export const broken = tell.status === 'broken';
