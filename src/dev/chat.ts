/**
 * `npm run chat`: talk to the bot in the terminal. Starts the whole service with an empty database of its own, on a free
 * port, with stand-ins for the providers; nothing leaves this machine, and nothing is kept.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CHANNELS } from '../core/contact.ts';
import type { ChannelName } from '../core/contact.ts';
import { isLanguage, LANGUAGES } from '../core/language.ts';
import type { Language } from '../core/language.ts';
import { startService } from '../main.ts';
import { toScript } from './chat-script.ts';
import { ChatError, startChatSession } from './chat-session.ts';
import { talk } from './chat-talk.ts';

const HELP = `Talk to the bot in the terminal.

  npm run chat -- [--channel whatsapp|sms] [--language ${LANGUAGES.join('|')}] [--save FILE] [--wait SECONDS]

  --channel   which phone to use; whatsapp by default
  --language  says hello in this language first
  --save      writes the conversation down, in the shape of tests/conversations
  --wait      how long an answer may take; 5 seconds by default

Type a number to tap what it stands for. Lines can also be piped in. Ctrl+D ends.
`;

const HELLO = { es: 'Hola', en: 'Hello', pt: 'Olá', fr: 'Bonjour', ht: 'Bonjou' } as const satisfies Record<
  Language,
  string
>;
/** People of the tests' cast; see tests/fakes/people.ts. */
const WHO = { whatsapp: 'marisol', sms: 'wilmer' } as const satisfies Record<ChannelName, string>;

interface ChatOptions {
  readonly channel: ChannelName;
  readonly language: Language | null;
  readonly save: string | null;
  readonly waitMs: number;
}

/** @throws {ChatError} naming the option, what is expected and what was given */
function readOptions(words: readonly string[]): ChatOptions | 'help' {
  const { values } = parseArgs({
    args: [...words],
    options: {
      channel: { type: 'string', default: 'whatsapp' },
      language: { type: 'string' },
      save: { type: 'string' },
      wait: { type: 'string', default: '5' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  const channel = CHANNELS.find((name) => name === values.channel);
  if (channel === undefined)
    throw new ChatError(`--channel must be ${CHANNELS.join(' or ')}, not "${values.channel}".`);
  const { language = null } = values;
  if (language !== null && !isLanguage(language)) {
    throw new ChatError(`--language must be one of ${LANGUAGES.join(', ')}, not "${language}".`);
  }
  const waitMs = Number(values.wait) * 1_000;
  if (!(waitMs > 0)) throw new ChatError(`--wait must be a number of seconds above 0, not "${values.wait}".`);
  return { channel, language, save: values.save ?? null, waitMs };
}

async function chat(options: ChatOptions): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'faro-chat-'));
  // Only these: a chat must not depend on, or touch, what the environment says of a real service.
  const environment = { DATA_DIR: dataDir, HOST: '127.0.0.1', PORT: '0', SIMULATOR: 'on', LOG_LEVEL: 'silent' };
  try {
    const service = await startService(environment);
    try {
      const session = startChatSession(
        service.simulator ?? { graph: null, twilio: null },
        options.channel,
        options.waitMs,
      );
      await talkAndSave(session, options);
    } finally {
      await service.stop();
    }
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function talkAndSave(session: ReturnType<typeof startChatSession>, options: ChatOptions): Promise<void> {
  const interactive = process.stdin.isTTY && process.stdout.isTTY;
  // Ctrl+C ends the conversation, not the process: the service is to be stopped and its database removed.
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const write = (text: string): void => void process.stdout.write(text);
  const terminal = { input: process.stdin, write, interactive, signal: stop.signal };
  const turns = await talk(session, terminal, options.language === null ? null : HELLO[options.language]);
  if (options.save === null) return;
  const script = toScript(turns, options.channel, WHO[options.channel], options.language ?? 'es');
  writeFileSync(options.save, `${JSON.stringify(script, null, 2)}\n`);
  process.stderr
    .write(`Saved ${turns.length} turns to ${options.save}. To make it a test, move it to tests/conversations,
say in "about" what it shows, and run UPDATE_CONVERSATIONS=1 npx vitest run tests/conversations.\n`);
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') process.stdout.write(HELP);
  else await chat(options);
  // Standard input may still be open after Ctrl+C in the middle of an answer.
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
