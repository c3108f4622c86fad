// Types of {{decision}}. Keys are those of the canonical JSON.

/** A calendar day, `2026-03-10`. */
export type Day = `${number}-${number}-${number}`;
/** A moment with its offset, `2026-03-10T09:00+07:00`; in answers in UTC. */
export type Moment = `${Day}T${string}`;
/** An exact number: a bigint where a number could not hold it. */
export type Int = number | bigint;
/** An exact decimal as text, `0.05`. */
export type Decimal = `${number}`;
/** A count of minor units. */
export interface Money<Currency extends string> {
  readonly amount: bigint;
  readonly currency: Currency;
}
/** Money before it is rounded to minor units. */
export interface Amount<Currency extends string> {
  readonly amount: Decimal;
  readonly currency: Currency;
}
export interface Duration {
  readonly n: Int;
  readonly unit: 'hours' | 'days' | 'working_days' | 'weeks' | 'months' | 'quarters' | 'years';
}
export type Truth = boolean | 'unknown';

/** A judgment with who made it and when; from `until` on it holds no longer. */
export interface Determined<T> {
  readonly author: string;
  readonly on: Day;
  readonly value: T;
  readonly basis?: string | undefined;
  readonly id?: string | undefined;
  readonly until?: Day | undefined;
}

/** Why a value does not exist. */
export interface Fault {
  readonly kind:
    | 'calendar_exhausted'
    | 'conflict'
    | 'date_out_of_range'
    | 'division_by_zero'
    | 'gap'
    | 'needs_rounding'
    | 'overflow';
  readonly at: string;
}
/** A value that hangs on facts; the pointers of those to ask for, the most telling first. */
export interface Unknown {
  readonly unknown: readonly string[];
  /** More facts are named than can matter. */
  readonly inexact?: true;
}
export type Out<T> =
  | { readonly known: T }
  | Unknown
  | { readonly error: Fault }
  | { readonly oneOf: readonly T[]; readonly awaiting: readonly string[] };
/** Unknown, but not beyond ends that are known. */
export interface Bounds<T> extends Unknown {
  readonly atLeast?: T;
  readonly atMost?: T;
}

export type Status =
  | 'not_applicable'
  | 'upcoming'
  | 'not_in_force'
  | 'exempt'
  | 'fulfilled'
  | 'late'
  | 'deferred'
  | 'pending'
  | 'violated'
  | 'met'
  | 'granted'
  | 'not_granted'
  | 'available'
  | 'not_available'
  | 'possibly_violated'
  | 'undetermined'
  | 'open'
  | 'error';
/** A deadline; where a calendar is not decreed yet, the moments that it may be. */
export type Due =
  | { readonly known: Moment }
  | { readonly oneOf: readonly Moment[]; readonly awaiting: readonly string[] }
  | { readonly from: Moment; readonly awaiting: readonly string[] }
  | { readonly upTo: Moment; readonly awaiting: readonly string[] };
export interface Sanction<T> {
  readonly applies: Truth;
  readonly kind: 'fine' | 'warning' | 'suspension' | 'remedy' | 'confiscation' | 'not_set';
  readonly cites?: readonly string[];
  readonly from?: Out<T> | Bounds<T>;
  readonly to?: Out<T> | Bounds<T>;
  readonly measures?: readonly string[];
  /** After this moment it can no longer be imposed. */
  readonly limitation?: Moment;
  readonly time_barred?: Truth;
}
export interface Norm<Sanctions = Record<never, never>> {
  readonly status: Status;
  /** Whether it binds at all, whatever was done. */
  readonly binds: Truth;
  readonly bearer?: 'unknown' | Readonly<Record<string, readonly string[]>>;
  readonly beyond_knowledge?: true;
  readonly breach_of?: string;
  /** How late, in milliseconds. */
  readonly by_ms?: number;
  readonly cites?: readonly string[];
  readonly confidence?: 'B' | 'C';
  readonly done?: Moment | Day;
  readonly due?: Due;
  /** Of what is to be kept up: when it ended, and through when it was to be kept. */
  readonly ended?: Moment | Day;
  readonly through?: Due;
  readonly error?: Fault;
  readonly excused?: Truth;
  readonly inexact?: true;
  readonly missing?: readonly string[];
  readonly proof?: string;
  readonly sanctions?: Readonly<Sanctions>;
  readonly since?: Moment;
  readonly until?: Moment;
  readonly why?: readonly string[];
}

/** What one law did to another. */
export interface Note {
  readonly by: string;
  readonly does: string;
  readonly of: string;
  readonly on: string;
  readonly because?: string;
  readonly possible?: true;
}
/** A determination that the answer rests on, or would if it held. */
export interface Determination {
  readonly at: string;
  readonly author: string;
  readonly id: string;
  readonly on: Day;
  readonly basis?: string;
  readonly expired?: true;
  readonly not_yet?: true;
  readonly until?: Day;
}
/** What breaches may cost in all. */
export interface Exposure {
  readonly amounts: Readonly<Record<string, { readonly from: Money<string>; readonly to?: Money<string> }>>;
  readonly not_set?: readonly string[];
  readonly other?: readonly string[];
  readonly time_barred?: readonly string[];
  readonly uncertain?: readonly string[];
}

{{own}}
export interface Answer {
  readonly as_of: Moment;
  readonly decision: {{decision_literal}};
  readonly norms: Norms;
  readonly outputs: Outputs;
  /** The facts to ask for, the most telling first. */
  readonly missing: readonly string[];
  readonly beyond_knowledge?: true;
  readonly certificate?: Readonly<Record<string, unknown>>;
  readonly determinations?: readonly Determination[];
  readonly exposure?: Readonly<Record<string, Exposure>>;
  readonly law?: readonly Note[];
  readonly law_date?: Day;
  /** The unsettled readings that the answer rests on, as they were taken. */
  readonly readings?: Readonly<Record<string, string>>;
  readonly supposed?: readonly string[];
}

export interface Options {
  /** The moment of the decision: the one clock there is. */
  readonly asOf: Moment | Date;
  /** Apply the law of this day, as a what-if. */
  readonly lawDate?: Day | undefined;
  readonly readings?: Readings | undefined;
  readonly suppose?: readonly Drafts[] | undefined;
  readonly certificate?: boolean | undefined;
}

export interface Policy {
  decide(facts: Facts, options: Options): Answer;
  /** JSON facts in, the canonical answer out. */
  decideText(facts: string | Uint8Array, options: Options): string;
}

export type ErrorCode =
  | 'bad_argument'
  | 'limit'
  | 'not_loaded'
  | 'out_of_memory'
  | 'syntax'
  | 'bad_utf8'
  | 'lone_surrogate'
  | 'duplicate_key'
  | 'unknown_key'
  | 'wrong_type'
  | 'out_of_range'
  | 'too_long'
  | 'not_a_member'
  | 'null_not_allowed'
  | 'bad_date'
  | 'bad_instant'
  | 'bad_money'
  | 'bad_decimal'
  | 'depth'
  | 'too_large'
  | 'trailing_text'
  | 'missing_key'
  | 'absent_with_value';
/** A call that was refused. `reasons.vi.json` and `reasons.en.json` hold words for each code. */
export declare class PhepError extends Error {
  readonly code: ErrorCode;
  /** RFC 6901: where in the facts, or in the options. */
  readonly pointer: string;
  /** The byte of the facts text. */
  readonly offset: number | undefined;
}

/** Compiles and instantiates the policy: the module of this package, or one of the host: its bytes, or compiled. */
export declare function load(source?: object | Promise<object>): Promise<Policy>;
