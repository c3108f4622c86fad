// TS2322: currencies do not mix
import { load } from 'report';
const policy = await load();
const asOf = '2026-09-10T09:00+07:00';
policy.decide({ turnover: { amount: 1n, currency: 'USD' } }, { asOf });
