// TS2345: facts are JSON text or bytes
import { load } from 'report';
const policy = await load();
const asOf = '2026-09-10T09:00+07:00';
policy.decideText(5, { asOf });
