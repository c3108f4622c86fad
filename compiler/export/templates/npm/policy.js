// {{decision}}: facts in, an answer out. One instance of the module, in memory that never grows.

const DECISION = {{shape}};

const OPTIONS_SIZE = 32; // phep_options
const NO_DATE = -0x80000000; // PHEP_NO_DATE
const OK = 0;
const BAD_FACTS = 2;
const SMALL_ARENA = 3;
const REFUSALS = { 1: 'bad_argument', [SMALL_ARENA]: 'out_of_memory', 4: 'limit' };

const DEPTH_MAX = 64; // of nested facts, as the reader has it
const DAY_MS = 86_400_000;
const MOMENT =
  /^(\d{4}-\d\d-\d\d)[Tt](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,3}))?)?(?:[Zz]|([+-])([01]\d|2[0-3]):([0-5]\d))$/;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What a call was refused for: `code` says why, `pointer` (RFC 6901) where in the facts or options. */
class PhepError extends Error {
  constructor(code, pointer = '', offset = undefined) {
    super(pointer === '' ? code : `${code} at ${pointer}`);
    this.name = 'PhepError';
    this.code = code;
    this.pointer = pointer;
    this.offset = offset;
  }
}

class Policy {
  #decide;
  #bytes;
  #view;
  #free; // where the module's own data end

  constructor(instance) {
    const { memory, __heap_base, phep_abi_version, {{name}}_decide_json } = instance.exports;
    if (phep_abi_version?.() !== DECISION.abi) throw new PhepError('bad_argument', '/module');
    this.#decide = {{name}}_decide_json;
    this.#bytes = new Uint8Array(memory.buffer);
    this.#view = new DataView(memory.buffer);
    this.#free = aligned(__heap_base.value);
  }

  decide(facts, options) {
    return answerOf(parsed(this.decideText(factsText(facts, '', 1), options)));
  }

  /** JSON facts in, the canonical answer out: the bytes of `phep eval --format json`. */
  decideText(facts, options) {
    const view = this.#view;
    const at = this.#free;
    const readings = at + OPTIONS_SIZE;
    const written = this.#putOptions(at, readings, options);
    const text = written + 16;
    const length = this.#putText(text, facts);
    // What is left is shared by the answer and the arena; an answer that needs more says how much.
    const out = aligned(text + length);
    const room = this.#bytes.length - out;
    let capacity = (room >>> 3) & ~15;
    for (;;) {
      const arena = out + capacity;
      const status = this.#decide(text, length, at, out, capacity, written, arena, room - capacity);
      const size = view.getUint32(written, true);
      if (status === OK) return decoder.decode(this.#bytes.subarray(out, out + size));
      if (status === SMALL_ARENA && size > capacity && aligned(size) < room) {
        capacity = aligned(size);
        continue;
      }
      if (status === BAD_FACTS) throw refusalOf(decoder.decode(this.#bytes.subarray(out, out + size)));
      throw new PhepError(REFUSALS[status] ?? 'bad_argument');
    }
  }

  // phep_options and its readings; returns where the length of the answer will stand.
  #putOptions(at, readings, options) {
    const view = this.#view;
    const chosen = readingsOf(options);
    view.setUint32(at, OPTIONS_SIZE, true);
    view.setUint32(at + 4, options.certificate ? 1 : 0, true);
    view.setBigInt64(at + 8, BigInt(momentOf(options.asOf, '/asOf')), true);
    view.setInt32(at + 16, options.lawDate === undefined ? NO_DATE : dayOf(options.lawDate, '/lawDate'), true);
    view.setUint32(at + 20, chosen.length, true);
    view.setBigUint64(at + 24, BigInt(readings), true);
    chosen.forEach((option, i) => view.setInt32(readings + 4 * i, option, true));
    return aligned(readings + 4 * chosen.length);
  }

  #putText(at, facts) {
    const room = this.#bytes.subarray(at, this.#bytes.length - 64);
    if (typeof facts === 'string') {
      if (/\p{Surrogate}/u.test(facts)) throw new PhepError('bad_utf8');
      const { read, written } = encoder.encodeInto(facts, room);
      if (read !== facts.length) throw new PhepError('out_of_memory');
      return written;
    }
    if (!(facts instanceof Uint8Array)) throw new PhepError('bad_argument', '/facts');
    if (facts.length > room.length) throw new PhepError('out_of_memory');
    room.set(facts);
    return facts.length;
  }
}

const aligned = (address) => (address + 15) & ~15;

function refusalOf(text) {
  const { code, at, offset } = JSON.parse(text).error;
  return new PhepError(code, at, offset);
}

// ---- options ----

// The chosen option of each reading in the order of the module; -1 is its default.
function readingsOf({ readings = {}, suppose = [] }) {
  const chosen = DECISION.readings.map(({ name, options, draft }) => {
    if (draft) return suppose.includes(name) ? 1 : 0;
    if (readings[name] === undefined) return -1;
    const option = options.indexOf(readings[name]);
    if (option < 0) throw new PhepError('not_a_member', `/readings/${name}`);
    return option;
  });
  const named = (draft) => (name) => DECISION.readings.some((one) => one.name === name && one.draft === draft);
  const stranger = Object.keys(readings).find((name) => !named(false)(name));
  if (stranger !== undefined) throw new PhepError('unknown_key', `/readings/${stranger}`);
  if (!suppose.every(named(true))) throw new PhepError('not_a_member', '/suppose');
  return chosen;
}

// "2026-03-10" → days since 1970-01-01.
function dayOf(text, pointer) {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const exact = Number(year) > 0 && date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
  if (!exact) throw new PhepError('bad_date', pointer);
  return date.getTime() / DAY_MS;
}

// A Date, or "2026-03-10T09:00+07:00" → UTC milliseconds.
function momentOf(moment, pointer) {
  if (moment instanceof Date && !Number.isNaN(moment.getTime())) return moment.getTime();
  const parts = typeof moment === 'string' ? MOMENT.exec(moment) : null;
  if (parts === null) throw new PhepError('bad_instant', pointer);
  const [, day, hour, minute, second = '0', fraction = '', sign, zoneHour = '0', zoneMinute = '0'] = parts;
  const time = ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000 + Number(fraction.padEnd(3, '0'));
  if (Number(minute) > 59 || Number(second) > 59 || time > DAY_MS) throw new PhepError('bad_instant', pointer);
  const east = (Number(zoneHour) * 60 + Number(zoneMinute)) * 60_000;
  return dayOf(day, pointer) * DAY_MS + time - (sign === '-' ? -east : east);
}

// ---- facts ----

// JSON of facts: undefined is left out, a bigint is a number, a Date a moment.
function factsText(value, pointer, depth) {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'boolean':
    case 'bigint':
      return String(value);
    case 'number':
      if (!Number.isFinite(value)) throw new PhepError('wrong_type', pointer);
      if (Number.isInteger(value) && !Number.isSafeInteger(value)) throw new PhepError('out_of_range', pointer);
      return String(value);
    case 'object':
      if (value === null) return 'null';
      if (value instanceof Date) return dateText(value, pointer);
      if (depth > DEPTH_MAX) throw new PhepError('depth', pointer);
      return Array.isArray(value) ? listText(value, pointer, depth) : objectText(value, pointer, depth);
    default:
      throw new PhepError('wrong_type', pointer);
  }
}

function dateText(date, pointer) {
  if (Number.isNaN(date.getTime())) throw new PhepError('bad_instant', pointer);
  return JSON.stringify(date.toISOString());
}

function listText(list, pointer, depth) {
  const items = Array.from(list, (item, i) => factsText(item, `${pointer}/${i}`, depth + 1));
  return `[${items.join(',')}]`;
}

function objectText(object, pointer, depth) {
  const members = Object.entries(object)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => {
      const at = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
      return `${JSON.stringify(key)}:${factsText(value, at, depth + 1)}`;
    });
  return `{${members.join(',')}}`;
}

// ---- answers ----

// JSON.parse, but an integer that a number cannot hold exactly is a bigint.
function parsed(text) {
  if (!/[:,[]-?\d{16}/.test(text)) return JSON.parse(text);
  const marked = text.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}/g, (token) =>
    token.startsWith('"') ? token : `{"$integer":"${token}"}`,
  );
  return JSON.parse(marked, (_, value) => (typeof value?.$integer === 'string' ? integerOf(value.$integer) : value));
}

function integerOf(digits) {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : BigInt(digits);
}

function answerOf(answer) {
  for (const [name, value] of Object.entries(answer.outputs)) answer.outputs[name] = outOf(value, DECISION.amounts.includes(name));
  for (const norm of Object.values(answer.norms)) putNorm(norm);
  for (const { amounts } of Object.values(answer.exposure ?? {})) {
    for (const ends of Object.values(amounts)) {
      for (const end of Object.keys(ends)) ends[end] = moneyOf(ends[end]);
    }
  }
  return answer;
}

function putNorm(norm) {
  for (const time of ['due', 'through']) {
    if (norm[time] !== undefined) norm[time] = dueOf(norm[time]);
  }
  for (const sanction of Object.values(norm.sanctions ?? {})) {
    for (const end of ['from', 'to']) {
      if (sanction[end] !== undefined) sanction[end] = outOf(sanction[end]);
    }
  }
  rename(norm, '$error', 'error');
  rename(norm, '$inexact', 'inexact');
}

function rename(object, from, to) {
  if (object[from] === undefined) return;
  object[to] = object[from];
  delete object[from];
}

// A value, or what stands in its place where it is not known. Amounts have fractions: they stay text.
function outOf(value, isAmount = false) {
  const knownOf = (one) => (isAmount ? one : moneyOf(one));
  if (value?.$error !== undefined) return { error: value.$error };
  if (value?.$one_of !== undefined) return { oneOf: value.$one_of.map(knownOf), awaiting: value.$awaiting };
  if (value?.$unknown === undefined) return { known: knownOf(value) };
  const out = { unknown: value.$unknown };
  if (value.$inexact) out.inexact = true;
  if (value.$at_least !== undefined) out.atLeast = moneyOf(value.$at_least);
  if (value.$at_most !== undefined) out.atMost = moneyOf(value.$at_most);
  return out;
}

function moneyOf(value) {
  return value?.currency === undefined ? value : { amount: BigInt(value.amount), currency: value.currency };
}

function dueOf(due) {
  if (typeof due === 'string') return { known: due };
  const awaiting = due.$awaiting;
  if (due.$one_of !== undefined) return { oneOf: due.$one_of, awaiting };
  return due.$from !== undefined ? { from: due.$from, awaiting } : { upTo: due.$up_to, awaiting };
}
