/**
 * `npm run agents`: who has an account at the desk, and a way back in when the only administrator has lost theirs.
 *
 *   npm run -s agents                  lists them
 *   npm run -s agents -- reset EMAIL   a password that is good once; takes TOTP and passkeys away and ends all sign-ins
 */
import { readConfig } from '../config/config.ts';
import { systemClock } from '../core/clock.ts';
import { ConfigError } from '../core/errors.ts';
import type { Account } from '../core/staff.ts';
import type { Store } from '../store/store.ts';
import { openConfiguredStore } from '../worker/open-store.ts';
import { handOut } from './hand-out.ts';
import { createPasswords } from './password.ts';

const EXIT_USAGE = 64;
const EXIT_CONFIG = 78;

async function runCommand(arguments_: readonly string[]): Promise<number> {
  const [verb, email, ...more] = arguments_;
  if ((verb !== undefined && (verb !== 'reset' || email === undefined)) || more.length > 0) {
    console.error('Expected nothing, or "reset EMAIL". The addresses stand in the list.');
    return EXIT_USAGE;
  }
  const store = await openConfiguredStore(readConfig(process.env));
  try {
    const { accounts } = store.desk;
    if (email !== undefined) return await reset(accounts, email);
    for (const account of await accounts.list()) console.log(describe(account));
    return 0;
  } finally {
    await store.close();
  }
}

async function reset(accounts: Store['desk']['accounts'], email: string): Promise<number> {
  const credentials = await accounts.credentialsByEmail(email.trim().toLowerCase());
  if (credentials === null) {
    console.error('No account has this address.');
    return 1;
  }
  const { id } = credentials.account;
  const { oneTimePassword, passwordHash, goodUntilMs } = await handOut(createPasswords(), systemClock.nowMs());
  const line = { action: 'agent_reset', agent: null, subject: id, detail: 'command' } as const;
  await accounts.reset(id, passwordHash, goodUntilMs, line);
  console.log(`${oneTimePassword}  good once, until ${new Date(goodUntilMs).toISOString()}`);
  return 0;
}

function describe({ email, role, disabled, hasTotp, passkeys }: Account): string {
  const factors = [...(hasTotp ? ['app'] : []), ...(passkeys.length > 0 ? [`${passkeys.length} passkeys`] : [])];
  const second = factors.length === 0 ? 'password only' : factors.join(', ');
  return [email, role, disabled ? 'disabled' : 'in use', second].join('\t');
}

try {
  process.exitCode = await runCommand(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof ConfigError)) throw error;
  console.error(error.message);
  process.exitCode = EXIT_CONFIG;
}
