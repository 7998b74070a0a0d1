/** Meta's webhook: checked over the raw bytes, stored, and only then answered 200. */
import { raw, Router } from 'express';
import type { Request } from 'express';
import { parseWhatsAppWebhook } from '../channels/whatsapp/parse.ts';
import { answerHandshake, verifyWhatsAppSignature } from '../channels/whatsapp/verify.ts';
import { WebhookError } from '../core/errors.ts';
import { createBodyBudget } from './body-budget.ts';
import type { Intake } from './intake.ts';

/** Meta sends up to 3 MB and up to 1,000 updates at once. */
const MAX_BODY_BYTES = 3 * 1024 * 1024;

export interface WhatsAppWebhookSettings {
  readonly phoneNumberId: string;
  readonly appSecrets: readonly string[];
  readonly verifyToken: string;
}

export function createWhatsAppWebhook(settings: WhatsAppWebhookSettings, intake: Intake): Router {
  const router = Router();
  router.get('/', (request, response) => {
    const challenge = intake.guard('whatsapp', () => answerHandshake(request.query, settings.verifyToken));
    response.type('text/plain').send(challenge);
  });
  const budget = createBodyBudget();
  router.post('/', (request, response, next) => {
    budget.watch(request, response, () => intake.noteRefusal('whatsapp', 'no_room'));
    next();
  });
  // Every content type, because the signature is over bytes; nothing compressed, because a small body could grow huge.
  router.post('/', raw({ type: () => true, limit: MAX_BODY_BYTES, inflate: false }), async (request, response) => {
    const startedMs = performance.now();
    const parsed = intake.guard('whatsapp', () => {
      const body = readBody(request);
      verifyWhatsAppSignature(body, request.headers['x-hub-signature-256'], settings.appSecrets);
      return parseWhatsAppWebhook(parseJson(body), settings.phoneNumberId);
    });
    await intake.store('whatsapp', parsed, startedMs);
    response.sendStatus(200);
  });
  return router;
}

/** An empty body leaves Express's `body` undefined: it still has to fail on its signature, not on us. */
export function readBody(request: Request): Buffer {
  return Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (cause) {
    throw new WebhookError('malformed_body', 'Expected JSON.', { cause });
  }
}
