// TS2322: a moment has an offset and a time
import { load } from 'report';
const policy = await load();
const asOf = '2026-09-10T09:00+07:00';
policy.decide({}, { asOf: '2026-09-10' });
export { asOf };
