import { expect, test } from 'vitest';
import { StoreError } from '../../src/core/errors.ts';
import { silentTelemetry } from '../../src/core/telemetry.ts';
import type { Receipt } from '../../src/store/inbox.ts';
import type { Store } from '../../src/store/store.ts';
import { createIntake } from '../../src/web/intake.ts';
import { messageFrom, webhookWith } from '../fakes/test-store.ts';

const PERSON = { channel: 'whatsapp', userId: 'US.8700001' } as const;
const RECEIPT: Receipt = { accepted: 0, duplicates: 0, statuses: 0 };

/** A store that never answers until it is told to. */
function hangingStore() {
  const waiting: ((receipt: Receipt) => void)[] = [];
  const receive = (): Promise<Receipt> => new Promise((resolve) => waiting.push(resolve));
  const store = { inbox: { receive } } as unknown as Pick<Store, 'inbox'>; // intake asks for nothing else
  return { store, waiting, answer: () => waiting.splice(0).forEach((resolve) => resolve(RECEIPT)) };
}

test('while the database hangs, only so many webhooks wait in memory; others are told to come again at once', async () => {
  const { store, waiting, answer } = hangingStore();
  const intake = createIntake({ store, telemetry: silentTelemetry, onArrival: () => {} });
  const bring = (): Promise<void> => intake.store('whatsapp', webhookWith(messageFrom(PERSON, 'hola')), 0);
  const held = Array.from({ length: 5_000 }, bring);
  expect(waiting).toHaveLength(5_000);
  const crowded = await bring().catch((error: unknown) => error);
  expect(crowded).toBeInstanceOf(StoreError);
  expect(crowded).toMatchObject({ code: 'crowded' });
  answer();
  await Promise.all(held);
  const next = bring();
  answer();
  await expect(next).resolves.toBeUndefined();
});

test('one webhook with more than that is taken when nothing else waits', async () => {
  const { store, answer } = hangingStore();
  const intake = createIntake({ store, telemetry: silentTelemetry, onArrival: () => {} });
  const messages = Array.from({ length: 20_000 }, () => messageFrom(PERSON, 'hola'));
  const stored = intake.store('whatsapp', webhookWith(...messages), 0);
  answer();
  await expect(stored).resolves.toBeUndefined();
});
