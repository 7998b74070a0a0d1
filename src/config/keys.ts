/** The secret keys: read from the environment, or made once and kept in DATA_DIR outside production. */
import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../core/errors.ts';

const KEY_BYTES = 32;
const KEY_FILE = 'keys.env';

export interface MasterKey {
  readonly id: string;
  readonly key: Buffer;
}

export interface Keys {
  /** Newest first: the first one encrypts, all of them decrypt. */
  readonly master: readonly [MasterKey, ...MasterKey[]];
  /** Turns addresses and message ids into keyed hashes. Changing it makes every person a stranger. */
  readonly contact: Buffer;
}

export function readKeys(master: string | null, contact: string | null, dataDir: string, production: boolean): Keys {
  ensureWritable(dataDir);
  if (master !== null && contact !== null)
    return { master: parseMasterKeys(master), contact: parseKey('CONTACT_KEY', contact) };
  if (master !== null || contact !== null) {
    const [missing, set] = master === null ? ['MASTER_KEYS', 'CONTACT_KEY'] : ['CONTACT_KEY', 'MASTER_KEYS'];
    throw new ConfigError(
      `${missing} missing: ${set} set, and these go together. Set both, or neither outside production.`,
    );
  }
  if (production) {
    throw new ConfigError(
      'MASTER_KEYS and CONTACT_KEY missing: in production they must be set, and kept apart from DATA_DIR. ' +
        "Make one with: node -e \"console.log(require('crypto').randomBytes(32).toString('base64'))\"",
    );
  }
  return keepKeys(join(dataDir, KEY_FILE));
}

function ensureWritable(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK | constants.R_OK);
  } catch (cause) {
    throw new ConfigError(
      `DATA_DIR "${dataDir}" must be a folder that Faro may write to. Create it, or name another.`,
      {
        cause,
      },
    );
  }
}

/** Two processes may start at once: the one whose file came first wins, the other reads it. */
function keepKeys(path: string): Keys {
  if (!existsSync(path)) writeIfAbsent(path);
  const lines = new Map(
    readFileSync(path, 'utf8')
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)] as const),
  );
  return {
    master: parseMasterKeys(lines.get('MASTER_KEYS') ?? ''),
    contact: parseKey('CONTACT_KEY', lines.get('CONTACT_KEY') ?? ''),
  };
}

function writeIfAbsent(path: string): void {
  const text = `MASTER_KEYS=k1:${newKey()}\nCONTACT_KEY=${newKey()}\n`;
  try {
    writeFileSync(path, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
      // errors of node:fs carry a code
      throw new ConfigError(`DATA_DIR must be writable: ${KEY_FILE} could not be made there.`, { cause: error });
    }
  }
}

function newKey(): string {
  return randomBytes(KEY_BYTES).toString('base64');
}

function parseMasterKeys(text: string): Keys['master'] {
  const keys = text.split(',').map((part) => parseMasterKey(part.trim()));
  const [first, ...rest] = keys;
  const ids = new Set(keys.map(({ id }) => id));
  if (first === undefined || ids.size !== keys.length) {
    throw new ConfigError('MASTER_KEYS must hold keys with different ids, newest first: id:base64,id:base64.');
  }
  return [first, ...rest];
}

function parseMasterKey(text: string): MasterKey {
  const colon = text.indexOf(':');
  const id = text.slice(0, Math.max(colon, 0));
  if (!/^[A-Za-z0-9_-]{1,32}$/.test(id)) {
    throw new ConfigError('MASTER_KEYS must look like id:base64(32 bytes), with an id of letters, digits, - or _.');
  }
  return { id, key: parseKey('MASTER_KEYS', text.slice(colon + 1)) };
}

/** Never shows the key itself: error texts end up in logs. */
function parseKey(name: string, text: string): Buffer {
  const key = Buffer.from(text, 'base64');
  if (key.length !== KEY_BYTES || key.toString('base64').replace(/=+$/, '') !== text.replace(/=+$/, '')) {
    throw new ConfigError(
      `${name} must hold ${KEY_BYTES} bytes in base64, but ${key.length} bytes came out. Make a new key.`,
    );
  }
  return key;
}
