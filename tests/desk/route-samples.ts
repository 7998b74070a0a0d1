/**
 * For each line of the table of permissions, a request that works for whoever the table lets in. The tests of the table
 * send it as everybody else, too. A line without a sample does not compile.
 */
import { HOUR_MS } from '../../src/core/clock.ts';
import type { AnswerOutcome, CaseOutcome } from '../../src/core/desk.ts';
import type { CaseId } from '../../src/core/ids.ts';
import type { InboundContent } from '../../src/core/message.ts';
import type { RouteName } from '../../src/desk/permissions.ts';
import type { Desk } from '../../src/store/desk/desk.ts';
import { composeReturn, lineOf, say, TEMPLATE, typed } from '../fakes/desk.ts';
import { PASSWORD } from './desk-house.ts';
import type { DeskHouse } from './desk-house.ts';
import type { Account } from '../../src/core/staff.ts';

export interface Sample {
  /** The path with its ids filled in; without one, the line's own, with the case's id. */
  readonly path?: string;
  readonly body?: unknown;
  /**
   * What the handler answers to it. 2xx unless only a longer story would lead there, which is told elsewhere: then any
   * status that the door does not give (401, 403, 404).
   */
  readonly status: number;
}

/** @param caseId - for a line with `:caseId`: a case that is theirs, if they may have one */
type MakeSample = (house: DeskHouse, who: Account, caseId: string) => Promise<Sample> | Sample;

export interface ReadyRequest {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  /** Empty where there is none in the path. */
  readonly caseId: string;
}

export async function makeRequest(house: DeskHouse, name: RouteName, who: Account): Promise<ReadyRequest> {
  const [method = '', ownPath = ''] = name.split(' ');
  const takesCases = who.role === 'agent' || who.role === 'supervisor';
  const caseId = ownPath.includes(':caseId') ? await house.openCase(takesCases ? who : house.staff.agent) : '';
  const { path = ownPath.replace(':caseId', caseId), body, status } = await SAMPLES[name](house, who, caseId);
  return { method, path, body, status, caseId };
}

let made = 0;
/** Nobody has it yet. */
function freshEmail(): string {
  made += 1;
  return `persona-${made}@faro.example`;
}

/** Made once for each click. */
function click(): { readonly clientKey: string } {
  made += 1;
  return { clientKey: `click-number-${made}` };
}

const READER = { language: 'es', channel: 'whatsapp', readIn: 'en' } as const;
const CANNED = { team: null, language: 'es', title: 'Saludo', text: 'Hola, soy del equipo.' } as const;
const PROPOSAL = { kind: 'new_fact', fact: null, language: 'es', question: '¿Y si…?', comment: '' } as const;

function desk(house: DeskHouse): Desk {
  return house.house.store.desk;
}

async function keepCanned(house: DeskHouse): Promise<string> {
  return (await desk(house).canned.create(CANNED, lineOf('canned_changed'))).id;
}

async function closeCase(house: DeskHouse, who: Account, caseId: string): Promise<void> {
  await desk(house).endings.close(who, caseId as CaseId, 'answered', composeReturn);
}

/** @returns the id of the message; of one that nobody sent where they have no such case */
async function failToSend(house: DeskHouse, who: Account, caseId: string): Promise<string> {
  const sent = await desk(house).answers.send(who, caseId as CaseId, typed('hola'));
  const { outbox } = house.house.store;
  for (;;) {
    const sendings = await outbox.claim(64, ['whatsapp']);
    if (sendings.length === 0) return idOf(sent);
    for (const one of sendings) {
      await outbox.finish(one, { kind: 'give_up', code: 'recipient_unreachable', providerCode: null });
    }
  }
}

async function parkAnswer(house: DeskHouse, who: Account, caseId: string): Promise<string> {
  await house.house.query(
    `update contacts set last_inbound_at = 0 where id in (select contact_id from cases where id = '${caseId}')`,
  );
  return idOf(await desk(house).answers.send(who, caseId as CaseId, typed('hola', { template: TEMPLATE })));
}

function idOf(sent: CaseOutcome<AnswerOutcome>): string {
  return sent.kind === 'done' && 'id' in sent.value ? sent.value.id : 'nobodys';
}

async function sayInCase(house: DeskHouse, who: Account, caseId: string, content: InboundContent): Promise<string> {
  await say(house.house, house.personOf(caseId), content);
  const view = await desk(house).reading.view(who, caseId as CaseId);
  const last = view.kind === 'done' ? view.value.messages.findLast(({ kind }) => kind === 'from_person') : undefined;
  return last?.id ?? 'nobodys';
}

const bytes = Buffer.alloc(40, 7).toString('base64url');

const SAMPLES: Readonly<Record<RouteName, MakeSample>> = {
  'POST /sign-in': (_house, who) => ({ body: { email: who.email, password: PASSWORD }, status: 200 }),
  // The right code is a longer story: see totp.test.ts. Without a code to compare with, it is a wrong one.
  'POST /sign-in/code': () => ({ body: { code: '000000' }, status: 401 }),
  'POST /sign-in/passkey/options': () => ({ body: {}, status: 200 }),
  // See passkeys.test.ts.
  'POST /sign-in/passkey': () => ({
    body: {
      id: bytes,
      rawId: bytes,
      type: 'public-key',
      response: { clientDataJSON: bytes, authenticatorData: bytes, signature: bytes },
    },
    status: 401,
  }),
  'POST /sign-out': () => ({ status: 204 }),

  'GET /me': () => ({ status: 200 }),
  'POST /me/password': () => ({ body: { password: PASSWORD, next: 'otra frase que nadie conoce' }, status: 204 }),
  'POST /me/totp': () => ({ body: { password: PASSWORD }, status: 200 }),
  'POST /me/totp/confirm': () => ({ body: { code: '000000' }, status: 409 }),
  'POST /me/totp/remove': () => ({ body: { password: PASSWORD }, status: 204 }),
  'POST /me/passkeys/options': () => ({ body: { password: PASSWORD }, status: 200 }),
  'POST /me/passkeys': () => ({
    body: {
      name: 'llave azul',
      made: {
        id: bytes,
        rawId: bytes,
        type: 'public-key',
        response: { clientDataJSON: bytes, attestationObject: bytes },
      },
    },
    status: 409,
  }),
  'POST /me/passkeys/:passkeyId/remove': async (house, who) => {
    const id = Buffer.from(freshEmail()).toString('base64url');
    const passkey = { id, agent: who.id, name: 'llave', publicKey: new Uint8Array(8), counter: 0, transports: [] };
    const entry = { action: 'passkey_added', agent: who.id, subject: who.id, detail: null } as const;
    await house.store.passkeys.add({ ...passkey, addedAtMs: house.clock.nowMs(), usedAtMs: null }, entry);
    return { path: `/me/passkeys/${id}/remove`, body: { password: PASSWORD }, status: 204 };
  },
  'POST /me/sign-out-others': () => ({ status: 204 }),

  'GET /agents': () => ({ status: 200 }),
  'POST /agents': () => ({
    body: {
      email: freshEmail(),
      name: 'Nueva',
      role: 'agent',
      team: 'default',
      languages: ['es', 'en'],
    },
    status: 201,
  }),
  'PATCH /agents/:agentId': async (house) => ({
    path: `/agents/${(await house.hire(freshEmail(), 'agent')).id}`,
    body: { role: 'supervisor' },
    status: 200,
  }),
  'POST /agents/:agentId/reset': async (house) => ({
    path: `/agents/${(await house.hire(freshEmail(), 'agent')).id}/reset`,
    status: 200,
  }),
  'GET /teams': () => ({ status: 200 }),
  'POST /teams': () => ({
    body: {
      id: `equipo-${freshEmail().replaceAll(/[^a-z0-9]/g, '')}`,
      name: 'Equipo Sur',
      schedule: null,
      targets: null,
    },
    status: 201,
  }),
  'PATCH /teams/:teamId': () => ({
    path: '/teams/default',
    body: { targets: { normalMinutes: 60, urgentMinutes: 10 } },
    status: 204,
  }),

  'GET /settings': () => ({ status: 200 }),
  'GET /colleagues': () => ({ status: 200 }),
  'GET /hours': () => ({ status: 200 }),
  'POST /here': () => ({ status: 204 }),

  'GET /cases': () => ({ status: 200 }),
  'GET /cases/:caseId': () => ({ status: 200 }),
  'POST /cases/:caseId/claim': async (house) => ({ path: `/cases/${await house.openCase(null)}/claim`, status: 200 }),
  'POST /cases/:caseId/renew': () => ({ status: 200 }),
  'POST /cases/:caseId/release': () => ({ status: 204 }),
  'POST /cases/:caseId/transfer': () => ({ body: { team: 'default' }, status: 204 }),
  'POST /cases/:caseId/park': (house) => ({ body: { untilMs: house.clock.nowMs() + HOUR_MS }, status: 204 }),
  'POST /cases/:caseId/close': () => ({ body: { reason: 'answered' }, status: 200 }),
  'POST /cases/:caseId/reopen': async (house, who, caseId) => {
    await closeCase(house, who, caseId);
    return { status: 204 };
  },
  'POST /cases/:caseId/return': () => ({ status: 200 }),
  'POST /cases/:caseId/another': async (house, who, caseId) => {
    await closeCase(house, who, caseId);
    return { body: { summary: 'Encontramos a su hermana.' }, status: 201 };
  },
  'POST /cases/:caseId/notes': () => ({ body: { text: 'Prefiere que la llamen.' }, status: 201 }),
  'PUT /cases/:caseId/tags': () => ({ body: { tags: ['familia', 'familia'] }, status: 204 }),
  'POST /cases/:caseId/number': () => ({ body: { reason: 'Pidió una llamada.' }, status: 200 }),
  'POST /cases/:caseId/typing': () => ({ status: 204 }),
  'POST /cases/:caseId/messages': () => ({ body: { ...click(), text: 'Hola', fact: null, park: false }, status: 200 }),
  'POST /cases/:caseId/messages/:messageId/retry': async (house, who, caseId) => ({
    path: `/cases/${caseId}/messages/${await failToSend(house, who, caseId)}/retry`,
    body: click(),
    status: 200,
  }),
  'POST /cases/:caseId/messages/:messageId/withdraw': async (house, who, caseId) => ({
    path: `/cases/${caseId}/messages/${await parkAnswer(house, who, caseId)}/withdraw`,
    status: 204,
  }),
  'POST /cases/:caseId/location-request': () => ({ body: click(), status: 200 }),
  'POST /cases/:caseId/messages/:messageId/location': async (house, who, caseId) => {
    const pin = { kind: 'location', latitude: 14.9, longitude: -92.3 } as const;
    return { path: `/cases/${caseId}/messages/${await sayInCase(house, who, caseId, pin)}/location`, status: 200 };
  },
  'GET /cases/:caseId/messages/:messageId/media': async (house, who, caseId) => {
    const picture = { kind: 'image', media: { mediaId: '1', mimeType: 'image/png' } } as const;
    return { path: `/cases/${caseId}/messages/${await sayInCase(house, who, caseId, picture)}/media`, status: 200 };
  },
  'GET /events': () => ({ status: 200 }),

  'POST /facts/search': () => ({ body: { query: 'cuánto cuesta', ...READER }, status: 200 }),
  'POST /facts/:factId': () => ({ path: '/facts/us-asylum-fees', body: READER, status: 200 }),
  'POST /places/search': () => ({ body: { query: 'Tapachula', service: null, readIn: 'en' }, status: 200 }),
  'POST /sms-cost': () => ({ body: { text: 'Está aquí' }, status: 200 }),
  'POST /translate': () => ({ body: { text: 'hola', from: 'es', to: 'en' }, status: 200 }),
  'GET /canned-replies': () => ({ status: 200 }),
  'POST /canned-replies': () => ({ body: CANNED, status: 201 }),
  'PUT /canned-replies/:replyId': async (house) => ({
    path: `/canned-replies/${await keepCanned(house)}`,
    body: CANNED,
    status: 204,
  }),
  'DELETE /canned-replies/:replyId': async (house) => ({
    path: `/canned-replies/${await keepCanned(house)}`,
    status: 204,
  }),

  'GET /proposals': () => ({ status: 200 }),
  'POST /proposals': () => ({ body: PROPOSAL, status: 201 }),
  'POST /proposals/:proposalId/settle': async (house, who) => ({
    path: `/proposals/${await desk(house).proposals.make(who.id, PROPOSAL, lineOf('proposal_made'))}/settle`,
    body: { state: 'done' },
    status: 204,
  }),
  'GET /reports/cases': () => ({ status: 200 }),
  'GET /reports/cases.csv': () => ({ status: 200 }),
  'GET /reports/heard': () => ({ status: 200 }),
  'GET /reports/heard.csv': () => ({ status: 200 }),

  'GET /audit': () => ({ status: 200 }),
  'GET /audit/check': () => ({ status: 200 }),
};
