/** The desk in the whole service: mounted, with its first administrator, and silent about people. */
import { expect, test } from 'vitest';
import { findCanaries } from '../fakes/canaries.ts';
import { startTestService } from '../journey/running-service.ts';

const EMAIL = 'jefa.canaria@faro.example';
const PASSWORD = 'canarios amarillos al amanecer';

test(
  'the administrator of the environment signs in, makes an account and reads nothing of it in any log line',
  { timeout: 30_000 },
  async () => {
    await using service = await startTestService({ DESK_ADMIN_EMAIL: EMAIL, DESK_ADMIN_PASSWORD: PASSWORD });
    const headers = { origin: service.url, 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' };
    const post = (path: string, body: unknown, cookie = '') =>
      fetch(`${service.url}/desk/api${path}`, {
        method: 'POST',
        headers: { ...headers, cookie },
        body: JSON.stringify(body),
      });
    await post('/sign-in', { email: EMAIL, password: 'canarios verdes al amanecer' });
    const entered = await post('/sign-in', { email: EMAIL, password: PASSWORD });
    expect(entered.status).toBe(200);
    const cookie = entered.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ');
    const wanted = {
      email: 'canaria2@faro.example',
      name: 'Canaria',
      role: 'agent',
      team: 'default',
      languages: ['es'],
    };
    const made = await post('/agents', wanted, cookie);
    expect(made.status).toBe(201);
    const { oneTimePassword } = (await made.json()) as { oneTimePassword: string }; // see core/desk-api.ts
    await post('/agents', { ...wanted, name: 'x'.repeat(1_000) }, cookie);
    const token = /faro=([\w-]{43})/.exec(cookie)?.[1] ?? '';
    const canaries = [EMAIL, PASSWORD, 'canarios verdes', 'canaria2', 'Canaria', oneTimePassword, token];
    expect(canaries.every((one) => one !== '')).toBe(true);
    const metrics = await (await fetch(`${service.url}/metrics`)).text();
    expect(findCanaries(service.log.join('\n') + metrics, canaries)).toStrictEqual([]);
    expect(service.log.join('\n')).toContain('"event":"desk_sign_in","outcome":"signed_in"');
    expect(metrics).toContain('faro_desk_sign_ins_total{outcome="wrong_credentials"} 1');
  },
);

test('the front page leads to the desk', { timeout: 30_000 }, async () => {
  await using service = await startTestService();
  expect(await (await fetch(service.url)).text()).toContain('<a href="/desk">');
});
