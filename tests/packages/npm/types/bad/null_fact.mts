// TS2322: null is for facts that may not exist
import { load } from 'report';
const policy = await load();
const asOf = '2026-09-10T09:00+07:00';
policy.decide({ level: null }, { asOf });
