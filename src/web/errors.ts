/** Errors become answers here and nowhere else. Bodies are constant: they say nothing that depends on a secret. */
import type { ErrorRequestHandler } from 'express';
import { StoreError, WebhookError } from '../core/errors.ts';
import type { WebhookErrorCode } from '../core/errors.ts';
import { errorReason } from '../core/telemetry.ts';
import type { Telemetry } from '../core/telemetry.ts';

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Meta sends again after a 401, which heals a secret that was wrong for a while. */
const WEBHOOK_ANSWERS: Readonly<Record<WebhookErrorCode, Answer>> = {
  bad_signature: { status: 401, body: 'Bad signature.' },
  wrong_verify_token: { status: 403, body: 'Wrong verify token.' },
  malformed_body: { status: 400, body: 'The body cannot be read.' },
};

/** Seconds after which a provider may try again when we could not store its message. */
const RETRY_AFTER_SECONDS = '5';

export function toAnswer(error: unknown): Answer {
  if (error instanceof WebhookError) return WEBHOOK_ANSWERS[error.code];
  if (error instanceof StoreError) return { status: 503, body: 'Not stored. Please send it again.' };
  const status = statusOf(error);
  if (status === 413) return { status, body: 'The body is too large.' };
  if (status !== null && status >= 400 && status < 500) return { status, body: 'The request cannot be read.' };
  return { status: 500, body: 'Something went wrong on our side.' };
}

/** Body parsers say what they found in `status`. */
function statusOf(error: unknown): number | null {
  const status: unknown = error instanceof Error ? (error as { status?: unknown }).status : null;
  return typeof status === 'number' ? status : null;
}

export function createErrorHandler(telemetry: Telemetry): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const { status, body } = toAnswer(error);
    if (status === 503) response.set('Retry-After', RETRY_AFTER_SECONDS);
    if (status === 500) telemetry.record({ event: 'bug', where: 'web', reason: errorReason(error) });
    response.status(status).type('text/plain').send(body);
  };
}
