/** The desk: its door, its accounts, its cases and its log. Made once, mounted at /desk. */
import { hkdfSync } from 'node:crypto';
import { Router } from 'express';
import type { Clock } from '../core/clock.ts';
import type { Telemetry } from '../core/telemetry.ts';
import type { CaseDeskParts } from './case-parts.ts';
import { createCookieJar } from './cookies.ts';
import type { DutyRules } from './duties.ts';
import { createKnownBrowsers } from './known-browser.ts';
import { createOriginCheck } from './origin.ts';
import { createPasskeys } from './passkeys.ts';
import { PERMISSIONS } from './permissions.ts';
import type { Passwords } from './password.ts';
import type { DeskStore } from './ports.ts';
import type { Routes } from './route.ts';
import { createDeskApi } from './router.ts';
import { createAccountRoutes } from './routes/account.ts';
import { createAgentRoutes } from './routes/agents.ts';
import { createAuditRoutes } from './routes/audit.ts';
import { createCaseRoutes } from './routes/cases.ts';
import { createSignInRoutes } from './routes/sign-in.ts';
import { createTeamRoutes } from './routes/teams.ts';
import { createSessions } from './sessions.ts';
import { createThrottle } from './throttle.ts';

export interface DeskParts {
  readonly store: DeskStore;
  readonly cases: CaseDeskParts;
  readonly passwords: Passwords;
  /** PUBLIC_BASE_URL, or null. */
  readonly publicBaseUrl: string | null;
  readonly production: boolean;
  /** CONTACT_KEY: what the desk signs with is derived from it. */
  readonly key: Buffer;
  readonly clock: Clock;
  readonly telemetry: Telemetry;
  /** The console's pages, with headers of their own; null where they are not built. */
  readonly pages: Router | null;
}

export function createDesk(parts: DeskParts): Router {
  const { store, passwords, clock, telemetry, production, publicBaseUrl } = parts;
  const nowMs = (): number => clock.nowMs();
  const duties: DutyRules = { secondFactorRequired: production };
  const cookies = createCookieJar(production || (publicBaseUrl?.startsWith('https:') ?? false));
  const sessions = createSessions({ store, cookies, nowMs });
  const passkeys = createPasskeys(store, nowMs);
  const throttle = createThrottle(nowMs, () => telemetry.record({ event: 'desk_sign_in', outcome: 'too_many_tries' }));
  const browsers = createKnownBrowsers(deriveKey(parts.key), nowMs);
  const common = { store, sessions, passwords, passkeys, throttle, duties };
  const routes: Routes = {
    ...createSignInRoutes({ ...common, browsers, cookies, telemetry }),
    ...createAccountRoutes(common),
    ...createAgentRoutes(common),
    ...createTeamRoutes(store),
    ...createAuditRoutes(store),
    ...createCaseRoutes(parts.cases),
  };
  const api = createDeskApi({
    permissions: PERMISSIONS,
    routes,
    store,
    sessions,
    duties,
    isOurs: createOriginCheck({ publicBaseUrl, production }),
    clock,
    telemetry,
  });
  const router = Router();
  router.use('/api', api);
  if (parts.pages !== null) router.use(parts.pages);
  return router;
}

function deriveKey(key: Buffer): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', 'faro desk known browsers', 32));
}
