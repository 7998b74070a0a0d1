/** The door: who comes in, who does not, and what those outside can learn. */
import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/core/clock.ts';
import type { DeskStore } from '../../src/desk/ports.ts';
import { cookieOf, openDeskHouse, PASSWORD, quickPasswords } from './desk-house.ts';
import type { DeskHouse } from './desk-house.ts';

const knock = (house: DeskHouse, email: string, password: string, cookie?: string) =>
  house.ask('POST', '/sign-in', { body: { email, password }, ...(cookie === undefined ? {} : { cookie }) });

test('the right password opens a sign-in, and says who one is', async () => {
  await using house = await openDeskHouse();
  const answer = await knock(house, '  Agent@Faro.Example ', PASSWORD);
  expect(answer.status).toBe(200);
  expect(answer.json).toMatchObject({
    kind: 'signed_in',
    me: { email: 'agent@faro.example', role: 'agent', duty: null },
  });
  const me = await house.ask('GET', '/me', { cookie: cookieOf(answer) });
  expect(me.json).toStrictEqual(answer.json.me);
});

test.each([
  ['on this machine', {}, /^faro=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/],
  [
    'behind TLS',
    { publicBaseUrl: 'https://faro.example.org' },
    /^__Host-faro=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
  ],
  ['in production', { production: true }, /^__Host-faro=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/],
])(
  'the cookie %s is for this host and its own pages alone, until the browser is closed',
  async (_name, options, form) => {
    await using house = await openDeskHouse(options);
    const { cookies } = await knock(house, 'agent@faro.example', PASSWORD);
    expect(cookies[0]).toMatch(form);
    for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly.*SameSite=Strict/);
  },
);

test('a wrong password, an unknown address and a disabled account are answered alike', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const gone = await house.hire('gone@faro.example', 'agent');
  const entry = { action: 'agent_changed', agent: null, subject: gone.id, detail: null } as const;
  await house.store.accounts.change(gone.id, { disabled: true }, entry);
  const answers = await Promise.all([
    knock(house, 'agent@faro.example', 'no es esta la buena'),
    knock(house, 'nobody@faro.example', PASSWORD),
    knock(house, 'gone@faro.example', PASSWORD),
  ]);
  const seen = answers.map(({ status, text, headers }) => {
    const { date: _date, ...rest } = Object.fromEntries(headers);
    return JSON.stringify({ status, text, rest });
  });
  expect(answers[0]?.status).toBe(401);
  expect(new Set(seen)).toStrictEqual(new Set([seen[0]]));
});

test.each(['agent@faro.example', 'nobody@faro.example'])(
  'a try at %s costs one look-up, one hash and one line',
  async (email) => {
    const calls: string[] = [];
    const counted = {
      ...quickPasswords,
      matches: (password: string, stored: string | null) => {
        calls.push('matches');
        return quickPasswords.matches(password, stored);
      },
    };
    await using house = await openDeskHouse({ passwords: counted, wrap: (store) => listen(store, calls) });
    expect((await knock(house, email, 'no es esta la buena')).status).toBe(401);
    expect(calls).toStrictEqual(['credentialsByEmail', 'matches', 'append']);
  },
);

/** Writes down which functions of the store are called. */
function listen(store: DeskStore, calls: string[]): DeskStore {
  const watch = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get: (target, name, receiver) => {
        const value: unknown = Reflect.get(target, name, receiver);
        if (typeof value !== 'function') return value;
        return (...parameters: unknown[]): unknown => {
          calls.push(String(name));
          return Reflect.apply(value, target, parameters);
        };
      },
    });
  return { ...store, accounts: watch(store.accounts), sessions: watch(store.sessions), audit: watch(store.audit) };
}

test('refused tries stand in the log without the address that was typed', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  await knock(house, 'agent@faro.example', 'no es esta la buena');
  await knock(house, 'curious@example.net', 'no es esta la buena');
  const [unknown, known] = await house.store.audit.page(null, 2);
  expect(known).toMatchObject({ action: 'sign_in_refused', agent: null, subject: house.staff.agent.id });
  expect(unknown).toMatchObject({ action: 'sign_in_refused', agent: null, subject: null });
  expect(JSON.stringify([unknown, known])).not.toContain('@');
});

test('a token that somebody put into the browser before is not the one after', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const planted = 'A'.repeat(43);
  const answer = await knock(house, 'agent@faro.example', PASSWORD, `faro=${planted}`);
  expect(answer.cookies[0]).not.toContain(planted);
  expect((await house.ask('GET', '/me', { cookie: `faro=${planted}` })).status).toBe(401);
});

test('signing in again ends the sign-in that the browser came with', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const first = await house.signIn(house.staff.agent);
  const second = cookieOf(await knock(house, 'agent@faro.example', PASSWORD, first));
  expect((await house.ask('GET', '/me', { cookie: first })).status).toBe(401);
  expect((await house.ask('GET', '/me', { cookie: second })).status).toBe(200);
});

test('of two cookies of our name, neither counts', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const cookie = await house.enter(house.staff.agent);
  expect((await house.ask('GET', '/me', { cookie: `${cookie}; faro=${'B'.repeat(43)}` })).status).toBe(401);
});

test('after signing out, the token opens nothing, and the browser forgets what the pages kept', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const cookie = await house.signIn(house.staff.agent);
  const answer = await house.ask('POST', '/sign-out', { cookie });
  expect(answer.status).toBe(204);
  expect(answer.cookies).toStrictEqual(['faro=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0']);
  expect(answer.headers.get('clear-site-data')).toBe('"storage"');
  expect((await house.ask('GET', '/me', { cookie })).status).toBe(401);
  expect((await house.ask('POST', '/sign-out', { cookie })).status).toBe(204);
});

test.each<[string, (house: DeskHouse, admin: string) => Promise<unknown>]>([
  ['a changed role', (house, cookie) => change(house, cookie, { role: 'editor' })],
  ['disabling', (house, cookie) => change(house, cookie, { disabled: true })],
  ['a reset', (house, cookie) => house.ask('POST', `/agents/${house.staff.agent.id}/reset`, { cookie })],
  [
    'disabling and enabling again',
    async (house, cookie) => {
      await change(house, cookie, { disabled: true });
      return change(house, cookie, { disabled: false });
    },
  ],
])('%s ends every sign-in of that agent at once', async (_name, happen) => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const cookies = [await house.signIn(house.staff.agent), await house.signIn(house.staff.agent)];
  await happen(house, await house.enter(house.staff.admin));
  for (const cookie of cookies) expect((await house.ask('GET', '/me', { cookie })).status).toBe(401);
});

function change(house: DeskHouse, cookie: string, body: unknown) {
  return house.ask('PATCH', `/agents/${house.staff.agent.id}`, { cookie, body });
}

test('a sign-in ends half an hour after its last use', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const cookie = await house.signIn(house.staff.agent);
  house.clock.advance(29 * MINUTE_MS);
  expect((await house.ask('GET', '/teams', { cookie })).status).toBe(200);
  house.clock.advance(29 * MINUTE_MS);
  expect((await house.ask('GET', '/teams', { cookie })).status).toBe(200);
  house.clock.advance(30 * MINUTE_MS);
  expect((await house.ask('GET', '/teams', { cookie })).status).toBe(401);
});

test('what the page asks by itself does not keep a sign-in alive', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const cookie = await house.signIn(house.staff.agent);
  house.clock.advance(20 * MINUTE_MS);
  expect((await house.ask('GET', '/me', { cookie })).status).toBe(200);
  house.clock.advance(20 * MINUTE_MS);
  expect((await house.ask('GET', '/me', { cookie })).status).toBe(401);
});

test('however busy, a sign-in ends after eight hours', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const cookie = await house.signIn(house.staff.agent);
  const { endsAtMs } = (await house.ask('GET', '/me', { cookie })).json;
  expect(endsAtMs).toBe(house.clock.nowMs() + 8 * HOUR_MS);
  while (house.clock.nowMs() < endsAtMs - MINUTE_MS) {
    expect((await house.ask('GET', '/teams', { cookie })).status).toBe(200);
    house.clock.advance(20 * MINUTE_MS);
  }
  expect((await house.ask('GET', '/teams', { cookie })).status).toBe(401);
});

test('a password that was handed out is good until its day, and leads to a password of one’s own', async () => {
  await using house = await openDeskHouse();
  const oneTimeUntilMs = house.clock.nowMs() + DAY_MS;
  await house.hire('new@faro.example', 'agent', { oneTimeUntilMs });
  const answer = await knock(house, 'new@faro.example', PASSWORD);
  expect(answer.json.me.duty).toBe('change_password');
  const cookie = cookieOf(answer);
  const next = 'siete faroles en la orilla';
  const changed = await house.ask('POST', '/me/password', { cookie, body: { password: PASSWORD, next } });
  expect(changed.status).toBe(204);
  expect((await house.ask('GET', '/me', { cookie: cookieOf(changed) })).json.duty).toBeNull();
  expect((await knock(house, 'new@faro.example', PASSWORD)).status).toBe(401);
  expect((await knock(house, 'new@faro.example', next)).status).toBe(200);
});

test('a password that was handed out opens nothing after its day', async () => {
  await using house = await openDeskHouse();
  await house.hire('late@faro.example', 'agent', { oneTimeUntilMs: house.clock.nowMs() + DAY_MS });
  house.clock.advance(DAY_MS);
  expect((await knock(house, 'late@faro.example', PASSWORD)).status).toBe(401);
});

test('of 300 guesses at one account, ten are evaluated in ten minutes, and nobody else is slowed down', async () => {
  let hashed = 0;
  const counted = {
    ...quickPasswords,
    matches: (password: string, stored: string | null) => {
      hashed += 1;
      return quickPasswords.matches(password, stored);
    },
  };
  await using house = await openDeskHouse({ passwords: counted });
  // Each from another address: a proxy on this machine says so.
  const guess = (index: number) =>
    house.ask('POST', '/sign-in', {
      body: { email: 'agent@faro.example', password: `intento ${index}` },
      headers: { 'x-forwarded-for': `198.51.100.${index % 250}, 203.0.113.${index % 250}` },
    });
  const answers = await Promise.all(Array.from({ length: 300 }, (_, index) => guess(index)));
  expect(hashed).toBe(10);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(290);
  // Also with the right password, so that no guesser learns which one it was.
  expect((await knock(house, 'agent@faro.example', PASSWORD)).status).toBe(429);
  expect((await knock(house, 'supervisor@faro.example', PASSWORD)).status).toBe(200);
  house.clock.advance(10 * MINUTE_MS);
  expect((await knock(house, 'agent@faro.example', PASSWORD)).status).toBe(200);
});

test('a refused try says how long to wait, for accounts that exist and for others', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  for (const email of ['agent@faro.example', 'nobody@faro.example']) {
    for (let tries = 0; tries < 10; tries += 1) await knock(house, email, 'no es esta la buena');
    house.clock.advance(MINUTE_MS);
    const answer = await knock(house, email, 'no es esta la buena');
    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('540');
    expect(answer.json.error).toMatchObject({ code: 'too_many_tries', retryAfterSeconds: 540 });
    house.clock.advance(9 * MINUTE_MS);
  }
});

test('in a browser that they have signed in from, strangers cannot keep anybody out', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const mine = await house.signIn(house.staff.agent);
  for (let tries = 0; tries < 100; tries += 1) await knock(house, 'agent@faro.example', 'no es esta la buena');
  expect((await knock(house, 'agent@faro.example', PASSWORD)).status).toBe(429);
  expect((await knock(house, 'agent@faro.example', PASSWORD, mine)).status).toBe(200);
  // The mark is good for its owner's account only.
  for (let tries = 0; tries < 10; tries += 1) await knock(house, 'editor@faro.example', 'no es esta la buena', mine);
  expect((await knock(house, 'editor@faro.example', PASSWORD, mine)).status).toBe(429);
});

test('a known browser cannot guess on for ever either', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const mine = await house.signIn(house.staff.agent);
  for (let tries = 0; tries < 10; tries += 1) await knock(house, 'agent@faro.example', 'no es esta la buena', mine);
  expect((await knock(house, 'agent@faro.example', PASSWORD, mine)).status).toBe(429);
});

test('from one address, many accounts are not tried', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  const statuses: number[] = [];
  for (let index = 0; index < 70; index += 1) {
    statuses.push((await knock(house, `staff${index}@faro.example`, 'no es esta la buena')).status);
  }
  expect(statuses.filter((status) => status === 401)).toHaveLength(60);
  expect(statuses.filter((status) => status === 429)).toHaveLength(10);
});

test('a password that changes while somebody signs in with the old one opens no sign-in that outlives it', async () => {
  let duringMatch: () => Promise<void> = () => Promise.resolve();
  const slow = {
    ...quickPasswords,
    matches: async (password: string, stored: string | null) => {
      const matches = await quickPasswords.matches(password, stored);
      await duringMatch();
      return matches;
    },
  };
  await using house = await openDeskHouse({ passwords: slow });
  const { agent, admin } = house.staff;
  duringMatch = async () => {
    const entry = { action: 'agent_reset', agent: admin.id, subject: agent.id, detail: null } as const;
    await house.store.accounts.reset(agent.id, 'quick otra', house.clock.nowMs() + DAY_MS, entry);
  };
  const answer = await knock(house, agent.email, PASSWORD);
  expect(answer.status).toBe(401);
  expect(answer.cookies).toStrictEqual([]);
});

test('nothing of what was typed is in what the service says about itself', async () => {
  await using house = await openDeskHouse({ passwords: quickPasswords });
  await knock(house, 'agent@faro.example', PASSWORD);
  await knock(house, 'curious@example.net', 'secreto de alguien');
  await house.ask('POST', '/sign-in', { body: '{"email": "broken@example.net", "password' });
  const written = JSON.stringify(house.events);
  for (const canary of ['agent@', 'curious', 'secreto', 'broken', PASSWORD]) expect(written).not.toContain(canary);
});
