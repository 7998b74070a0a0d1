/** Whatever arrives, parsing never throws, and what is good in a batch comes out of it. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseWhatsAppWebhook } from '../../src/channels/whatsapp/parse.ts';
import type { ParsedWebhook } from '../../src/core/message.ts';
import {
  listWebhookFiles,
  PHONE_NUMBER_ID,
  readWebhookFile,
  textMessage,
  valueOf,
  webhookOf,
} from './whatsapp-webhooks.ts';

const SLOW_MS = 60_000;

function parse(body: unknown): ParsedWebhook {
  return parseWhatsAppWebhook(body, PHONE_NUMBER_ID);
}

function deep(depth: number): unknown {
  return JSON.parse('['.repeat(depth) + ']'.repeat(depth));
}

/** Values that have broken parsers before. Strings of JSON, so that `__proto__` arrives as a key of its own. */
const HOSTILE: readonly unknown[] = [
  null,
  true,
  -0,
  Number.NaN,
  Number.MAX_SAFE_INTEGER + 2,
  1e308,
  '',
  'NaN',
  '\u0000',
  '\ud800',
  '0x10',
  '1'.repeat(400),
  'a'.repeat(1_000_000),
  '🙏'.repeat(5_000),
  [],
  {},
  [[[]]],
  Array.from({ length: 10_000 }, () => null),
  deep(1_000_000),
  JSON.parse('{"__proto__":{"type":"text","text":{"body":"x"},"id":"wamid.proto","timestamp":"1793620800"}}'),
  JSON.parse('{"constructor":{"prototype":{"polluted":true}},"toString":null,"valueOf":7,"length":-1}'),
  JSON.parse('{"then":{},"toJSON":{},"type":"text","text":{"body":{"toString":"x"}}}'),
];

const hostileValue = fc.oneof(fc.constantFrom(...HOSTILE), fc.jsonValue({ maxDepth: 3 }));

/** A place in some JSON, found by always taking one of the branches. */
const path = fc.array(fc.nat(20), { minLength: 1, maxLength: 8 });

type Change = { readonly kind: 'replace' | 'remove' | 'wrap'; readonly path: readonly number[]; readonly by: unknown };

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('replace', 'remove', 'wrap'),
  path,
  by: hostileValue,
});

/** The same JSON with one place in it replaced, removed or wrapped in a list. Shares what did not change. */
function mutate(json: unknown, { kind, path: [branch, ...rest], by }: Change): unknown {
  if (typeof json !== 'object' || json === null) return by;
  const keys = Object.keys(json);
  const key = keys[(branch ?? 0) % Math.max(keys.length, 1)];
  if (key === undefined) return by;
  const entries = Object.entries(json).flatMap(([name, child]: [string, unknown]) => {
    if (name !== key) return [[name, child] as const];
    if (rest.length > 0 && typeof child === 'object' && child !== null) {
      return [[name, mutate(child, { kind, path: rest, by })] as const];
    }
    if (kind === 'remove') return [];
    return [[name, kind === 'wrap' ? [child] : by] as const];
  });
  return Array.isArray(json) ? entries.map(([, child]) => child) : Object.fromEntries(entries);
}

const files = listWebhookFiles().map(readWebhookFile);
const messages = files.flatMap((file) => file.entry.flatMap((entry) => entry.changes.flatMap(messagesOf)));

function messagesOf(changeOfFile: unknown): readonly unknown[] {
  const { value } = changeOfFile as { value: { messages?: unknown[] } }; // our own files
  return value.messages ?? [];
}

describe('parsing', () => {
  it(
    'never throws for 20,000 arbitrary JSON bodies',
    () => {
      fc.assert(
        fc.property(fc.oneof(fc.jsonValue({ maxDepth: 6 }), hostileValue), (body) => {
          const parsed = parse(body);
          expect(parsed.messages).toEqual([]);
        }),
        { numRuns: 20_000 },
      );
    },
    SLOW_MS,
  );

  it(
    'never throws for 20,000 captured webhooks with something changed, and keeps the good entry behind them',
    () => {
      const good = { id: '1', changes: [{ field: 'messages', value: valueOf([textMessage(1), textMessage(2)]) }] };
      fc.assert(
        fc.property(fc.constantFrom(...files), fc.array(change, { minLength: 1, maxLength: 3 }), (file, changes) => {
          const entry = [...file.entry.map((one) => changes.reduce<unknown>(mutate, one)), good];
          const parsed = parse({ ...file, entry });
          expect(parsed.messages.slice(-2).map(({ providerId }) => providerId)).toEqual(['wamid.1', 'wamid.2']);
          expectSound(parsed);
        }),
        { numRuns: 20_000 },
      );
    },
    SLOW_MS,
  );

  it(
    'never throws for 20,000 messages with something changed, and every good message beside them comes out',
    () => {
      fc.assert(
        fc.property(
          fc.array(fc.tuple(fc.constantFrom(...messages), fc.array(change, { minLength: 1, maxLength: 3 })), {
            minLength: 1,
            maxLength: 2,
          }),
          (poisoned) => {
            const batch = poisoned.flatMap(([message, changes], n) => [
              textMessage(2 * n),
              changes.reduce<unknown>(mutate, message),
              textMessage(2 * n + 1),
            ]);
            const parsed = parse(webhookOf(batch));
            const ids = new Set(parsed.messages.map(({ providerId }) => providerId));
            for (let n = 0; n < 2 * poisoned.length; n += 1) expect(ids).toContain(`wamid.${n}`);
            // Nothing vanishes: each is a message or is kept aside.
            expect(parsed.messages.length + parsed.unreadable.length).toBe(batch.length);
            expectSound(parsed);
          },
        ),
        { numRuns: 20_000 },
      );
    },
    SLOW_MS,
  );

  it(
    'reads 999 and keeps one aside from batches of 1,000 with a poison item at a random place',
    () => {
      const poison: readonly unknown[] = [
        null,
        {},
        [],
        'x',
        { ...textMessage(0), text: null },
        { id: deep(1_000_000) },
      ];
      const good = Array.from({ length: 999 }, (_, n) => textMessage(n));
      fc.assert(
        fc.property(fc.nat(999), fc.constantFrom(...poison), (at, item) => {
          const parsed = parse(webhookOf([...good.slice(0, at), item, ...good.slice(at)]));
          expect(parsed.messages.map(({ providerId }) => providerId)).toEqual(good.map(({ id }) => id));
          expect(parsed.unreadable).toHaveLength(1);
          expect(parsed.unreadable[0]?.raw).toBe(item);
        }),
        { numRuns: 200 },
      );
    },
    SLOW_MS,
  );

  it('survives depth and size wherever they are put', () => {
    const endless = deep(1_000_000);
    const huge = 'a'.repeat(3_000_000);
    for (const odd of [endless, huge]) {
      for (const body of [odd, { entry: odd }, { entry: [odd] }, { entry: [{ changes: odd }] }, webhookOf([odd])]) {
        expect(parse(body).messages).toEqual([]);
      }
      const wrapped = webhookOf([
        textMessage(1),
        { ...textMessage(2), context: odd, referral: odd, text: { body: odd } },
      ]);
      expect(parse(wrapped).messages[0]?.providerId).toBe('wamid.1');
    }
  });

  it('takes nothing from a key named __proto__ and changes no prototype', () => {
    const text = JSON.stringify(textMessage(1));
    const parsed = parse(
      JSON.parse(`{"entry":[{"changes":[{"field":"messages","value":{"metadata":
      {"phone_number_id":"${PHONE_NUMBER_ID}"},"messages":[{"__proto__":${text}},${text}]}}]}]}`),
    );
    expect(parsed.messages).toHaveLength(1);
    expect(parsed.unreadable).toEqual([expect.objectContaining({ reason: 'no_id' })]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('gives reasons that are codes, whatever the item says', () => {
    fc.assert(
      fc.property(fc.constantFrom(...messages), change, (message, one) => {
        for (const { reason } of parse(webhookOf([mutate(message, one)])).unreadable) {
          expect(reason).toMatch(/^[a-z_]{1,40}$/);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

/** What every result promises, whatever came in. */
function expectSound({ messages, statuses, unreadable }: ParsedWebhook): void {
  for (const message of messages) {
    if (message.providerId === '' || !Number.isSafeInteger(message.sentAtMs)) throw new Error('unsound message');
    if (message.content.kind === 'text' && message.content.text.length > 4_096) throw new Error('text too long');
    if (JSON.stringify(message).length > 100_000) throw new Error('message too big');
  }
  for (const status of statuses) {
    if (status.providerId === '' || !Number.isSafeInteger(status.atMs)) throw new Error('unsound status');
  }
  for (const { reason } of unreadable) {
    if (reason === 'reader_failed') throw new Error('a reader failed by accident');
  }
}
