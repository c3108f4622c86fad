// TS2322: money is a bigint
import { load } from 'report';
const policy = await load();
const asOf = '2026-09-10T09:00+07:00';
policy.decide({ turnover: 1_000_000 }, { asOf });
