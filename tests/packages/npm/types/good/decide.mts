import { load, PhepError, type Answer, type Due, type Facts, type Norm, type Out } from 'breach-report';
import { load as loadInline } from 'breach-report/inline';

const facts: Facts = {
  detected_at: '2026-09-01T08:15+07:00',
  role: 'controls',
  may_harm: undefined,
  notice: ['nature', 'contact'],
  acts: { authority_notified_at: null, record_drawn_at: new Date(0), $partial: true },
  $judgments: { told_promptly: { author: 'Nguyễn Thị A', on: '2026-09-02', value: true } },
};

function shown(due: Due): string {
  if ('known' in due) return due.known;
  if ('oneOf' in due) return due.oneOf.join(' / ');
  return 'from' in due ? due.from : due.upTo;
}

function settled(out: Out<boolean>): boolean | readonly string[] {
  if ('known' in out) return out.known;
  if ('unknown' in out) return out.unknown;
  if ('error' in out) return [out.error.kind, out.error.at];
  return out.oneOf.every((one) => one);
}

export async function report(): Promise<readonly string[]> {
  const policy = await load();
  const again = await loadInline();
  const answer: Answer = policy.decide(facts, {
    asOf: '2026-09-10T09:00+07:00',
    lawDate: '2026-09-01',
    readings: { 'vn.pdpl.breach.K_29': 'clause_2' },
  });
  const { notify_authority: notify } = answer.norms;
  if (notify.status === 'violated' && notify.due !== undefined) return [shown(notify.due)];
  const late = notify.sanctions?.late;
  if (late?.from !== undefined && 'known' in late.from) {
    const least: bigint = late.from.known.amount + 1n;
    const currency: 'VND' = late.from.known.currency;
    return [`${least} ${currency}`];
  }
  const norms: readonly Norm[] = Object.values(answer.norms);
  const clause = settled(answer.outputs.clause_1);
  try {
    return [policy.decideText('{}', { asOf: new Date(0) }), again.decideText(new Uint8Array(), { asOf: new Date(0) })];
  } catch (error) {
    if (error instanceof PhepError && error.code === 'syntax') return [error.pointer, `${clause}`, `${norms.length}`];
    throw error;
  }
}
