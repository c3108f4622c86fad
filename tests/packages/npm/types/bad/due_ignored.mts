// TS18048: a norm may have no deadline
import { load } from 'report';
const policy = await load();
const asOf = '2026-09-10T09:00+07:00';
const { tell } = policy.decide({}, { asOf }).norms;
export const awaiting = 'awaiting' in tell.due;
