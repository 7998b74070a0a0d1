/** Accounts as they are stored: names and addresses of the team are under the house key. */
import type { Selectable } from 'kysely';
import type { AgentName } from '../../core/desk.ts';
import type { AgentId } from '../../core/ids.ts';
import type { Language } from '../../core/language.ts';
import type { Account, Credentials, PasskeyName } from '../../core/staff.ts';
import { decrypt, encrypt } from '../cipher.ts';
import type { KeyRing, Place } from '../cipher.ts';
import type { Db } from '../dialect.ts';
import type { AgentsTable, PasskeysTable } from '../schema.ts';

type Row = Selectable<AgentsTable>;
type PasskeyRow = Pick<Selectable<PasskeysTable>, 'id' | 'agent_id' | 'name' | 'added_at' | 'used_at'>;

/** The columns that {@link toPasskeyName} reads. */
export const PASSKEY_NAME_COLUMNS = ['id', 'agent_id', 'name', 'added_at', 'used_at'] as const;

export type AgentNames = ReadonlyMap<AgentId, AgentName>;

/** A team is a few dozen people: all of them at once. */
export async function readNames(db: Db, ring: KeyRing): Promise<AgentNames> {
  const rows = await db.selectFrom('agents').select(['id', 'name']).execute();
  return new Map(rows.map(({ id, name }) => [id, { id, name: openText(ring, `agents|name|${id}`, name) }]));
}

/** Somebody whose account is past its time has no name any more. */
export function nameOf(names: AgentNames, id: AgentId): AgentName {
  return names.get(id) ?? { id, name: '' };
}

export function sealText(ring: KeyRing, place: Place, text: string): Uint8Array {
  return encrypt(ring.houseKey, place, text);
}

export function openText(ring: KeyRing, place: Place, sealed: Uint8Array): string {
  return decrypt(ring.houseKey, place, sealed).toString();
}

export function toAccount(ring: KeyRing, row: Row, passkeys: readonly PasskeyRow[]): Account {
  const { id } = row;
  return {
    id,
    name: openText(ring, `agents|name|${id}`, row.name),
    email: openText(ring, `agents|email|${id}`, row.email),
    role: row.role,
    team: row.team_id,
    languages: JSON.parse(row.languages) as Language[], // we wrote it
    disabled: row.disabled_at !== null,
    createdAtMs: row.created_at,
    lastSeenAtMs: row.seen_at,
    oneTimeUntilMs: row.one_time_until,
    hasTotp: row.totp_secret !== null,
    passkeys: passkeys.filter(({ agent_id }) => agent_id === id).map((passkey) => toPasskeyName(ring, passkey)),
  };
}

export function toCredentials(ring: KeyRing, row: Row, passkeys: readonly PasskeyRow[]): Credentials {
  const { id, totp_secret, totp_offered } = row;
  return {
    account: toAccount(ring, row, passkeys),
    passwordHash: row.password_hash,
    totpSecret: totp_secret === null ? null : openText(ring, `agents|totp_secret|${id}`, totp_secret),
    totpOffered: totp_offered === null ? null : openText(ring, `agents|totp_offered|${id}`, totp_offered),
  };
}

export function toPasskeyName(ring: KeyRing, { id, name, added_at, used_at }: PasskeyRow): PasskeyName {
  return { id, name: openText(ring, `passkeys|name|${id}`, name), addedAtMs: added_at, usedAtMs: used_at };
}
