// TS2322: there is no draft to suppose
import { load } from 'report';
const policy = await load();
const asOf = '2026-09-10T09:00+07:00';
policy.decide({}, { asOf, suppose: ['LAW2'] });
