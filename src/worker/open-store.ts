/** Opens the store that the environment names. For the service and for every command that looks into it. */
import { smsReachOf } from '../channels/sms/countries.ts';
import { createSmsMeter } from '../channels/sms/meter.ts';
import type { Config, TwilioConfig } from '../config/config.ts';
import { systemClock } from '../core/clock.ts';
import type { SmsBudget } from '../core/spend.ts';
import type { HearDanger } from '../core/urgency.ts';
import type { AnswerDue } from '../store/desk/parts.ts';
import { openStore } from '../store/store.ts';
import type { Store } from '../store/store.ts';

/** What the service needs beyond what a command does. */
export interface Serving {
  /** How a team's targets are counted. */
  readonly answerDue: AnswerDue;
  /** Who is served first when many wait. */
  readonly hearDanger: HearDanger;
}

/**
 * @param serving - commands leave it out
 * @throws {StoreError} when the database cannot be opened or brought to its newest shape
 */
export function openConfiguredStore(config: Config, serving?: Serving): Promise<Store> {
  return openStore({
    dataDir: config.dataDir,
    databaseUrl: config.databaseUrl,
    masterKeys: config.keys.master,
    contactKey: config.keys.contact,
    outboxHoldMs: config.outboxHoldMs,
    sendTimeoutMs: config.sendTimeoutMs,
    clock: systemClock,
    ...(serving === undefined ? {} : { ...serving, isServing: true }),
    smsReach: smsReachOf,
    ...(config.twilio === null ? {} : { smsBudget: budgetOf(config, config.twilio) }),
  });
}

/** The practice phone costs nothing: limits hold where SMS is paid for. */
function budgetOf({ sms, smsTransliterate }: Config, { from }: TwilioConfig): SmsBudget {
  const meter = createSmsMeter({ transliterate: smsTransliterate, from, countries: sms.countries });
  return { limits: sms.limits, meter };
}
