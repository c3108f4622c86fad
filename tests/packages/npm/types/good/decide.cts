import policies = require('report');

const policy = policies.loadSync();
const answer = policy.decide(
  {
    big: 2n ** 60n,
    small: 5,
    share: '0.05',
    turnover: { amount: 1n, currency: 'VND' },
    closed: null,
    steps: ['stop'],
    requests: [{ at: '2026-09-01T08:15+07:00', answered: null, fee: 5n }],
    days: ['2026-01-01'],
  },
  { asOf: '2026-09-10T09:00+07:00' },
);
const first = answer.norms['answer[/requests/0]'];
const whole = answer.norms['answer[/requests]'];
const more = answer.outputs.more;
const last = answer.outputs.last;

export const sum: bigint = 'known' in more ? BigInt(more.known) : 0n;
export const day: string | null = 'known' in last ? last.known : null;
export const statuses = [first?.status, whole?.status, answer.norms.tell.status];
