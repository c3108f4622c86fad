// TS2322: an enum has its members and no others
import { load } from 'report';
const policy = await load();
const asOf = '2026-09-10T09:00+07:00';
policy.decide({ level: 'hihg' }, { asOf });
