/** Twilio's webhooks: checked over the public address, stored, and only then answered. Replies go out by REST. */
import { raw, Router } from 'express';
import type { ErrorRequestHandler, Request } from 'express';
import { parseSms, parseSmsStatus } from '../channels/sms/parse.ts';
import { parseForm, verifyTwilioSignature } from '../channels/sms/verify.ts';
import type { SmsForm } from '../channels/sms/verify.ts';
import type { Clock } from '../core/clock.ts';
import { WebhookError } from '../core/errors.ts';
import type { Intake } from './intake.ts';
import { readBody } from './whatsapp-webhook.ts';

/** A message of 1,600 characters and its parameters take a few kB. */
const MAX_BODY = '64kb';
const EMPTY_RESPONSE = '<?xml version="1.0" encoding="UTF-8"?><Response/>';

export interface SmsWebhookSettings {
  readonly authTokens: readonly string[];
  /** How the outside reaches us; Twilio signs over it. */
  readonly publicBaseUrl: () => string;
  readonly clock: Clock;
}

export function createSmsWebhook(settings: SmsWebhookSettings, intake: Intake): Router {
  const router = Router();
  router.use(raw({ type: () => true, limit: MAX_BODY, inflate: false }));
  router.post('/', async (request, response) => {
    const startedMs = performance.now();
    const parsed = intake.guard('sms', () => parseSms(readSigned(settings, request), settings.clock.nowMs()));
    await intake.store('sms', parsed, startedMs);
    response.type('text/xml').send(EMPTY_RESPONSE);
  });
  router.post('/status/:id', async (request, response) => {
    const startedMs = performance.now();
    const parsed = intake.guard('sms', () =>
      parseSmsStatus(readSigned(settings, request), request.params.id, settings.clock.nowMs()),
    );
    await intake.store('sms', parsed, startedMs);
    response.type('text/xml').send(EMPTY_RESPONSE);
  });
  router.use(forbidBadSignature);
  return router;
}

/** Twilio's own middleware answers 403 where Meta is answered 401; Twilio repeats neither. */
const forbidBadSignature: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (error instanceof WebhookError && error.code === 'bad_signature') {
    response.status(403).type('text/plain').send('Bad signature.');
    return;
  }
  next(error);
};

/** @throws {WebhookError} when it is not from Twilio */
function readSigned(settings: SmsWebhookSettings, request: Request): SmsForm {
  const form = parseForm(readBody(request));
  const url = settings.publicBaseUrl() + request.originalUrl;
  verifyTwilioSignature(url, form, request.headers['x-twilio-signature'], settings.authTokens);
  return form;
}
