/** Files that people "sent": a picture and a sound that are made up here, or what a test keeps. */
import { deflateSync, crc32 } from 'node:zlib';
import { jsonAnswer } from '../provider-server.ts';
import type { Answer, ProviderRequest } from '../provider-server.ts';

export interface FakeMedia {
  readonly mimeType: string;
  readonly bytes: Buffer;
}

export interface GraphMedia {
  /** Null when the request is about no file. */
  answer(request: ProviderRequest): Answer | null;
  keepMedia(mediaId: string, media: FakeMedia): void;
}

/** What people send unless a test says otherwise. */
export const PRACTICE_MEDIA = { picture: '900000000000001', sound: '900000000000002' } as const;

const ID_PATH = /^\/v\d+\.\d+\/([0-9]{6,30})$/;
const FILE_PATH = /^\/whatsapp_business\/attachments\/([0-9]{6,30})$/;

export function createGraphMedia(): GraphMedia {
  const kept = new Map<string, FakeMedia>([
    [PRACTICE_MEDIA.picture, { mimeType: 'image/png', bytes: drawPicture() }],
    [PRACTICE_MEDIA.sound, { mimeType: 'audio/wav', bytes: makeSound() }],
  ]);

  const describe = (id: string, { host }: ProviderRequest['headers']): Answer => {
    const media = kept.get(id);
    if (media === undefined) {
      return jsonAnswer(400, { error: { message: 'Unsupported get request.', code: 100, error_subcode: 33 } });
    }
    return jsonAnswer(200, {
      messaging_product: 'whatsapp',
      url: `http://${host ?? ''}/whatsapp_business/attachments/${id}`,
      mime_type: media.mimeType,
      file_size: media.bytes.length,
      id,
    });
  };

  const give = (id: string): Answer => {
    const media = kept.get(id);
    if (media === undefined) return { kind: 'full', status: 404, body: '' };
    return { kind: 'full', status: 200, body: media.bytes, headers: { 'content-type': media.mimeType } };
  };

  return {
    answer(request) {
      if (request.method !== 'GET') return null;
      const id = ID_PATH.exec(request.path)?.[1];
      if (id !== undefined) return describe(id, request.headers);
      const file = FILE_PATH.exec(request.path)?.[1];
      return file === undefined ? null : give(file);
    },
    keepMedia: (mediaId, media) => void kept.set(mediaId, media),
  };
}

/** An amber square of 64 pixels as PNG. */
function drawPicture(): Buffer {
  const size = 64;
  const row = Buffer.concat([Buffer.of(0), Buffer.alloc(size * 3, Buffer.of(0xf2, 0xa9, 0x3b))]);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 2, 0, 0, 0], 8); // 8 bits, red green blue
  const pixels = deflateSync(Buffer.concat(Array.from({ length: size }, () => row)));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    toChunk('IHDR', header),
    toChunk('IDAT', pixels),
    toChunk('IEND', Buffer.alloc(0)),
  ]);
}

function toChunk(type: string, content: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), content]);
  const length = Buffer.alloc(4);
  const sum = Buffer.alloc(4);
  length.writeUInt32BE(content.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** Half a second of a soft tone as WAV, 8 bits, 8,000 samples a second. */
function makeSound(): Buffer {
  const rate = 8_000;
  const samples = Buffer.from(
    Array.from({ length: rate / 2 }, (_, index) => 128 + Math.round(40 * Math.sin((2 * Math.PI * 440 * index) / rate))),
  );
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20); // not compressed
  header.writeUInt16LE(1, 22); // one channel
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}
