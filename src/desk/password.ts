/**
 * Passwords at rest: argon2id, with its cost written beside the hash so that it can be raised later. The form is that of the
 * reference implementation: `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`.
 *
 * @see RFC 9106; OWASP Password Storage Cheat Sheet (at least 19 MiB, two passes)
 */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Refusal } from './refusal.ts';

const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** One hash takes 19 MiB and some 50 ms of a core: more at once would take them from the people who write to us. */
const AT_ONCE = 2;
/** Whoever would wait longer than for this many others is told to come back. */
const MAX_WAITING = 30;

const derive = promisify(argon2);

export interface Passwords {
  hash(password: string): Promise<string>;
  /**
   * Does the same work whether there is an account or not.
   *
   * @param stored - null when there is nobody to compare with: then it is always false
   */
  matches(password: string, stored: string | null): Promise<boolean>;
}

interface Parameters {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** @throws {Refusal} `busy` from either function, when too many wait already */
export function createPasswords(): Passwords {
  const gate = createGate(AT_ONCE, MAX_WAITING);
  /** The password of nobody: an unknown account costs as much as a known one. */
  const nobody = randomBytes(HASH_BYTES);
  const nobodysSalt = randomBytes(SALT_BYTES);
  const usual: Parameters = { memory: MEMORY_KIB, passes: PASSES, parallelism: LANES };
  return {
    hash: (password) =>
      gate(async () => {
        const salt = randomBytes(SALT_BYTES);
        const hash = await run(password, salt, usual);
        return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${encode(salt)}$${encode(hash)}`;
      }),
    matches: (password, stored) =>
      gate(async () => {
        const { salt, hash, ...cost } = stored === null ? { salt: nobodysSalt, hash: nobody, ...usual } : parse(stored);
        const same = timingSafeEqual(await run(password, salt, cost), hash);
        return same && stored !== null;
      }),
  };
}

/** The same letter may be typed in two ways (ñ, or n and a tilde): NFKC makes one of them. */
function run(password: string, nonce: Buffer, cost: Parameters): Promise<Buffer> {
  return derive('argon2id', { message: password.normalize('NFKC'), nonce, tagLength: HASH_BYTES, ...cost });
}

function parse(stored: string): Parameters & { readonly salt: Buffer; readonly hash: Buffer } {
  const [, memory, passes, parallelism, salt, hash] =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]{43})$/.exec(stored) ?? [];
  if (salt === undefined || hash === undefined) throw new Error('A stored password is not in the form that we write.');
  return {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}

function encode(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}

type Gate = <T>(work: () => Promise<T>) => Promise<T>;

function createGate(atOnce: number, maxWaiting: number): Gate {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running < atOnce) running += 1;
    else if (waiting.length >= maxWaiting) throw new Refusal('busy', { retryAfterSeconds: 5 });
    // Whoever leaves hands over their place.
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
