/** Who is signed in: a random token in a cookie, of which the store knows only the hash. */
import { createHash, randomBytes } from 'node:crypto';
import type { Request } from 'express';
import type { AuditEntry } from '../core/audit.ts';
import { HOUR_MS, MINUTE_MS } from '../core/clock.ts';
import type { SessionKey } from '../core/ids.ts';
import type { Account, Credentials, SessionStage } from '../core/staff.ts';
import type { CookieJar } from './cookies.ts';
import type { DeskStore } from './ports.ts';
import { Refusal } from './refusal.ts';
import type { Visitor } from './route.ts';

const TOKEN_BYTES = 32;
/** Nobody touched the page for so long: they have left it. */
const IDLE_MS = 30 * MINUTE_MS;
/** A working day; then everybody proves again who they are. */
export const LONGEST_MS = 8 * HOUR_MS;
/** For finding one's phone or key between the two steps of signing in. */
const HALFWAY_MS = 5 * MINUTE_MS;
/** That somebody is there need not be written down more often. */
const TOUCH_EVERY_MS = MINUTE_MS;

export interface Sessions {
  /**
   * Opens one under a new token, and closes the one that the visitor came with.
   *
   * @param proven - what the visitor was held against
   * @returns its cookie
   * @throws {Refusal} `sign_in_first` when that counts no longer: a password that is changed or reset at this very moment
   * must not open a sign-in that outlives it
   */
  open(proven: Proven, stage: SessionStage, before: Visitor | null, audit: AuditEntry | null): Promise<string>;
  find(request: Request): Promise<Visitor | null>;
  /** Whether it is still open and the account still has that role; does not count as being there. */
  isAlive(visitor: Visitor): Promise<boolean>;
  /** Somebody is there. */
  touch(visitor: Visitor): Promise<void>;
}

export type Proven = Pick<Credentials, 'passwordHash'> & { readonly account: Pick<Account, 'id'> };

export interface SessionParts {
  readonly store: Pick<DeskStore, 'sessions' | 'accounts'>;
  readonly cookies: CookieJar;
  readonly nowMs: () => number;
}

export function createSessions({ store: { sessions: store, accounts }, cookies, nowMs: now }: SessionParts): Sessions {
  return {
    open: async ({ account, passwordHash }, stage, before, audit) => {
      const token = randomBytes(TOKEN_BYTES).toString('base64url');
      const nowMs = now();
      const halfway = stage === 'second_factor';
      const key = keyOf(token);
      await store.open(
        {
          key,
          agent: account.id,
          stage,
          startedAtMs: nowMs,
          idleUntilMs: nowMs + (halfway ? HALFWAY_MS : IDLE_MS),
          untilMs: nowMs + (halfway ? HALFWAY_MS : LONGEST_MS),
        },
        before?.session.key ?? null,
        audit,
      );
      const known = await accounts.credentials(account.id);
      if (known === null || known.account.disabled || known.passwordHash !== passwordHash) {
        await store.close(key, null);
        throw new Refusal('sign_in_first');
      }
      return cookies.write('session', token, null);
    },
    find: async (request) => {
      const token = cookies.read(request, 'session');
      return token === null ? null : store.find(keyOf(token), now());
    },
    isAlive: async ({ session, account }) => {
      const found = await store.find(session.key, now());
      return found !== null && found.account.role === account.role;
    },
    touch: async ({ session }) => {
      const nowMs = now();
      const idleUntilMs = Math.min(nowMs + IDLE_MS, session.untilMs);
      if (session.stage === 'second_factor' || idleUntilMs - session.idleUntilMs < TOUCH_EVERY_MS) return;
      await store.touch(session.key, idleUntilMs, nowMs);
    },
  };
}

function keyOf(token: string): SessionKey {
  return createHash('sha256').update(token).digest('base64url') as SessionKey; // branded here and nowhere else
}
