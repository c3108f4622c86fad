// TS2353: a fact that the policy does not have
import { load } from 'report';
const policy = await load();
const asOf = '2026-09-10T09:00+07:00';
policy.decide({ stranger: true }, { asOf });
