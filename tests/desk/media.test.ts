/** Files of people's on their way to an agent: what is shown, what is handed over, and what is not. */
import { expect, test } from 'vitest';
import { MediaError } from '../../src/core/errors.ts';
import type { MediaSource } from '../../src/core/media.ts';
import { fileSource } from '../fakes/case-parts.ts';
import { say, valueOf } from '../fakes/desk.ts';
import { openDeskHouse, quickPasswords } from './desk-house.ts';
import type { DeskAnswer, DeskHouse } from './desk-house.ts';

const MIB = 1024 * 1024;

/** Somebody sends a file, and the agent who has their case asks for it. */
async function fetchFile(house: DeskHouse, mimeType: string, fileName?: string): Promise<DeskAnswer> {
  const { agent } = house.staff;
  const id = await house.openCase(agent);
  const media = { mediaId: '1', mimeType, ...(fileName === undefined ? {} : { fileName }) };
  await say(house.house, house.personOf(id), { kind: 'document', media });
  const { messages } = valueOf(await house.house.store.desk.reading.view(agent, id));
  const message = messages.findLast(({ kind }) => kind === 'from_person');
  return house.ask('GET', `/cases/${id}/messages/${message?.id ?? ''}/media`, { cookie: await house.enter(agent) });
}

function serving(mimeType: string, bytes = Buffer.from('bytes'), length?: number | null): Promise<DeskHouse> {
  return withSource(fileSource(bytes, mimeType, length === undefined ? bytes.length : length));
}

function withSource(source: MediaSource): Promise<DeskHouse> {
  return openDeskHouse({ passwords: quickPasswords, cases: { media: { whatsapp: source } } });
}

test.each([
  ['image/jpeg', 'image/jpeg', 'inline; filename="file.jpg"'],
  ['audio/ogg; codecs=opus', 'audio/ogg', 'inline; filename="file.ogg"'],
  ['application/pdf', 'application/pdf', 'attachment; filename="file.pdf"'],
  ['video/mp4', 'video/mp4', 'attachment; filename="file.mp4"'],
])('%s comes as %s, %s', async (named, type, disposition) => {
  await using house = await serving(named);
  const { status, headers, text } = await fetchFile(house, named, 'Canaria <script>.pdf\r\nX-Header: 1');
  expect([status, text]).toStrictEqual([200, 'bytes']);
  expect(headers.get('content-type')).toBe(type);
  expect(headers.get('content-disposition')).toBe(disposition);
  expect(headers.get('cache-control')).toBe('no-store');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(JSON.stringify([...headers])).not.toMatch(/Canaria|x-header/i);
});

test.each(['text/html', 'image/svg+xml', 'application/zip', 'application/x-msdownload', 'nonsense', ''])(
  'a file of the kind "%s" is not fetched',
  async (mimeType) => {
    let fetched = 0;
    const source = fileSource(Buffer.from('bytes'), 'image/png');
    await using house = await withSource({
      fetchMedia: (media) => {
        fetched += 1;
        return source.fetchMedia(media);
      },
    });
    const refused = await fetchFile(house, mimeType);
    expect([refused.status, refused.json.error.code, fetched]).toStrictEqual([415, 'file_refused', 0]);
  },
);

test('what turns out to be something else at the provider is not passed on', async () => {
  await using house = await serving('text/html');
  const refused = await fetchFile(house, 'image/png');
  expect([refused.status, refused.json.error.code]).toStrictEqual([415, 'file_refused']);
});

test('a file that is announced as too large is refused, one that turns out so is cut off', async () => {
  await using announced = await serving('image/png', Buffer.from('x'), 16 * MIB + 1);
  const refused = await fetchFile(announced, 'image/png');
  expect([refused.status, refused.json.error.code]).toStrictEqual([413, 'file_too_large']);
  await using silent = await serving('image/png', Buffer.alloc(17 * MIB), null);
  await expect(fetchFile(silent, 'image/png')).rejects.toThrow();
});

test('the largest file that is taken comes whole', async () => {
  await using house = await serving('audio/mpeg', Buffer.alloc(16 * MIB, 'x'));
  const { status, text } = await fetchFile(house, 'audio/mpeg');
  expect([status, text.length]).toStrictEqual([200, 16 * MIB]);
});

test.each([
  ['gone', 410, 'file_gone'],
  ['unreachable', 502, 'provider_unreachable'],
] as const)('a provider that says "%s" is told in words', async (code, status, refusal) => {
  await using house = await withSource({ fetchMedia: () => Promise.reject(new MediaError(code, 'no address here')) });
  const refused = await fetchFile(house, 'image/png');
  expect([refused.status, refused.json.error.code]).toStrictEqual([status, refusal]);
  expect(refused.text).not.toContain('no address here');
});

test('a file that breaks off ends in the middle, and the desk goes on', async () => {
  const broken = new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(new Uint8Array(1_000));
      controller.error(new Error('reset'));
    },
  });
  await using house = await withSource({
    fetchMedia: () => Promise.resolve({ mimeType: 'image/png', bytes: 2_000, body: broken }),
  });
  await expect(fetchFile(house, 'image/png')).rejects.toThrow();
  expect((await house.ask('GET', '/settings', { cookie: await house.enter(house.staff.agent) })).status).toBe(200);
});

test('a message without a file, and one of somebody else, has none', async () => {
  await using house = await serving('image/png');
  const { agent } = house.staff;
  const cookie = await house.enter(agent);
  const [own, other] = [await house.openCase(agent), await house.openCase(null)];
  await say(house.house, house.personOf(other), { kind: 'image', media: { mediaId: '1', mimeType: 'image/png' } });
  const view = valueOf(await house.house.store.desk.reading.view(house.staff.supervisor, other));
  const theirs = view.messages.findLast(({ kind }) => kind === 'from_person')?.id ?? '';
  const mine = valueOf(await house.house.store.desk.reading.view(agent, own)).messages[0]?.id ?? '';
  for (const message of [mine, theirs, 'nobodys']) {
    expect((await house.ask('GET', `/cases/${own}/messages/${message}/media`, { cookie })).status).toBe(404);
  }
});
