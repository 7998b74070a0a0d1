/** One's own account. Whoever changes how they sign in types their password once more: the page may have been left open. */
import { z } from 'zod';
import type { TotpOffer } from '../../core/desk-api.ts';
import type { Account, Credentials } from '../../core/staff.ts';
import type { DutyRules } from '../duties.ts';
import { line } from '../input.ts';
import { toMe } from '../me.ts';
import { newPasskey } from '../passkeys.ts';
import type { Passkeys } from '../passkeys.ts';
import { findPasswordFault } from '../password-rules.ts';
import type { Passwords } from '../password.ts';
import type { DeskStore } from '../ports.ts';
import { NOTHING, ok, refuse, signedIn } from '../route.ts';
import type { Routes } from '../route.ts';
import type { Sessions } from '../sessions.ts';
import type { Throttle } from '../throttle.ts';
import { findTotpStep, offerTotp } from '../totp.ts';

export interface AccountParts {
  readonly store: Pick<DeskStore, 'accounts' | 'passkeys' | 'sessions'>;
  readonly sessions: Sessions;
  readonly passwords: Passwords;
  readonly passkeys: Passkeys;
  readonly throttle: Throttle;
  readonly duties: DutyRules;
}

type AccountRoutes = Pick<
  Routes,
  | 'GET /me'
  | 'POST /me/password'
  | 'POST /me/totp'
  | 'POST /me/totp/confirm'
  | 'POST /me/totp/remove'
  | 'POST /me/passkeys/options'
  | 'POST /me/passkeys'
  | 'POST /me/passkeys/:passkeyId/remove'
  | 'POST /me/sign-out-others'
>;

const password = z.string().min(1).max(1_000);
const presentPassword = z.strictObject({ password });
const MAX_PASSKEY_NAME = 40;

export function createAccountRoutes(parts: AccountParts): AccountRoutes {
  const { store, sessions, passwords, passkeys, throttle, duties } = parts;
  return {
    'GET /me': signedIn({}, async ({ account, visitor }) =>
      Promise.resolve(ok(toMe(account, visitor.session.untilMs, duties))),
    ),

    'POST /me/password': signedIn({ body: z.strictObject({ password, next: password }) }, async (call) => {
      const { account, visitor, body } = call;
      await proveAgain(parts, account, body.password);
      const fault = body.next === body.password ? 'same' : findPasswordFault(body.next, [account.email, account.name]);
      if (fault !== null) refuse('weak_password', { fault });
      const passwordHash = await passwords.hash(body.next);
      const kept = visitor.session.key;
      if (!(await store.accounts.setPassword(account.id, passwordHash, kept, call.audit(account.id))))
        refuse('sign_in_first');
      return { ...NOTHING, cookies: [await sessions.open({ account, passwordHash }, 'signed_in', visitor, null)] };
    }),

    'POST /me/totp': signedIn({ body: presentPassword }, async ({ account, body }) => {
      await proveAgain(parts, account, body.password);
      const offer: TotpOffer = offerTotp(account.name);
      await store.accounts.offerTotp(account.id, offer.secret);
      return ok(offer);
    }),

    'POST /me/totp/confirm': signedIn({ body: z.strictObject({ code: z.string().regex(/^\d{6}$/) }) }, async (call) => {
      const { account, body, nowMs } = call;
      const takeBack = throttle.take('proof', account.id);
      const secret = (await store.accounts.credentials(account.id))?.totpOffered ?? refuse('nothing_offered');
      const step = findTotpStep(secret, body.code, nowMs) ?? refuse('wrong_code');
      if (!(await store.accounts.acceptTotp(account.id, step, call.audit(account.id)))) refuse('nothing_offered');
      takeBack();
      if (await call.stillSignedIn()) return NOTHING;
      await store.accounts.removeTotp(account.id, { ...call.audit(account.id), action: 'totp_removed' });
      return refuse('sign_in_first');
    }),

    'POST /me/totp/remove': signedIn({ body: presentPassword }, async (call) => {
      await proveAgain(parts, call.account, call.body.password);
      await store.accounts.removeTotp(call.account.id, call.audit(call.account.id));
      return NOTHING;
    }),

    'POST /me/passkeys/options': signedIn({ body: presentPassword }, async ({ account, body, request }) => {
      await proveAgain(parts, account, body.password);
      return ok(await passkeys.offer(account, request.headers.origin ?? ''));
    }),

    'POST /me/passkeys': signedIn(
      { body: z.strictObject({ name: line(MAX_PASSKEY_NAME), made: newPasskey }) },
      async (call) => {
        const { account, body, request } = call;
        const entry = call.audit(account.id);
        const added = await passkeys.add(account, body.name, request.headers.origin ?? '', body.made, entry);
        if (!added) refuse('passkey_not_added');
        // An account that was reset in the meantime keeps nothing of its old owner.
        if (await call.stillSignedIn()) return NOTHING;
        await store.passkeys.remove(account.id, body.made.id, { ...entry, action: 'passkey_removed' });
        return refuse('sign_in_first');
      },
    ),

    'POST /me/passkeys/:passkeyId/remove': signedIn({ body: presentPassword }, async (call) => {
      const { account, body, params } = call;
      await proveAgain(parts, account, body.password);
      const removed = await store.passkeys.remove(account.id, params['passkeyId'] ?? '', call.audit(account.id));
      return removed ? NOTHING : refuse('not_found');
    }),

    'POST /me/sign-out-others': signedIn({}, async (call) => {
      await store.sessions.closeOthers(
        call.account.id,
        call.visitor.session.key,
        call.audit(call.account.id, 'others'),
      );
      return NOTHING;
    }),
  };
}

/** @throws {Refusal} `wrong_password`, or `too_many_tries` after some of those */
async function proveAgain(
  { store, passwords, throttle }: AccountParts,
  account: Account,
  typed: string,
): Promise<Credentials> {
  const takeBack = throttle.take('proof', account.id);
  const credentials = await store.accounts.credentials(account.id);
  const matches = await passwords.matches(typed, credentials?.passwordHash ?? null);
  if (credentials === null || !matches) return refuse('wrong_password');
  takeBack();
  return credentials;
}
