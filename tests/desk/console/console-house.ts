/** The desk with its pages, real content and a real store, on a port of this machine; its clock stands still at now. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import express from 'express';
import type { Browser, Page } from 'playwright-core';
import type { Address } from '../../../src/core/contact.ts';
import { ROLES } from '../../../src/core/desk.ts';
import type { Role } from '../../../src/core/desk.ts';
import type { Effect } from '../../../src/core/effect.ts';
import type { TeamId } from '../../../src/core/ids.ts';
import type { Knowledge } from '../../../src/core/knowledge.ts';
import type { InboundContent } from '../../../src/core/message.ts';
import { silentTelemetry } from '../../../src/core/telemetry.ts';
import { findOrBuildConsole } from '../../../src/desk/build-console.ts';
import type { CaseDeskParts } from '../../../src/desk/case-parts.ts';
import { createCookieJar } from '../../../src/desk/cookies.ts';
import { createDesk } from '../../../src/desk/desk.ts';
import { createLive } from '../../../src/desk/live/live.ts';
import { createPasswords } from '../../../src/desk/password.ts';
import { createConsolePages } from '../../../src/desk/serve-console.ts';
import { createSessions } from '../../../src/desk/sessions.ts';
import { createKnowledge } from '../../../src/knowledge/knowledge.ts';
import { createPhrases } from '../../../src/language/phrases.ts';
import { createDeskWords } from '../../../src/bot/desk-words.ts';
import type { Account } from '../../../src/core/staff.ts';
import { openPage } from '../../fakes/browser.ts';
import type { WatchedPage } from '../../fakes/browser.ts';
import { createCaseParts } from '../../fakes/case-parts.ts';
import { answerWith, messageFrom, openTestStore, webhookWith } from '../../fakes/test-store.ts';
import type { TestStore } from '../../fakes/test-store.ts';

export const PASSWORD = 'una frase larga de prueba';
const CONTENT_DIR = fileURLToPath(new URL('../../../content', import.meta.url));
const NAMES = {
  agent: 'Ana',
  editor: 'Edith',
  supervisor: 'Sofía',
  auditor: 'Aurelio',
  admin: 'Adela',
} as const satisfies Record<Role, string>;

export interface ConsoleHouse extends AsyncDisposable {
  readonly house: TestStore;
  readonly store: TestStore['store'];
  readonly clock: TestStore['clock'];
  readonly knowledge: Knowledge;
  readonly origin: string;
  readonly staff: Readonly<Record<Role, Account>>;
  /** A second agent. */
  readonly luis: Account;
  /** Somebody writes, and is answered unless a person of the team has their case. */
  readonly converse: (
    from: Address,
    said: InboundContent | string,
    answered: string,
    effects?: readonly Effect[],
  ) => Promise<void>;
  /** What the browser sends when this agent is signed in. */
  cookieOf(who: Account): Promise<{ readonly name: string; readonly value: string }>;
  /** No request is answered any more, until {@link resume}. */
  stop(): Promise<void>;
  resume(): Promise<void>;
}

export async function openConsoleHouse(
  more: Partial<CaseDeskParts> = {},
  storeOptions: Parameters<typeof openTestStore>[0] = {},
): Promise<ConsoleHouse> {
  const house = await openTestStore(storeOptions);
  const { store, clock } = house;
  const live = createLive({ store: store.desk, telemetry: silentTelemetry });
  const knowledge = createKnowledge({ contentDir: CONTENT_DIR, telemetry: silentTelemetry });
  const phrases = createPhrases();
  const passwords = createPasswords();
  const passwordHash = await passwords.hash(PASSWORD);
  const app = express();
  app.use(
    '/desk',
    createDesk({
      store: store.desk,
      cases: createCaseParts(store.desk, {
        knowledge,
        words: createDeskWords({ knowledge, phrases, template: 'faro_answer' }),
        live,
        translate: null,
        smsTransliterate: false,
        ...more,
      }),
      passwords,
      publicBaseUrl: null,
      production: false,
      key: Buffer.alloc(32, 2),
      clock,
      telemetry: silentTelemetry,
      pages: await createConsolePages(await findOrBuildConsole()),
    }),
  );
  const server = createServer(app);
  const listen = (port: number): Promise<void> => new Promise((resolve) => server.listen(port, 'localhost', resolve));
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  await listen(0);
  const { port } = server.address() as AddressInfo; // a TCP server that listens has one

  const hire = async (role: Role, name: string, email: string): Promise<Account> => {
    const made = await store.desk.accounts.create(
      { email, name, role, team: 'default' as TeamId, languages: ['es'], passwordHash, oneTimeUntilMs: null },
      { action: 'agent_created', agent: null, subject: null, detail: null },
    );
    if (made.kind !== 'created') throw new Error(made.kind);
    return made.account;
  };
  // One for each role.
  const staff = Object.fromEntries(
    await Promise.all(
      ROLES.map(async (role) => [role, await hire(role, NAMES[role], `${role}@faro.example`)] as const),
    ),
  ) as Record<Role, Account>;
  const cookies = createCookieJar(false);
  const sessions = createSessions({ store: store.desk, cookies, nowMs: () => clock.nowMs() });

  return {
    house,
    store,
    clock,
    knowledge,
    origin: `http://localhost:${port}`,
    staff,
    luis: await hire('agent', 'Luis', 'luis@faro.example'),
    converse: async (from, said, answered, effects = []) => {
      const written = messageFrom(from, said, { sentAtMs: clock.nowMs() });
      await store.inbox.receive(from.channel, webhookWith(written));
      for (const claim of await store.turns.claim(8)) {
        for (const [index, message] of claim.messages.entries()) {
          const isWithAgent = claim.openCase === 'taken';
          const result = { ...answerWith(answered), effects, ...(isWithAgent ? { reply: null } : {}) };
          const kind = isWithAgent ? 'with_agent' : 'answered';
          await store.turns.finish(claim, message, { kind, result } as never, index === claim.messages.length - 1);
        }
      }
    },
    cookieOf: async (account) => {
      const [pair = ''] = (await sessions.open({ account, passwordHash }, 'signed_in', null, null)).split(';');
      const [name = '', value = ''] = pair.split('=');
      return { name, value };
    },
    stop: close,
    resume: () => listen(port),
    [Symbol.asyncDispose]: async () => {
      await live.stop();
      await close();
      await house[Symbol.asyncDispose]();
    },
  };
}

export interface Look {
  readonly width: number;
  readonly height: number;
  readonly dark?: boolean;
  /** What the browser asks for; Spanish where it is not said. */
  readonly language?: 'es' | 'en';
}

export const WIDE: Look = { width: 1280, height: 800 };
export const NARROW: Look = { width: 390, height: 844 };

const LOCALES = { es: 'es-MX', en: 'en-US' } as const;

/** The console in a browser of its own. @param who - null: nobody is signed in */
export async function openConsole(
  browser: Browser,
  house: Pick<ConsoleHouse, 'origin' | 'cookieOf'>,
  who: Account | null,
  path: string,
  look: Look = WIDE,
): Promise<WatchedPage> {
  const cookie = who === null ? null : { ...(await house.cookieOf(who)), url: house.origin };
  const { language = 'es', ...size } = look;
  return openPage(browser, `${house.origin}/desk${path}`, { ...size, locale: LOCALES[language], cookie });
}

/** Waits until nothing is loading any more. */
export async function settle(page: Page): Promise<void> {
  await page.locator('#page, .door').first().waitFor();
  await page
    .getByText(/^(Cargando|Loading)…$/)
    .first()
    .waitFor({ state: 'detached' });
}
