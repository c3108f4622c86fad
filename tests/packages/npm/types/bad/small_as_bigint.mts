// TS2322: a small number is a number
import { load } from 'report';
const policy = await load();
const asOf = '2026-09-10T09:00+07:00';
policy.decide({ small: 5n }, { asOf });
