/** What an agent is told of their own account. */
import type { Me } from '../core/desk-api.ts';
import { firstDuty } from './duties.ts';
import type { DutyRules } from './duties.ts';
import type { Account } from '../core/staff.ts';

export function toMe(account: Account, endsAtMs: number, duties: DutyRules): Me {
  const { id, name, email, role, team, languages, hasTotp, passkeys } = account;
  return { id, name, email, role, team, languages, duty: firstDuty(account, duties), hasTotp, passkeys, endsAtMs };
}
