// TS2345: a decision needs its moment
import { load } from 'report';
const policy = await load();
const asOf = '2026-09-10T09:00+07:00';
policy.decide({}, {});
export { asOf };
