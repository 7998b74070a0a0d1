/** What the parts of one fake Graph share. */
import { startCourier } from '../courier.ts';
import type { Courier } from '../courier.ts';
import { createHistory } from '../history.ts';
import type { History } from '../history.ts';
import type { GraphEvents } from './events.ts';
import { createGraphMail } from './mail.ts';
import type { GraphMail } from './mail.ts';
import type { GraphSettings } from './options.ts';
import { createPersonRegistry } from './person.ts';
import type { PersonRegistry } from './person.ts';
import type { BusinessNumber } from './webhook.ts';

export interface GraphState {
  readonly settings: GraphSettings;
  readonly business: BusinessNumber;
  readonly people: PersonRegistry;
  readonly courier: Courier;
  readonly mail: GraphMail;
  readonly happened: { readonly [Name in keyof GraphEvents]: History<GraphEvents[Name]> };
}

/** Reports are many to a POST at most, so a few dozen connections keep up with any load a test makes. */
const CONNECTIONS = 64;

export function createGraphState(settings: GraphSettings): GraphState {
  const { phoneNumberId, accountId, phone, keep } = settings;
  const business = { phoneNumberId, accountId, displayNumber: phone.slice(1) };
  const courier = startCourier({ answerTimeoutMs: settings.answerTimeoutMs, connections: CONNECTIONS });
  const mail = createGraphMail(courier, business, settings.appSecret, settings.retryDelaysMs);
  if (settings.webhookUrl !== null) mail.deliverTo(settings.webhookUrl);
  return {
    settings,
    business,
    people: createPersonRegistry(),
    courier,
    mail,
    happened: {
      accepted: createHistory('accepted message', keep),
      refused: createHistory('refused request', keep),
      read: createHistory('read mark', keep),
      status: createHistory('report', 0),
    },
  };
}
