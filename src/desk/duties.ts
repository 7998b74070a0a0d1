/** What an agent must do before anything else, if anything. */
import type { Duty } from '../core/desk-api.ts';
import type { Account } from '../core/staff.ts';

export interface DutyRules {
  /** True in production: a password alone opens nothing there. */
  readonly secondFactorRequired: boolean;
}

export function firstDuty(account: Account, { secondFactorRequired }: DutyRules): Duty | null {
  if (account.oneTimeUntilMs !== null) return 'change_password';
  if (secondFactorRequired && !account.hasTotp && account.passkeys.length === 0) return 'add_second_factor';
  return null;
}
