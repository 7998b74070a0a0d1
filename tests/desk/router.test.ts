/** The router on a small table of its own: what it refuses before a handler runs, and what it says then. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { StoreError } from '../../src/core/errors.ts';
import type { AgentId, CaseId, SessionKey, TeamId } from '../../src/core/ids.ts';
import type { Role } from '../../src/core/desk.ts';
import type { FaroEvent } from '../../src/core/telemetry.ts';
import { words } from '../../src/desk/input.ts';
import type { Permission } from '../../src/desk/permissions.ts';
import { NOTHING, ok, open, signedIn, stream } from '../../src/desk/route.ts';
import type { Route, Visitor } from '../../src/desk/route.ts';
import { createDeskApi } from '../../src/desk/router.ts';

const NOTE = z.strictObject({ text: words(20) });

const TABLE: Readonly<Record<string, Permission>> = {
  'GET /cases/:caseId': { who: ['agent', 'supervisor'], cases: 'own_or_supervise', audit: 'case_viewed' },
  'POST /cases/:caseId/notes': { who: ['agent', 'supervisor'], cases: 'own', audit: 'case_noted' },
  'POST /cases/:caseId/claim': { who: ['agent', 'supervisor'], cases: 'any', audit: 'case_claimed' },
  'POST /words': { who: ['agent'], audit: null },
  'GET /list': { who: ['agent'], audit: null },
  'GET /stream': { who: ['agent'], audit: null, background: true },
  'GET /broken': { who: ['agent'], audit: null },
  'GET /store-down': { who: ['agent'], audit: null },
  'GET /open': { who: 'anyone', audit: null },
};

const HANDLERS: Readonly<Record<string, Route>> = {
  'GET /cases/:caseId': signedIn({}, async (call) => ok(call.audit(call.params['caseId'] ?? null))),
  'POST /cases/:caseId/notes': signedIn({ body: NOTE }, async ({ body }) => ok(body)),
  'POST /cases/:caseId/claim': signedIn({}, async () => NOTHING),
  'POST /words': signedIn({ body: NOTE }, async ({ body }) => ok(body)),
  'GET /list': signedIn({ query: z.strictObject({ language: z.enum(['es', 'en']).optional() }) }, async (call) =>
    ok({ language: call.query.language ?? null }),
  ),
  'GET /stream': signedIn({}, async () =>
    stream((response) => {
      response.type('text/event-stream').end('data: hello\n\n');
    }),
  ),
  'GET /broken': signedIn({}, async () => {
    throw new TypeError('marisol +12025550101 said something');
  }),
  'GET /store-down': signedIn({}, async () => {
    throw new StoreError('The database could not write.');
  }),
  'GET /open': open({}, async ({ visitor }) => ok({ known: visitor !== null })),
};

const [MINE, THEIRS, NOBODYS] = ['mine', 'theirs', 'nobodys'] as CaseId[]; // as good as any
const OWNERS = new Map<CaseId | undefined, AgentId | null>([
  [MINE, 'agent' as AgentId],
  [THEIRS, 'supervisor' as AgentId],
  [NOBODYS, null],
]);

function visitor(role: Role): Visitor {
  const id = role as string as AgentId; // one of each role, called by it
  return {
    session: { key: 'k' as SessionKey, agent: id, stage: 'signed_in', startedAtMs: 0, idleUntilMs: 1, untilMs: 1 },
    account: {
      id,
      name: role,
      email: `${role}@faro.example`,
      role,
      team: 'default' as TeamId,
      languages: [],
      disabled: false,
      createdAtMs: 0,
      lastSeenAtMs: null,
      oneTimeUntilMs: null,
      hasTotp: false,
      passkeys: [],
    },
  };
}

async function openRouter(table = TABLE, handlers = HANDLERS) {
  const events: FaroEvent[] = [];
  const api = createDeskApi({
    permissions: table,
    routes: handlers,
    store: { findCaseOwner: async (id) => (OWNERS.has(id) ? { owner: OWNERS.get(id) ?? null } : null) },
    sessions: {
      open: () => Promise.reject(new Error('not in this test')),
      // The cookie is the role.
      find: async ({ headers }) => (headers.cookie === undefined ? null : visitor(headers.cookie as Role)),
      isAlive: async () => true,
      touch: async () => {},
    },
    duties: { secondFactorRequired: false },
    isOurs: () => true,
    clock: { nowMs: () => 0 },
    telemetry: { record: (event) => void events.push(event) },
  });
  const server = createServer(express().disable('etag').use(api));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // a TCP server that listens has one
  return {
    events,
    ask: async (
      method: string,
      path: string,
      role: Role | null,
      body?: string,
      headers: Record<string, string> = {},
    ) => {
      const response = await fetch(base + path, {
        method,
        headers: {
          origin: base,
          'sec-fetch-site': 'same-origin',
          ...(role === null ? {} : { cookie: role }),
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body }),
      });
      return { status: response.status, headers: response.headers, text: await response.text() };
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test('a handler without a line, a line without a handler, and one for the wrong people stop the start', async () => {
  const extra = { ...HANDLERS, 'GET /secret': signedIn({}, async () => NOTHING) };
  await expect(openRouter(TABLE, extra)).rejects.toThrow('No line in src/desk/permissions.ts for GET /secret.');
  const { 'GET /list': _one, ...fewer } = HANDLERS;
  await expect(openRouter(TABLE, fewer)).rejects.toThrow('No handler for GET /list');
  const wrong = { ...HANDLERS, 'GET /list': open({}, async () => NOTHING) };
  await expect(openRouter(TABLE, wrong)).rejects.toThrow('made for others');
  await expect(
    openRouter(
      { 'FETCH /list': TABLE['GET /list'] ?? { who: [], audit: null } },
      { 'FETCH /list': HANDLERS['GET /list'] ?? extra['GET /secret'] },
    ),
  ).rejects.toThrow('must be a method and a path');
});

test.each([
  // who, their own, a colleague's, nobody's
  ['GET /cases/:caseId', 'agent', 200, 404, 404],
  ['GET /cases/:caseId', 'supervisor', 200, 200, 200],
  ['POST /cases/:caseId/notes', 'agent', 200, 404, 404],
  ['POST /cases/:caseId/notes', 'supervisor', 404, 200, 404],
  ['POST /cases/:caseId/claim', 'agent', 204, 204, 204],
  ['GET /cases/:caseId', 'editor', 403, 403, 403],
  ['POST /cases/:caseId/notes', 'admin', 403, 403, 403],
] as const)('%s as %s: own %i, a colleague’s %i, nobody’s %i', async (name, role, own, other, free) => {
  await using router = await openRouter();
  const [method = '', path = ''] = name.split(' ');
  const body = path.endsWith('notes') ? '{"text":"hola"}' : undefined;
  const statuses: number[] = [];
  for (const id of [MINE, THEIRS, NOBODYS]) {
    statuses.push((await router.ask(method, path.replace(':caseId', id ?? ''), role, body)).status);
  }
  expect(statuses).toStrictEqual([own, other, free]);
});

test('"not yours", "does not exist" and "no such route" are the same bytes', async () => {
  await using router = await openRouter();
  const answers = await Promise.all([
    router.ask('GET', '/cases/theirs', 'agent'),
    router.ask('GET', '/cases/nobodys', 'agent'),
    router.ask('GET', '/cases/never-was', 'agent'),
    router.ask('POST', '/cases/theirs/notes', 'agent', '{"text":"hola"}'),
    router.ask('POST', '/cases/theirs/notes', 'agent', 'not even JSON'),
    router.ask('POST', '/cases/never-was/notes', 'agent', '{"text":""}'),
    router.ask('GET', '/cases/has%20blank', 'agent'),
    router.ask('GET', '/cases/%E0%A4%A', 'agent'),
    router.ask('GET', '/nothing', 'agent'),
    router.ask('GET', '/list/', 'agent'),
    router.ask('GET', '/LIST', 'agent'),
    router.ask('DELETE', '/list', 'agent'),
  ]);
  const seen = answers.map(({ status, headers, text }) => {
    const { date: _date, ...rest } = Object.fromEntries(headers);
    return JSON.stringify({ status, rest, text });
  });
  expect(new Set(seen)).toStrictEqual(new Set([seen[0]]));
  expect(answers[0]?.status).toBe(404);
});

test('for a role without cases, a case that exists and one that does not are the same bytes', async () => {
  await using router = await openRouter();
  const [there, notThere] = await Promise.all(
    ['/cases/theirs', '/cases/never-was'].map((path) => router.ask('GET', path, 'editor')),
  );
  expect(there?.text).toBe(notThere?.text);
});

test.each([
  ['{"text":""}', 'text', 'at least 1 characters', 'empty text'],
  ['{"text":"   "}', 'text', 'at least 1 characters', 'text of 3 characters'],
  ['{"text":"012345678901234567890"}', 'text', 'at most 20 characters', 'text of 21 characters'],
  ['{"text":7}', 'text', 'a string', 'a number'],
  ['{"text":null}', 'text', 'a string', 'null'],
  ['{}', 'text', 'a string', 'nothing'],
  ['{"text":["hola"]}', 'text', 'a string', 'a list of 1'],
  ['{"text":"a\\u0000b"}', 'text', 'text without control characters', 'text of 3 characters'],
  ['{"text":"\\ud800"}', 'text', 'text without control characters', 'text of 1 characters'],
  ['{"text":"hola","marisol":"+12025550101"}', '', 'only the fields that this request has', '1 more'],
  ['["hola"]', '', 'an object', 'a list of 1'],
  ['"hola"', '', 'an object in JSON', 'something else'],
  ['{"text":"marisol', '', 'an object in JSON', 'something else'],
])('%s is refused in words, without repeating it', async (body, field, expected, got) => {
  await using router = await openRouter();
  const answer = await router.ask('POST', '/words', 'agent', body);
  expect(answer.status).toBe(400);
  const { error } = JSON.parse(answer.text);
  expect(error).toMatchObject({ code: 'bad_input', fields: [{ field, expected, got }] });
  expect(answer.text).not.toMatch(/marisol|12025550101|hola/);
});

test('what is typed is taken as it is, without blanks around it', async () => {
  await using router = await openRouter();
  const answer = await router.ask('POST', '/words', 'agent', '{"text":"  ¿dónde? <b>\\n  "}');
  expect(JSON.parse(answer.text)).toStrictEqual({ text: '¿dónde? <b>' });
});

test('a body that is too long, in another form or packed is not read', async () => {
  await using router = await openRouter();
  expect((await router.ask('POST', '/words', 'agent', `{"text":"${'a'.repeat(70_000)}"}`)).status).toBe(413);
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  expect((await router.ask('POST', '/words', 'agent', 'text=hola', form)).status).toBe(400);
  const packed = await router.ask('POST', '/words', 'agent', '{"text":"hola"}', { 'content-encoding': 'gzip' });
  expect(packed.status).toBe(400);
  const deep = `{"text":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;
  expect((await router.ask('POST', '/words', 'agent', deep)).status).toBe(400);
});

test.each([
  ['/list', 200],
  ['/list?language=es', 200],
  ['/list?language=xx', 400],
  ['/list?language=es&language=en', 400],
  ['/list?marisol=1', 400],
  ['/stream?marisol=1', 400],
  ['/list?__proto__=1', 400],
])('%s is answered %i', async (path, status) => {
  await using router = await openRouter();
  const answer = await router.ask('GET', path, 'agent');
  expect(answer.status, answer.text).toBe(status);
  expect(answer.text).not.toContain('marisol');
});

test('HEAD is no back door to what GET answers', async () => {
  await using router = await openRouter();
  expect((await router.ask('HEAD', '/list', 'agent')).status).toBe(404);
});

test('an answer that goes on is written by its handler', async () => {
  await using router = await openRouter();
  const answer = await router.ask('GET', '/stream', 'agent');
  expect(answer.text).toBe('data: hello\n\n');
  expect(answer.headers.get('cache-control')).toBe('no-store');
});

test('a mistake of ours is one sentence outside, and its class in the log', async () => {
  await using router = await openRouter();
  const answer = await router.ask('GET', '/broken', 'agent');
  expect(answer.status).toBe(500);
  expect(router.events).toStrictEqual([{ event: 'bug', where: 'desk', reason: 'TypeError' }]);
  expect(answer.text + JSON.stringify(router.events)).not.toMatch(/marisol|0101/);
});

test('when the store cannot write, the page is told to try again', async () => {
  await using router = await openRouter();
  const answer = await router.ask('GET', '/store-down', 'agent');
  expect([answer.status, JSON.parse(answer.text).error.code]).toStrictEqual([503, 'not_stored']);
});

test('every answer forbids keeping, framing and running it', async () => {
  await using router = await openRouter();
  for (const [path, role] of [
    ['/open', null],
    ['/list', null],
    ['/list', 'agent'],
    ['/nothing', null],
    ['/broken', 'agent'],
  ] as const) {
    const { headers } = await router.ask('GET', path, role);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none';base-uri 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('etag')).toBeNull();
  }
});
