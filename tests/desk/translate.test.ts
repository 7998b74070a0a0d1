/** Asking for a translation: what leaves the house, and what comes of a server that does not answer as it should. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { createTranslate } from '../../src/desk/translate.ts';
import type { Translate } from '../../src/desk/translate.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

type Answer = (sent: { readonly q: string }, request: IncomingMessage, response: ServerResponse) => void;

async function openServer(answer: Answer): Promise<{ translate: Translate; sent: unknown[] }> {
  const sent: unknown[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (piece: Buffer) => (body += piece.toString()));
    request.on('end', () => {
      const parsed = JSON.parse(body) as { q: string };
      sent.push(parsed);
      answer(parsed, request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(
    () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens
  return { sent, translate: createTranslate({ baseUrl, apiKey: 'key', timeoutMs: 500 }) };
}

const echo: Answer = ({ q }, _request, response) =>
  void response.end(JSON.stringify({ translatedText: q.toUpperCase() }));
const wanted = (text: string) => ({ text, from: 'es', to: 'en' }) as const;

test('a text comes back in the other language', async () => {
  const { translate, sent } = await openServer(echo);
  expect(await translate(wanted('¿dónde puedo dormir?'))).toBe('¿DÓNDE PUEDO DORMIR?');
  expect(sent).toStrictEqual([
    { q: '¿dónde puedo dormir?', source: 'es', target: 'en', format: 'text', api_key: 'key' },
  ]);
});

test.each([
  ['llame al +1 202 555 0101 hoy', 'llame al [1] hoy'],
  ['mi A-number es 212-555-013', 'mi A-number es [1]'],
  ['nací el 12/03 y cuesta 800 dólares', 'nací el 12/03 y cuesta 800 dólares'],
  ['escriba a ana.perez@correo.example o https://ejemplo.example/x?y=1 ya', 'escriba a [2] o [1] ya'],
  ['me llamo María José Pérez y busco a mi hijo', 'me llamo [1] y busco a mi hijo'],
  ['mwen rele Jean Baptiste', 'mwen rele [1]'],
  ["je m'appelle Nadège", "je m'appelle [1]"],
])('what tells who wrote stays here: %s', async (text, covered) => {
  const { translate, sent } = await openServer(
    ({ q }, _request, response) => void response.end(JSON.stringify({ translatedText: q })),
  );
  expect(await translate(wanted(text))).toBe(text);
  expect(sent).toMatchObject([{ q: covered }]);
});

test('no telephone number leaves, however it is written, and none is lost', async () => {
  const { translate, sent } = await openServer(
    ({ q }, _request, response) => void response.end(JSON.stringify({ translatedText: q })),
  );
  const number = fc
    .tuple(fc.integer({ min: 0, max: 99 }), fc.constantFrom('', ' ', '-', '.', ' - ', ') '), fc.boolean())
    .map(([last, gap, plus]) => {
      const digits = `1202555${String(100 + last).padStart(4, '0')}`;
      return `${plus ? '+' : ''}${[digits.slice(0, 1), digits.slice(1, 4), digits.slice(4, 7), digits.slice(7)].join(gap)}`;
    });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(fc.string(), number), { maxLength: 4 }), fc.string(), async (parts, end) => {
      const text = parts.map(([words, digits]) => `${words} ${digits} `).join('') + end;
      const back = (await translate(wanted(text))) ?? '';
      for (const [, digits] of parts) expect(back).toContain(digits);
      expect(JSON.stringify(sent.at(-1)).replaceAll(/\D/g, '')).not.toMatch(/1202555/);
    }),
    { numRuns: 60 },
  );
});

test('what the server loses stands at the end, and what a person wrote in brackets is not taken for ours', async () => {
  const { translate } = await openServer(
    (_sent, _request, response) => void response.end(JSON.stringify({ translatedText: 'call' })),
  );
  expect(await translate(wanted('llame al 202-555-0101'))).toBe('call (202-555-0101)');
  const { translate: same, sent } = await openServer(
    ({ q }, _request, response) => void response.end(JSON.stringify({ translatedText: q })),
  );
  expect(await same(wanted('vea [1] y 202-555-0101'))).toBe('vea [ 1] y 202-555-0101');
  expect(sent).toMatchObject([{ q: 'vea [ 1] y [1]' }]);
});

test.each<[string, Answer]>([
  ['that refuses', (_sent, _request, response) => void response.writeHead(403).end('{"error":"no key"}')],
  ['that speaks another protocol', (_sent, _request, response) => void response.end('<html>')],
  ['that answers with something else', (_sent, _request, response) => void response.end('{"translatedText":[1]}')],
  ['that leads elsewhere', (_sent, _request, response) => void response.writeHead(302, { location: '/x' }).end()],
  ['that never answers', () => undefined],
  ['that cuts the line', (_sent, request) => void request.socket.destroy()],
  [
    'that answers without end',
    (_sent, _request, response) => void response.end(JSON.stringify({ translatedText: 'x'.repeat(300_000) })),
  ],
])('of a server %s nothing comes', async (_name, answer) => {
  const { translate } = await openServer(answer);
  expect(await translate(wanted('hola'))).toBeNull();
});
