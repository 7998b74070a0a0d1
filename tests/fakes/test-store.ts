/** A fresh store in a folder of its own, with a clock that only moves when told. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Address } from '../../src/core/contact.ts';
import type { Inbound, InboundContent, ParsedWebhook, StatusReport } from '../../src/core/message.ts';
import type { Snapshot, TurnResult } from '../../src/core/turn.ts';
import { openStore } from '../../src/store/store.ts';
import type { Store } from '../../src/store/store.ts';

export const START_MS = Date.UTC(2026, 10, 21, 12);

export interface TestStore extends AsyncDisposable {
  readonly store: Store;
  readonly dataDir: string;
  readonly clock: { nowMs(): number; advance(ms: number): void };
  /** Closes the store and opens the same files again, as a restart does. */
  reopen(): Promise<Store>;
}

export async function openTestStore(
  options: { readonly outboxHoldMs?: number; readonly sendTimeoutMs?: number } = {},
): Promise<TestStore> {
  const dataDir = mkdtempSync(join(tmpdir(), 'faro-store-'));
  let nowMs = START_MS;
  const clock = {
    nowMs: () => nowMs,
    advance: (ms: number) => {
      nowMs += ms;
    },
  };
  const open = (): Promise<Store> =>
    openStore({
      dataDir,
      masterKeys: [{ id: 'k1', key: Buffer.alloc(32, 1) }],
      contactKey: Buffer.alloc(32, 2),
      outboxHoldMs: options.outboxHoldMs ?? 90_000,
      sendTimeoutMs: options.sendTimeoutMs ?? 10_000,
      clock,
    });
  let store = await open();
  return {
    get store() {
      return store;
    },
    dataDir,
    clock,
    reopen: async () => {
      await store.close();
      store = await open();
      return store;
    },
    [Symbol.asyncDispose]: async () => {
      await store.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

let nextId = 0;

/** An arrival of one message; every call makes a new provider id unless one is given. */
export function messageFrom(
  from: Address,
  content: InboundContent | string,
  options: { readonly providerId?: string; readonly sentAtMs?: number } = {},
): Inbound {
  nextId += 1;
  return {
    providerId: options.providerId ?? `provider-${nextId}`,
    from,
    sentAtMs: options.sentAtMs ?? START_MS,
    content: typeof content === 'string' ? { kind: 'text', text: content } : content,
  };
}

export function webhookWith(...messages: readonly Inbound[]): ParsedWebhook {
  return { messages, statuses: [], unreadable: [], ignored: 0 };
}

export function statusWebhook(...statuses: readonly StatusReport[]): ParsedWebhook {
  return { messages: [], statuses, unreadable: [], ignored: 0 };
}

/** A turn that answers with this text and counts on. */
export function answerWith(text: string, previous: Snapshot | null = null): TurnResult {
  return {
    snapshot: {
      v: 1,
      turns: (previous?.turns ?? 0) + 1,
      lastTurnAtMs: START_MS,
      language: 'es',
      languageChosen: false,
      offered: [],
      dialogsVersion: 'test',
      dialogs: null,
    },
    reply: { kind: 'text', text },
    effects: [],
  };
}
