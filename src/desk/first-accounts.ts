/** Who can sign in to a desk that nobody has signed in to yet. */
import type { DeskAdmin } from '../config/desk.ts';
import type { AuditEntry } from '../core/audit.ts';
import type { Role } from '../core/desk.ts';
import type { TeamId } from '../core/ids.ts';
import { makeOneTimePassword } from './password-rules.ts';
import type { Passwords } from './password.ts';
import type { DeskStore } from './ports.ts';

export interface FirstAccountParts {
  readonly store: Pick<DeskStore, 'accounts'>;
  readonly passwords: Passwords;
  /** DESK_ADMIN_EMAIL and DESK_ADMIN_PASSWORD. */
  readonly admin: DeskAdmin | null;
  /** Whether accounts may be made up: outside production, for trying it out. */
  readonly practice: boolean;
}

/** An account whose password was made up: it is shown once, when the service starts. */
export interface MadeUpAccount extends DeskAdmin {
  readonly role: Role;
}

export interface FirstAccounts {
  readonly madeUp: readonly MadeUpAccount[];
  /** False: nobody can make accounts, and so nobody can sign in. */
  readonly hasAdministrator: boolean;
}

/** There is always a team of this name. */
const TEAM = 'default' as TeamId;
const BY_THE_SERVICE: AuditEntry = { action: 'agent_created', agent: null, subject: null, detail: 'first' };

/** Makes an administrator when no account has that role, and outside production somebody who takes cases too. */
export async function makeFirstAccounts(parts: FirstAccountParts): Promise<FirstAccounts> {
  const known = await parts.store.accounts.list();
  if (known.some(({ role }) => role === 'admin')) return { madeUp: [], hasAdministrator: true };
  if (parts.admin !== null) {
    await makeAdministrator(parts, parts.admin);
    return { madeUp: [], hasAdministrator: true };
  }
  if (!parts.practice) return { madeUp: [], hasAdministrator: false };
  const admin = { role: 'admin', email: 'admin@faro.example', password: makeOneTimePassword() } as const;
  // Of two processes that start at once on one database, the other may have been first.
  if (!(await makeAdministrator(parts, admin))) return { madeUp: [], hasAdministrator: true };
  const agent = { role: 'agent', email: 'agente@faro.example', password: makeOneTimePassword() } as const;
  const made = await parts.store.accounts.create(
    await toAccount(parts.passwords, agent, 'Agente de práctica', 'agent'),
    BY_THE_SERVICE,
  );
  return { madeUp: made.kind === 'created' ? [admin, agent] : [admin], hasAdministrator: true };
}

async function makeAdministrator({ store, passwords }: FirstAccountParts, admin: DeskAdmin): Promise<boolean> {
  const wanted = await toAccount(passwords, admin, 'Administración', 'admin');
  return (await store.accounts.createFirstAdministrator(wanted, BY_THE_SERVICE)) !== null;
}

async function toAccount(passwords: Passwords, { email, password }: DeskAdmin, name: string, role: Role) {
  const passwordHash = await passwords.hash(password);
  return { email, name, role, team: TEAM, languages: [], passwordHash, oneTimeUntilMs: null };
}
