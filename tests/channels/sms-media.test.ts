/** Files that people sent by MMS: from Twilio with the token, from the store that it leads to without. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createSmsMedia } from '../../src/channels/sms/media.ts';

const ACCOUNT = `AC${'0'.repeat(32)}`;
const PATH = `/2010-04-01/Accounts/${ACCOUNT}/Messages/MM${'0'.repeat(31)}2/Media/ME${'0'.repeat(31)}1`;
const BASIC = `Basic ${Buffer.from(`${ACCOUNT}:token`).toString('base64')}`;

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
}

async function openTwilio(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    asked.push({ path: request.url ?? '', authorization: request.headers.authorization });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(() => new Promise((resolve) => void server.close(() => resolve())));
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // it listens
  return { asked, source: createSmsMedia({ accountSid: ACCOUNT, authToken: 'token', baseUrl }) };
}

const media = (path: string, host = 'https://api.twilio.com') => ({
  mediaId: `${host}${path}`,
  mimeType: 'image/jpeg',
});

test('Twilio sees the token, its store does not', async () => {
  const { asked, source } = await openTwilio(({ url }, response) => {
    if (url === PATH) response.writeHead(307, { location: '/stored/file?Signature=1' }).end();
    else response.writeHead(200, { 'content-type': 'image/jpeg', 'content-length': '3' }).end('abc');
  });
  const { mimeType, bytes, body } = await source.fetchMedia(media(PATH));
  expect([mimeType, bytes, await new Response(body).text()]).toStrictEqual(['image/jpeg', 3, 'abc']);
  expect(asked).toStrictEqual([
    { path: PATH, authorization: BASIC },
    { path: '/stored/file?Signature=1', authorization: undefined },
  ]);
});

test.each([
  ['of another account', media(PATH.replace('AC0', 'AC1'))],
  ['of another resource', media(`/2010-04-01/Accounts/${ACCOUNT}/Messages.json`)],
  ['that is no address', { mediaId: 'ME1', mimeType: 'image/jpeg' }],
])('an address %s is not asked', async (_name, wanted) => {
  const { asked, source } = await openTwilio((_request, response) => void response.end());
  await expect(source.fetchMedia(wanted)).rejects.toMatchObject({ name: 'MediaError', code: 'gone' });
  expect(asked).toStrictEqual([]);
});

test('whatever host a webhook names, Twilio is asked', async () => {
  const { asked, source } = await openTwilio((_request, response) => void response.writeHead(200).end('abc'));
  await source.fetchMedia(media(PATH, 'https://elsewhere.example'));
  expect(asked).toHaveLength(1);
});

test.each([
  'https://elsewhere.example/file',
  'http://mms.twiliocdn.com/file',
  'https://twiliocdn.com.example/x',
  'file:///etc/passwd',
])('a lead to %s is not followed', async (location) => {
  const { asked, source } = await openTwilio((_request, response) => void response.writeHead(302, { location }).end());
  await expect(source.fetchMedia(media(PATH))).rejects.toMatchObject({ code: 'unreachable' });
  expect(asked).toHaveLength(1);
});

test('a lead in circles ends', async () => {
  const { asked, source } = await openTwilio(
    (_request, response) => void response.writeHead(302, { location: '/again' }).end(),
  );
  await expect(source.fetchMedia(media(PATH))).rejects.toMatchObject({ code: 'unreachable' });
  expect(asked.length).toBeLessThan(6);
});

test('a deleted file is gone', async () => {
  const { source } = await openTwilio((_request, response) => void response.writeHead(404).end());
  await expect(source.fetchMedia(media(PATH))).rejects.toMatchObject({ code: 'gone' });
});
