/**
 * The errors that somebody acts on. They know no HTTP: `src/web` maps them once. Messages are for our logs and hold no
 * text, name or number of a person.
 */

/**
 * Why a channel did not take a message, and what to do about it.
 *
 * - `retryable`: sending again later can work.
 * - `ambiguous`: the provider may have taken it all the same, so the row is held for a status report before it is sent
 *   again.
 * - `report`: a person who runs the service must look (metric and log line of level error).
 */
export const SEND_ERRORS = {
  rate_limited: { retryable: true, ambiguous: false, report: false },
  pair_rate_limited: { retryable: true, ambiguous: false, report: false },
  unreachable: { retryable: true, ambiguous: false, report: false },
  provider_failed: { retryable: true, ambiguous: true, report: false },
  timed_out: { retryable: true, ambiguous: true, report: false },
  unreadable_answer: { retryable: true, ambiguous: true, report: false },
  window_closed: { retryable: false, ambiguous: false, report: false },
  recipient_opted_out: { retryable: false, ambiguous: false, report: false },
  /** They asked not to be seen before it was sent. */
  recipient_hidden: { retryable: false, ambiguous: false, report: false },
  /** A backup was put back: it may have been sent after the backup was made. */
  restored: { retryable: false, ambiguous: false, report: false },
  recipient_unreachable: { retryable: false, ambiguous: false, report: false },
  message_refused: { retryable: false, ambiguous: false, report: true },
  channel_misconfigured: { retryable: false, ambiguous: false, report: true },
  account_restricted: { retryable: false, ambiguous: false, report: true },
} as const satisfies Record<string, { retryable: boolean; ambiguous: boolean; report: boolean }>;

export type SendErrorCode = keyof typeof SEND_ERRORS;

/** A message that a channel did not take. */
export class SendError extends Error {
  override readonly name = 'SendError';
  readonly code: SendErrorCode;
  /** The provider's own number for it, when it gave one. */
  readonly providerCode: number | null;
  /** How long the provider asked us to wait. */
  readonly retryAfterMs: number | null;

  constructor(
    code: SendErrorCode,
    message: string,
    options: ErrorOptions & { readonly providerCode?: number; readonly retryAfterMs?: number } = {},
  ) {
    super(message, options);
    this.code = code;
    this.providerCode = options.providerCode ?? null;
    this.retryAfterMs = options.retryAfterMs ?? null;
  }

  get retryable(): boolean {
    return SEND_ERRORS[this.code].retryable;
  }

  get ambiguous(): boolean {
    return SEND_ERRORS[this.code].ambiguous;
  }
}

/**
 * - `gone`: the provider has deleted it, or never had it. - `unreachable`: it did not answer, or not as it should: later
 * may be better.
 */
export type MediaErrorCode = 'gone' | 'unreachable';

/** A file of a person's that could not be fetched. The message holds codes only: addresses of files lead to them. */
export class MediaError extends Error {
  override readonly name = 'MediaError';
  readonly code: MediaErrorCode;

  constructor(code: MediaErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export const WEBHOOK_ERRORS = ['bad_signature', 'malformed_body', 'wrong_verify_token'] as const;
export type WebhookErrorCode = (typeof WEBHOOK_ERRORS)[number];

/** A webhook that is not genuine, or not readable as a whole. */
export class WebhookError extends Error {
  override readonly name = 'WebhookError';
  readonly code: WebhookErrorCode;

  constructor(code: WebhookErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/**
 * - `away`: the database does not answer, or another program holds it: later may be better.
 * - `full`: there is no room for more.
 * - `crowded`: too many wait already.
 * - `damaged`: what is on the disk is not what was written.
 * - `failed`: anything else.
 */
export type StoreErrorCode = 'away' | 'full' | 'crowded' | 'damaged' | 'failed';

/** The store could not make something durable, or read it; nothing may be acknowledged. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(message: string, options: ErrorOptions & { readonly code?: StoreErrorCode } = {}) {
    super(message, options);
    this.code = options.code ?? 'failed';
  }
}

/** Whether it is the database that failed, and not one piece of work: then everything fails for a while. */
export function isStoreTrouble(error: unknown): error is StoreError {
  return error instanceof StoreError && error.code !== 'failed';
}

/** A setting that is missing, half set or unreadable. The message names the variable, what is expected and what to do. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Content that must not be served. The message names file, place and cure. */
export class ContentError extends Error {
  override readonly name = 'ContentError';
}

/** Something that cannot be rendered within a channel's limits: a mistake of ours, found by tests. */
export class RenderError extends Error {
  override readonly name = 'RenderError';
}
