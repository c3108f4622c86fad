// TS2322: a list of days has no numbers
import { load } from 'report';
const policy = await load();
const asOf = '2026-09-10T09:00+07:00';
policy.decide({ days: [20260101] }, { asOf });
