import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startBotThread } from '../../../src/bot/thread/start-bot-thread.ts';
import type { BotThread } from '../../../src/bot/thread/start-bot-thread.ts';
import { ContentError } from '../../../src/core/errors.ts';
import type { TurnMessage } from '../../../src/core/turn.ts';

const CONTENT = fileURLToPath(new URL('../../../content', import.meta.url));
const MOODY = new URL('../../fakes/threads/moody-thread.ts', import.meta.url);

function saying(text: string): TurnMessage {
  return {
    channel: 'whatsapp',
    content: { kind: 'text', text },
    nowMs: Date.UTC(2026, 10, 22),
    contact: {
      knownSinceMs: 0,
      chosenLanguage: null,
      caseWaiting: false,
      withAgent: false,
      caseKept: null,
      waitingBefore: 0,
      optedOut: false,
      hidden: false,
      mayBeAlerted: true,
      alerts: [],
      corrections: false,
    },
  };
}

let lost: string[] = [];
let threads: BotThread[] = [];

async function start(parts: { readonly entry?: URL; readonly contentDir?: string } = {}): Promise<BotThread> {
  const thread = await startBotThread({
    contentDir: CONTENT,
    sms: { transliterate: true },
    onRestart: () => {},
    onLost: (reason) => lost.push(reason),
    ...parts,
  });
  threads.push(thread);
  return thread;
}

beforeEach(() => {
  lost = [];
});

afterEach(async () => {
  for (const thread of threads) await thread.stop();
  threads = [];
});

describe('the bot in its thread', () => {
  test('answers, goes on from a snapshot, and knows of the team what it was told', async () => {
    const bot = await start();
    const first = await bot.turn(null, saying('¿Qué pasó con CBP One?'));
    expect(JSON.stringify(first.reply)).toMatch(/CBP One/);
    const second = await bot.turn(first.snapshot, saying('quiero hablar con una persona'));
    expect(second.snapshot.turns).toBe(2);
    expect(second.effects.map(({ kind }) => kind)).toContain('open_case');
  });
});

describe('content that cannot be served', () => {
  test('keeps the bot from starting, and says why', async () => {
    const contentDir = join(mkdtempSync(join(tmpdir(), 'faro-content-')), 'content');
    cpSync(CONTENT, contentDir, { recursive: true });
    rmSync(join(contentDir, 'intents', 'pt.yaml'));
    await expect(start({ contentDir })).rejects.toThrow(ContentError);
    expect(lost).toEqual([]);
  });
});

describe('a thread of the bot that is lost', () => {
  test('takes the turns under way with it, and another takes the next ones', async () => {
    const bot = await start({ entry: MOODY });
    const { snapshot: before } = await bot.turn(null, saying('hola'));
    await expect(bot.turn(null, saying('end'))).rejects.toThrow('The thread of the bot was lost.');
    const { snapshot: after } = await bot.turn(null, saying('hola'));
    expect(after).not.toEqual(before);
    expect(lost).toEqual(['ended']);
  });

  test('is given up when a turn does not come to an end', async () => {
    const bot = await start({ entry: MOODY });
    await expect(bot.turn(null, saying('never come back'))).rejects.toThrow('The thread of the bot was lost.');
    await bot.turn(null, saying('hola'));
    expect(lost).toEqual(['stuck']);
  });

  test('is not one that says that a turn failed', async () => {
    const bot = await start({ entry: MOODY });
    await expect(bot.turn(null, saying('fail'))).rejects.toThrow(RangeError);
    expect(lost).toEqual([]);
  });

  test('keeps nobody waiting after the stop', async () => {
    const bot = await start({ entry: MOODY });
    await bot.stop();
    await expect(bot.turn(null, saying('hola'))).rejects.toThrow('No thread of the bot takes turns now.');
    expect(lost).toEqual([]);
  });
});
