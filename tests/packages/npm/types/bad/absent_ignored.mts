// TS2322: an output of T? may be null
import { load } from 'report';
const policy = await load();
const asOf = '2026-09-10T09:00+07:00';
const { last } = policy.decide({}, { asOf }).outputs;
export const day: string = 'known' in last ? last.known : '';
