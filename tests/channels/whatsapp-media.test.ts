/** Files that people sent on WhatsApp, fetched from the strict fake. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createWhatsAppMedia } from '../../src/channels/whatsapp/media.ts';
import type { FetchedMedia } from '../../src/core/media.ts';
import { startFakeGraph } from '../../src/dev/fake-graph.ts';
import type { FakeGraph } from '../../src/dev/fake-graph.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function openFake(): Promise<FakeGraph> {
  const graph = await startFakeGraph();
  stops.push(() => graph.stop());
  return graph;
}

function toSource(graph: Pick<FakeGraph, 'url' | 'phoneNumberId' | 'accessToken'>) {
  const { url: baseUrl, phoneNumberId, accessToken } = graph;
  return createWhatsAppMedia({ baseUrl, phoneNumberId, accessToken, graphVersion: 'v26.0' });
}

async function readAll({ body }: FetchedMedia): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return Buffer.concat(pieces);
}

test('a file comes whole, with its kind and its length', async () => {
  const graph = await openFake();
  const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251));
  graph.keepMedia('123456789', { mimeType: 'audio/ogg; codecs=opus', bytes });
  const fetched = await toSource(graph).fetchMedia({ mediaId: '123456789', mimeType: 'audio/ogg' });
  expect([fetched.mimeType, fetched.bytes]).toStrictEqual(['audio/ogg; codecs=opus', bytes.length]);
  expect((await readAll(fetched)).equals(bytes)).toBe(true);
});

test('what the practice phone sends can be looked at', async () => {
  const source = toSource(await openFake());
  const picture = await readAll(await source.fetchMedia({ mediaId: '900000000000001', mimeType: 'image/jpeg' }));
  expect(picture.subarray(1, 4).toString()).toBe('PNG');
  const sound = await readAll(await source.fetchMedia({ mediaId: '900000000000002', mimeType: 'audio/ogg' }));
  expect(sound.subarray(0, 4).toString()).toBe('RIFF');
});

test('a file that Meta does not have any more is gone, a wrong token is not', async () => {
  const graph = await openFake();
  const media = { mediaId: '55555555', mimeType: 'image/png' };
  await expect(toSource(graph).fetchMedia(media)).rejects.toMatchObject({ name: 'MediaError', code: 'gone' });
  const stranger = toSource({ ...graph, accessToken: 'another' });
  await expect(stranger.fetchMedia(media)).rejects.toMatchObject({ name: 'MediaError', code: 'unreachable' });
});

test('nobody who is not there answers', async () => {
  const graph = await openFake();
  await graph.stop();
  stops.pop();
  const wanted = toSource(graph).fetchMedia({ mediaId: '1234567', mimeType: 'image/png' });
  await expect(wanted).rejects.toMatchObject({ name: 'MediaError', code: 'unreachable' });
});

test.each([
  ['another host', (port: number) => `http://127.0.0.2:${port}/file`],
  ['another host that looks alike', () => 'https://facebook.com.example/file'],
  ['no address at all', () => 'javascript:alert(1)'],
])('the token does not go to %s', async (_name, toUrl) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const { port } = server.address() as AddressInfo; // it listens
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ url: toUrl(port) }));
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  stops.push(() => new Promise((resolve) => void server.close(() => resolve())));
  const { port } = server.address() as AddressInfo; // it listens
  const source = toSource({ url: `http://127.0.0.1:${port}`, phoneNumberId: '1', accessToken: 'x' });
  const wanted = source.fetchMedia({ mediaId: '../me?x', mimeType: 'image/png' });
  await expect(wanted).rejects.toMatchObject({ code: 'unreachable' });
  expect(asked).toStrictEqual(['/v26.0/..%2Fme%3Fx?phone_number_id=1']);
});
