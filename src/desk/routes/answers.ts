/** What agents write to people: once for each click, and only what the channel takes. */
import { z } from 'zod';
import { renderSms } from '../../channels/sms/render.ts';
import { WHATSAPP_LIMITS } from '../../channels/whatsapp/limits.ts';
import type { CaseInQueue } from '../../core/desk.ts';
import { RenderError } from '../../core/errors.ts';
import type { FactId } from '../../core/ids.ts';
import type { Reply } from '../../core/reply.ts';
import { versionOf } from '../../knowledge/fact-version.ts';
import type { AnswerToSend } from '../../store/desk/answers.ts';
import type { CaseDeskParts } from '../case-parts.ts';
import { words } from '../input.ts';
import { caseIdOf, messageIdOf, takenOrRefuse, valueOrRefuse } from '../outcome.ts';
import { NOTHING, ok, refuse, signedIn } from '../route.ts';
import type { Routes, SignedInCall } from '../route.ts';

type AnswerRoutes = Pick<
  Routes,
  | 'POST /cases/:caseId/messages'
  | 'POST /cases/:caseId/messages/:messageId/retry'
  | 'POST /cases/:caseId/messages/:messageId/withdraw'
  | 'POST /cases/:caseId/location-request'
>;

type AnswerParts = Pick<CaseDeskParts, 'store' | 'knowledge' | 'words' | 'smsTransliterate' | 'onQueued'>;

const clientKey = z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, { error: '8 to 64 letters, digits, - or _' });
const answer = z.strictObject({
  clientKey,
  text: words(WHATSAPP_LIMITS.text.bodyMax),
  fact: z
    .string()
    .regex(/^[a-z0-9-]{1,80}$/, { error: 'the id of a fact' })
    .transform((text) => text as FactId) // looked up below
    .nullable(),
  park: z.boolean(),
});
const click = z.strictObject({ clientKey });

export function createAnswerRoutes(parts: AnswerParts): AnswerRoutes {
  const { store, words: say, onQueued } = parts;

  const findCase = async (call: SignedInCall): Promise<CaseInQueue> => {
    return (await store.queue.find(caseIdOf(call))) ?? refuse('not_found');
  };

  const send = async (call: SignedInCall, wanted: AnswerToSend) => {
    const taken = takenOrRefuse(await store.answers.send(call.account, caseIdOf(call), wanted));
    onQueued();
    return ok(taken);
  };

  return {
    'POST /cases/:caseId/messages': signedIn({ body: answer }, async (call) => {
      const { clientKey: key, text, fact, park } = call.body;
      const { channel, language } = await findCase(call);
      const reply: Reply = { kind: 'text', text };
      if (channel === 'sms') refuseTooLong(reply, parts.smsTransliterate);
      const template = park ? say.answerWaits(language) : null;
      return send(call, {
        clientKey: key,
        reply,
        template,
        given: toGiven(parts, fact, { language, channel }, call.nowMs),
      });
    }),

    'POST /cases/:caseId/messages/:messageId/retry': signedIn({ body: click }, async (call) => {
      const { account, body } = call;
      const again = await store.answers.retry(account, caseIdOf(call), messageIdOf(call), body.clientKey);
      const taken = takenOrRefuse(again);
      onQueued();
      return ok(taken);
    }),

    'POST /cases/:caseId/messages/:messageId/withdraw': signedIn({}, async (call) => {
      valueOrRefuse(await store.answers.withdraw(call.account, caseIdOf(call), messageIdOf(call)));
      return NOTHING;
    }),

    'POST /cases/:caseId/location-request': signedIn({ body: click }, async (call) => {
      const { channel, language } = await findCase(call);
      if (channel !== 'whatsapp') return refuse('not_on_this_channel');
      const reply = say.askLocation(language);
      return send(call, { clientKey: call.body.clientKey, reply, template: null, given: null });
    }),
  };
}

/** @throws {Refusal} when no SMS can hold it */
function refuseTooLong(reply: Reply, transliterate: boolean): void {
  try {
    renderSms(reply, { transliterate });
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    refuse('bad_input', { fields: [{ field: 'text', expected: 'at most 1600 characters', got: 'a longer text' }] });
  }
}

/** Which answer the person is given, for the day on which it turns out to be another one. */
function toGiven(
  { knowledge, words: say }: AnswerParts,
  id: FactId | null,
  person: Pick<CaseInQueue, 'language' | 'channel'>,
  nowMs: number,
): AnswerToSend['given'] {
  const fact = id === null ? null : knowledge.find(id);
  const composed = fact === null ? null : say.answer(fact, { ...person, nowMs });
  // It was withdrawn while the agent was writing: what they send are their own words.
  if (fact === null || composed === null) return null;
  return { fact: fact.id, version: versionOf(fact), language: composed.language };
}
