// TS2540: answers are read, not written
import { load } from 'report';
const policy = await load();
const asOf = '2026-09-10T09:00+07:00';
policy.decide({}, { asOf }).norms.tell.status = 'met';
