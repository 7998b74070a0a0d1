/** The desk on a port of this machine, with one person for each role, and a visitor who speaks as a browser does. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Address } from '../../src/core/contact.ts';
import { ROLES } from '../../src/core/desk.ts';
import type { Role } from '../../src/core/desk.ts';
import type { CaseId, TeamId } from '../../src/core/ids.ts';
import type { Account } from '../../src/core/staff.ts';
import type { FaroEvent } from '../../src/core/telemetry.ts';
import type { CaseDeskParts } from '../../src/desk/case-parts.ts';
import { createCookieJar } from '../../src/desk/cookies.ts';
import { createDesk } from '../../src/desk/desk.ts';
import { createPasswords } from '../../src/desk/password.ts';
import type { Passwords } from '../../src/desk/password.ts';
import type { DeskStore } from '../../src/desk/ports.ts';
import { createSessions } from '../../src/desk/sessions.ts';
import { createCaseParts } from '../fakes/case-parts.ts';
import { askForHuman } from '../fakes/desk.ts';
import { openTestStore } from '../fakes/test-store.ts';
import type { TestStore } from '../fakes/test-store.ts';

/** Everybody's, in the tests. */
export const PASSWORD = 'una frase larga de prueba';
const realPasswords = createPasswords();
const realHash = realPasswords.hash(PASSWORD);

let people = 0;

/** For tests that ask a hundred times and do not look at how passwords are kept. */
export const quickPasswords: Passwords = {
  hash: (password) => Promise.resolve(`quick ${password}`),
  matches: async (password, stored) =>
    stored === `quick ${password}` || (password === PASSWORD && stored === (await realHash)),
};

export interface DeskAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The bytes as they came. */
  readonly text: string;
  /** Whatever JSON came; null when none did. */
  // oxlint-disable-next-line typescript/no-explicit-any -- tests look into answers of many shapes, and fail where they are others
  readonly json: any;
  readonly cookies: readonly string[];
}

export interface Asking {
  readonly cookie?: string;
  readonly body?: unknown;
  /** Null leaves one out. */
  readonly headers?: Readonly<Record<string, string | null>>;
}

export interface DeskHouse extends AsyncDisposable {
  readonly store: DeskStore;
  /** The whole store under it. */
  readonly house: TestStore;
  readonly clock: TestStore['clock'];
  /** For example `http://localhost:3000`. */
  readonly origin: string;
  readonly events: readonly FaroEvent[];
  readonly staff: Readonly<Record<Role, Account>>;
  hire(email: string, role: Role, more?: { readonly oneTimeUntilMs?: number | null }): Promise<Account>;
  /** @param path - under `/desk/api` */
  ask(method: string, path: string, asking?: Asking): Promise<DeskAnswer>;
  /** Somebody who never wrote before asks for a person. @param owner - who takes the case; null: nobody yet */
  openCase(owner: Account | null): Promise<CaseId>;
  /** Whose case it is that {@link openCase} opened. */
  personOf(id: string): Address;
  /** A sign-in without its ceremony. @returns what the browser sends from then on */
  enter(who: Account): Promise<string>;
  /** Signs in with the password. @returns what the browser sends from then on */
  signIn(who: Pick<Account, 'email'>): Promise<string>;
}

export interface DeskHouseOptions {
  readonly production?: boolean;
  readonly publicBaseUrl?: string | null;
  /** Put between the desk and its store. */
  readonly wrap?: (store: DeskStore) => DeskStore;
  readonly passwords?: Passwords;
  /** What the routes about cases work with, besides the store. */
  readonly cases?: Partial<CaseDeskParts>;
}

export async function openDeskHouse(options: DeskHouseOptions = {}): Promise<DeskHouse> {
  const house = await openTestStore();
  const { clock } = house;
  const { desk } = house.store;
  const persons = new Map<string, Address>();
  const store = options.wrap?.(desk) ?? desk;
  const events: FaroEvent[] = [];
  const app = express();
  app.use(
    '/desk',
    createDesk({
      store,
      cases: createCaseParts(desk, options.cases),
      passwords: options.passwords ?? realPasswords,
      publicBaseUrl: options.publicBaseUrl ?? null,
      production: options.production ?? false,
      key: Buffer.alloc(32, 2),
      clock,
      telemetry: { record: (event) => void events.push(event) },
      pages: null,
    }),
  );
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`; // a TCP server that listens has one

  const secure = options.production === true || options.publicBaseUrl?.startsWith('https:') === true;
  const cookies = createCookieJar(secure);
  const sessions = createSessions({ store: desk, cookies, nowMs: () => clock.nowMs() });

  const hire: DeskHouse['hire'] = async (email, role, more = {}) => {
    const made = await desk.accounts.create(
      {
        email,
        name: `nombre-${email.split('@')[0]}`,
        role,
        team: 'default' as TeamId,
        languages: ['es'],
        passwordHash: await realHash,
        oneTimeUntilMs: more.oneTimeUntilMs ?? null,
      },
      { action: 'agent_created', agent: null, subject: null, detail: null },
    );
    if (made.kind !== 'created') throw new Error(made.kind);
    return made.account;
  };
  const staff = Object.fromEntries(
    await Promise.all(ROLES.map(async (role) => [role, await hire(`${role}@faro.example`, role)] as const)),
  ) as Record<Role, Account>; // one for each

  const ask: DeskHouse['ask'] = async (method, path, asking = {}) => {
    const headers: Record<string, string | null> = {
      origin: options.publicBaseUrl ?? origin,
      'sec-fetch-site': 'same-origin',
      ...(asking.cookie === undefined ? {} : { cookie: asking.cookie }),
      ...(asking.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...asking.headers,
    };
    const response = await fetch(`${origin}/desk/api${path}`, {
      method,
      headers: Object.entries(headers).filter((header): header is [string, string] => header[1] !== null),
      ...(asking.body === undefined
        ? {}
        : { body: typeof asking.body === 'string' ? asking.body : JSON.stringify(asking.body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : null,
      cookies: response.headers.getSetCookie(),
    };
  };

  return {
    store,
    house,
    clock,
    origin,
    events,
    staff,
    hire,
    ask,
    openCase: async (owner) => {
      people += 1;
      const person: Address = { channel: 'whatsapp', userId: `HN.${8_100_000_000_000_000_000n + BigInt(people)}` };
      const id = await askForHuman(house, person);
      persons.set(id, person);
      if (owner !== null) await desk.claims.claim(owner, id);
      return id;
    },
    personOf: (id) => {
      const person = persons.get(id);
      if (person === undefined) throw new Error('Expected a case that was opened here.');
      return person;
    },
    enter: async (account) => {
      const passwordHash = await realHash;
      return (await sessions.open({ account, passwordHash }, 'signed_in', null, null)).split(';')[0] ?? '';
    },
    signIn: async ({ email }) => {
      const answer = await ask('POST', '/sign-in', { body: { email, password: PASSWORD } });
      if (answer.status !== 200) throw new Error(`sign-in: ${answer.status}`);
      return cookieOf(answer);
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await house[Symbol.asyncDispose]();
    },
  };
}

/** A part of the store with some functions of its own. */
export function override<Part extends object>(part: Part, own: Partial<Part>): Part {
  return new Proxy(part, {
    get: (target, name) => {
      const value: unknown = Reflect.get(name in own ? own : target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** What the browser sends back: of each cookie, name and value. */
export function cookieOf({ cookies }: Pick<DeskAnswer, 'cookies'>): string {
  return cookies.map((cookie) => cookie.split(';')[0]).join('; ');
}
