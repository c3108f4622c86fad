// TS2322: a set has members of its enum
import { load } from 'report';
const policy = await load();
const asOf = '2026-09-10T09:00+07:00';
policy.decide({ steps: ['stop', 'go'] }, { asOf });
