/** Brings Twilio's signed forms to the service, and retries as the address says. */
import { checkThisMachine, isThisMachine } from '../courier.ts';
import type { Courier, Receipt } from '../courier.ts';
import { randomHex } from '../random.ts';
import type { PublicAddress, TwilioSettings } from './options.ts';
import { parseTarget } from './overrides.ts';
import { signTwilioForm } from './signature.ts';
import type { Form } from './signature.ts';

export interface TwilioMail {
  deliverTo(webhookUrl: string, publicAddress?: PublicAddress | null): void;
  /** Whether an address is on this machine, or is served by it under its public name. */
  canReach(url: string): boolean;
  /** @param signWith - another token than the account's, to see it refused */
  postInbound(form: Form, signWith?: string): Promise<Receipt>;
  postReport(statusCallback: string, form: Form): Promise<Receipt>;
}

const UNDELIVERED: Receipt = { status: null, attempts: 0, body: '' };

export function createTwilioMail(courier: Courier, settings: TwilioSettings): TwilioMail {
  let webhookUrl: string | null = null;
  let publicAddress = settings.publicAddress;

  const post = (address: string, form: Form, authToken: string): Promise<Receipt> => {
    const { url, policy } = parseTarget(address, settings.retryDelaysMs);
    const headers = {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'user-agent': 'TwilioProxy/1.1',
      'x-twilio-signature': signTwilioForm(url, form, authToken),
      // The same for every retry of this one webhook.
      'i-twilio-idempotency-token': randomHex(settings.random, 32).toLowerCase(),
    };
    const body = Buffer.from(new URLSearchParams({ ...form }).toString());
    return courier.deliver({ url: toLocal(url, publicAddress), headers, body }, policy);
  };

  return {
    deliverTo(address, proxy = publicAddress) {
      checkThisMachine(toLocal(address, proxy));
      webhookUrl = address;
      publicAddress = proxy;
    },
    canReach: (url) => isThisMachine(toLocal(url, publicAddress)),
    async postInbound(form, signWith = settings.authToken) {
      return webhookUrl === null ? UNDELIVERED : post(webhookUrl, form, signWith);
    },
    postReport: (statusCallback, form) => post(statusCallback, form, settings.authToken),
  };
}

function toLocal(url: string, address: PublicAddress | null): string {
  if (address === null || !url.startsWith(address.publicBaseUrl)) return url;
  return address.localBaseUrl + url.slice(address.publicBaseUrl.length);
}
