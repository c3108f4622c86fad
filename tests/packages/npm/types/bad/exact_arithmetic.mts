// TS2365: an integer may be a bigint
import { load } from 'report';
const policy = await load();
const asOf = '2026-09-10T09:00+07:00';
const { more } = policy.decide({}, { asOf }).outputs;
export const next = 'known' in more ? more.known + 1 : 0;
