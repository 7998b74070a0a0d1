/**
 * The door. First step: e-mail address and password, or a passkey alone. Second step, where an account has one: a code or a
 * passkey. Every refusal looks the same for accounts that exist and accounts that do not, and costs the same work.
 */
import type { Request } from 'express';
import { z } from 'zod';
import type { AuditEntry } from '../../core/audit.ts';
import type { SecondFactor, SignInAnswer } from '../../core/desk-api.ts';
import type { AgentId } from '../../core/ids.ts';
import type { Account, Credentials } from '../../core/staff.ts';
import type { Telemetry } from '../../core/telemetry.ts';
import { addressOf } from '../address.ts';
import type { CookieJar } from '../cookies.ts';
import type { DutyRules } from '../duties.ts';
import { KNOWN_BROWSER_SECONDS } from '../known-browser.ts';
import type { KnownBrowsers } from '../known-browser.ts';
import { toMe } from '../me.ts';
import { passkeyProof } from '../passkeys.ts';
import type { Passkeys } from '../passkeys.ts';
import type { Passwords } from '../password.ts';
import type { DeskStore } from '../ports.ts';
import { ok, open, refuse, signedIn } from '../route.ts';
import type { Answer, OpenCall, Routes, Visitor } from '../route.ts';
import { LONGEST_MS } from '../sessions.ts';
import type { Sessions } from '../sessions.ts';
import type { Throttle } from '../throttle.ts';
import { findTotpStep } from '../totp.ts';

export interface SignInParts {
  readonly store: Pick<DeskStore, 'accounts' | 'sessions' | 'audit'>;
  readonly sessions: Sessions;
  readonly passwords: Passwords;
  readonly passkeys: Passkeys;
  readonly throttle: Throttle;
  readonly browsers: KnownBrowsers;
  readonly cookies: CookieJar;
  readonly duties: DutyRules;
  readonly telemetry: Telemetry;
}

type SignInRoutes = Pick<
  Routes,
  'POST /sign-in' | 'POST /sign-in/code' | 'POST /sign-in/passkey/options' | 'POST /sign-in/passkey' | 'POST /sign-out'
>;

const emailAndPassword = z.strictObject({
  email: z.string().trim().toLowerCase().min(1).max(254),
  password: z.string().min(1).max(1_000),
});
const code = z.strictObject({ code: z.string().regex(/^\d{6}$/) });
const nothing = z.strictObject({});

export function createSignInRoutes(parts: SignInParts): SignInRoutes {
  const { store, sessions, passwords, passkeys, throttle, cookies } = parts;
  return {
    'POST /sign-in': open({ body: emailAndPassword }, async (call) => {
      const { email, password } = call.body;
      const credentials = await store.accounts.credentialsByEmail(email);
      const account = credentials?.account ?? null;
      const takeBack = countTry(parts, call.request, email, account?.id ?? null);
      const matches = await passwords.matches(password, credentials?.passwordHash ?? null);
      if (credentials === null || !matches || !mayEnter(credentials.account, call.nowMs)) {
        return turnAway(parts, account?.id ?? null, 'wrong_credentials');
      }
      takeBack();
      const ways = secondFactors(credentials.account, parts.duties);
      if (ways.length === 0) return welcome(parts, call, credentials, 'password');
      const cookie = await sessions.open(credentials, 'second_factor', call.visitor, null);
      return ok({ kind: 'second_factor', ways } satisfies SignInAnswer, [cookie]);
    }),

    'POST /sign-in/code': signedIn({ body: code }, async (call) => {
      const { account, body, nowMs } = call;
      const takeBack = throttle.take('proof', account.id);
      const credentials = await store.accounts.credentials(account.id);
      // Read before this is asked: what is changed later shows when the session is opened.
      if (credentials === null || !(await call.stillSignedIn())) return refuse('sign_in_first');
      const mayUse = secondFactors(account, parts.duties).includes('code');
      const secret = credentials.totpSecret;
      const step = mayUse && secret !== null ? findTotpStep(secret, body.code, nowMs) : null;
      if (step === null || !(await store.accounts.useTotpStep(account.id, step))) {
        return turnAway(parts, account.id, 'wrong_code');
      }
      takeBack();
      return welcome(parts, call, credentials, 'code');
    }),

    'POST /sign-in/passkey/options': open({ body: nothing }, async (call) => {
      throttle.take('address', addressOf(call.request));
      return ok(await passkeys.ask(halfway(call.visitor), originOf(call.request)));
    }),

    'POST /sign-in/passkey': open({ body: passkeyProof }, async (call) => {
      const takeBack = throttle.take('address', addressOf(call.request));
      const known = halfway(call.visitor);
      const claimed = await passkeys.ownerOf(call.body);
      const credentials = claimed === null ? null : await store.accounts.credentials(claimed);
      const proves = await passkeys.prove(known, originOf(call.request), call.body);
      // While a password that was handed out waits to be changed, nothing else opens the account.
      if (credentials === null || !proves || credentials.account.disabled || isHandedOut(credentials.account)) {
        return turnAway(parts, claimed ?? known?.id ?? null, 'wrong_passkey');
      }
      takeBack();
      return welcome(parts, call, credentials, 'passkey');
    }),

    'POST /sign-out': open({}, async (call) => {
      const { visitor } = call;
      if (visitor !== null) {
        const entry = visitor.session.stage === 'signed_in' ? call.audit(visitor.account.id) : null;
        await store.sessions.close(visitor.session.key, entry);
      }
      return { kind: 'nothing', cookies: [cookies.clear('session')], clear: true };
    }),
  };
}

/** A password that was handed out is good for a while only. */
function mayEnter({ disabled, oneTimeUntilMs }: Account, nowMs: number): boolean {
  return !disabled && (oneTimeUntilMs === null || oneTimeUntilMs > nowMs);
}

function isHandedOut({ oneTimeUntilMs }: Account): boolean {
  return oneTimeUntilMs !== null;
}

/** Those who can change accounts or see every case prove it by what cannot be phished, once they have it. */
function secondFactors({ role, hasTotp, passkeys }: Account, duties: DutyRules): readonly SecondFactor[] {
  if (passkeys.length === 0) return hasTotp ? ['code'] : [];
  const passkeyOnly = duties.secondFactorRequired && (role === 'admin' || role === 'supervisor');
  return hasTotp && !passkeyOnly ? ['passkey', 'code'] : ['passkey'];
}

function halfway(visitor: Visitor | null): Account | null {
  return visitor?.session.stage === 'second_factor' ? visitor.account : null;
}

/** The router has seen that a write names its origin, and that it is ours. */
function originOf(request: Request): string {
  return request.headers.origin ?? '';
}

/** @throws {Refusal} `too_many_tries` */
function countTry(
  { throttle, browsers, cookies }: SignInParts,
  request: Request,
  email: string,
  agent: AgentId | null,
): () => void {
  const browser = browsers.recognise(cookies.read(request, 'browser'), agent);
  if (browser !== null) return throttle.take('known_browser', `${browser} ${email}`);
  const takeBackAddress = throttle.take('address', addressOf(request));
  const takeBackAccount = throttle.take('strangers', email);
  return () => {
    takeBackAddress();
    takeBackAccount();
  };
}

async function turnAway(
  { store, telemetry }: SignInParts,
  agent: AgentId | null,
  why: 'wrong_credentials' | 'wrong_code' | 'wrong_passkey',
): Promise<never> {
  telemetry.record({ event: 'desk_sign_in', outcome: why });
  await store.audit.append({ action: 'sign_in_refused', agent: null, subject: agent, detail: why });
  return refuse(why);
}

async function welcome(
  { sessions, browsers, cookies, duties, telemetry }: SignInParts,
  call: OpenCall,
  credentials: Credentials,
  way: 'password' | SecondFactor,
): Promise<Answer> {
  const { account } = credentials;
  const entry: AuditEntry = { ...call.audit(account.id, way), agent: account.id };
  const session = await sessions.open(credentials, 'signed_in', call.visitor, entry);
  telemetry.record({ event: 'desk_sign_in', outcome: 'signed_in' });
  const mark = cookies.write('browser', browsers.mark(account.id), KNOWN_BROWSER_SECONDS);
  const me = toMe(account, call.nowMs + LONGEST_MS, duties);
  return ok({ kind: 'signed_in', me } satisfies SignInAnswer, [session, mark]);
}
