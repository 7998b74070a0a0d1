/** The desk's API, built from the table of permissions: what stands there is asked here, in this order, of every request. */
import { json, Router } from 'express';
import type { ErrorRequestHandler, Request, RequestHandler, Response } from 'express';
import type { AuditEntry } from '../core/audit.ts';
import type { Clock } from '../core/clock.ts';
import { StoreError } from '../core/errors.ts';
import type { CaseId } from '../core/ids.ts';
import { errorReason } from '../core/telemetry.ts';
import type { Telemetry } from '../core/telemetry.ts';
import { apiHeaders } from './headers.ts';
import { checkInput } from './input.ts';
import { refuseForeign } from './origin.ts';
import type { OriginCheck } from './origin.ts';
import type { Permission } from './permissions.ts';
import type { DeskStore } from './ports.ts';
import { Refusal } from './refusal.ts';
import type { Answer, Route, SignedInCall, Visitor } from './route.ts';
import type { Sessions } from './sessions.ts';
import { firstDuty } from './duties.ts';
import type { DutyRules } from './duties.ts';

/** The longest thing that an agent sends is an answer of a few thousand characters. */
const MAX_BODY = '64kb';
/** A credential's id may have 1,023 bytes; all our own ids are shorter. */
const ID = /^[A-Za-z0-9_-]{1,1364}$/;

export interface DeskApiParts {
  /** By method and path, for example `GET /me`. */
  readonly permissions: Readonly<Record<string, Permission>>;
  readonly routes: Readonly<Record<string, Route>>;
  readonly store: Pick<DeskStore, 'findCaseOwner'>;
  readonly sessions: Sessions;
  readonly duties: DutyRules;
  readonly isOurs: OriginCheck;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
}

/** @throws {Error} when a line of the table has no handler, or a handler no line: a mistake of ours, at the start */
export function createDeskApi(parts: DeskApiParts): Router {
  const router = Router({ strict: true, caseSensitive: true });
  router.use(...apiHeaders());
  router.use((request, _response, next) => {
    // Express would answer HEAD with what belongs to GET.
    if (request.method === 'HEAD') throw new Refusal('not_found');
    refuseForeign(request, parts.isOurs);
    next();
  });
  for (const [name, permission, route] of pairUp(parts)) {
    const { method, path } = splitName(name);
    router[method](path, serve(parts, permission, route));
  }
  router.use(() => {
    throw new Refusal('not_found');
  });
  router.use(answerError(parts.telemetry));
  return router;
}

function pairUp({
  permissions,
  routes,
}: DeskApiParts): readonly (readonly [name: string, line: Permission, handler: Route])[] {
  const without = Object.keys(routes).filter((name) => permissions[name] === undefined);
  if (without.length > 0) throw new Error(`No line in src/desk/permissions.ts for ${without.join(', ')}.`);
  return Object.entries(permissions).map(([name, permission]) => {
    const route = routes[name];
    if (route === undefined) throw new Error(`No handler for ${name}, which stands in src/desk/permissions.ts.`);
    if ((route.kind === 'open') !== (permission.who === 'anyone')) {
      throw new Error(`${name}: its handler is made for others than src/desk/permissions.ts lets in.`);
    }
    return [name, permission, route] as const;
  });
}

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
const METHODS: ReadonlyMap<string, Method> = new Map([
  ['GET', 'get'],
  ['POST', 'post'],
  ['PUT', 'put'],
  ['PATCH', 'patch'],
  ['DELETE', 'delete'],
]);

function splitName(name: string): { readonly method: Method; readonly path: string } {
  const [verb = '', path = ''] = name.split(' ');
  const method = METHODS.get(verb);
  if (method === undefined || !path.startsWith('/')) throw new Error(`${name} must be a method and a path.`);
  return { method, path };
}

function serve(parts: DeskApiParts, permission: Permission, route: Route): RequestHandler {
  return async (request, response) => {
    const visitor = await parts.sessions.find(request);
    admit(permission, visitor, parts.duties);
    const params = readParams(request);
    await checkCase(permission, visitor, params['caseId'], parts.store);
    if (visitor !== null && permission.background !== true) await parts.sessions.touch(visitor);
    const query = checkQuery(route, request);
    const body = route.body === null ? undefined : checkInput(route.body, await readJson(request, response));
    // An open route is never given a visitor that its type does not allow for: null stands for "nobody".
    const call = {
      visitor,
      account: visitor?.account,
      request,
      params,
      body,
      query,
      nowMs: parts.clock.nowMs(),
      audit: (subject: string | null, detail?: string) => toEntry(permission, visitor, subject, detail),
      stillSignedIn: () => (visitor === null ? Promise.resolve(false) : parts.sessions.isAlive(visitor)),
    } as SignedInCall;
    await send(response, await route.handle(call));
  };
}

/** @throws {Refusal} when the table does not let them in */
function admit(permission: Permission, visitor: Visitor | null, duties: DutyRules): void {
  if (permission.who === 'anyone') return;
  const stage = permission.who === 'half_signed_in' ? 'second_factor' : 'signed_in';
  if (visitor === null || visitor.session.stage !== stage) throw new Refusal('sign_in_first');
  if (permission.who === 'half_signed_in') return;
  if (!permission.who.includes(visitor.account.role)) throw new Refusal('role_may_not');
  const duty = firstDuty(visitor.account, duties);
  if (duty !== null && permission.unsettled !== true) throw new Refusal(`${duty}_first`);
}

function readParams(request: Request): Readonly<Record<string, string>> {
  const params: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.params)) {
    if (typeof value !== 'string' || !ID.test(value)) throw new Refusal('not_found');
    params[name] = value;
  }
  return params;
}

/** Before anything else is looked at, so that no difference tells that a case exists. */
async function checkCase(
  { cases = 'own' }: Permission,
  visitor: Visitor | null,
  caseId: string | undefined,
  store: Pick<DeskStore, 'findCaseOwner'>,
): Promise<void> {
  if (caseId === undefined) return;
  const found = await store.findCaseOwner(caseId as CaseId); // whatever was asked for: most ids are no case
  const isTheirs = found !== null && found.owner === visitor?.account.id;
  const supervises = cases === 'own_or_supervise' && visitor?.account.role === 'supervisor';
  if (found === null || !(cases === 'any' || isTheirs || supervises)) throw new Refusal('not_found');
}

function checkQuery(route: Route, request: Request): unknown {
  const parameters = [...new URL(request.originalUrl, 'http://desk').searchParams];
  const byName = Object.fromEntries(parameters);
  if (Object.keys(byName).length !== parameters.length || (route.query === null && parameters.length > 0)) {
    throw new Refusal('bad_input', {
      fields: [{ field: '', expected: 'each known parameter at most once', got: `${parameters.length} parameters` }],
    });
  }
  return route.query === null ? undefined : checkInput(route.query, byName);
}

const parseJson = json({ limit: MAX_BODY, inflate: false, type: 'application/json' });

function readJson(request: Request, response: Response): Promise<unknown> {
  return new Promise((resolve, reject) => {
    parseJson(request, response, (error?: unknown) => {
      if (error === undefined) resolve(request.body);
      else reject(unreadable(error));
    });
  });
}

/** Express's parser repeats what it could not read, so its error goes no further. */
function unreadable(error: unknown): Refusal {
  const status: unknown = error instanceof Error ? (error as { status?: unknown }).status : null; // body parsers set it
  if (status === 413) return new Refusal('too_large');
  return new Refusal('bad_input', { fields: [{ field: '', expected: 'an object in JSON', got: 'something else' }] });
}

function toEntry(
  { audit }: Permission,
  visitor: Visitor | null,
  subject: string | null,
  detail: string | undefined,
): AuditEntry {
  if (audit === null) throw new Error('This route leaves no line in the log: see src/desk/permissions.ts.');
  return { action: audit, agent: visitor?.account.id ?? null, subject, detail: detail ?? null };
}

function send(response: Response, answer: Answer): void | Promise<void> {
  if (answer.kind === 'stream') return answer.write(response);
  for (const cookie of answer.cookies) response.append('Set-Cookie', cookie);
  if (answer.kind === 'json') {
    response.status(answer.status).json(answer.json);
    return;
  }
  // Computers are shared: what the pages kept on this one goes too.
  if (answer.clear) response.set('Clear-Site-Data', '"storage"');
  response.status(204).end();
}

function answerError(telemetry: Telemetry): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const refusal = toRefusal(error);
    if (refusal.code === 'failed') telemetry.record({ event: 'bug', where: 'desk', reason: errorReason(error) });
    const { retryAfterSeconds } = refusal.more;
    if (typeof retryAfterSeconds === 'number') response.set('Retry-After', String(retryAfterSeconds));
    response.status(refusal.status).json(refusal.body);
  };
}

function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (error instanceof URIError) return new Refusal('not_found'); // an address with broken %-signs
  return new Refusal(error instanceof StoreError ? 'not_stored' : 'failed');
}
