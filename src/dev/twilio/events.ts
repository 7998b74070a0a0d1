/** What happens at the fake, as tests, the simulator and the terminal see it. */
import type { CarrierKeyword } from './keywords.ts';
import type { Form } from './signature.ts';

export interface AcceptedSms {
  /** The message sid. */
  readonly id: string;
  readonly atMs: number;
  /** E.164. */
  readonly to: string;
  readonly body: string;
  readonly segments: number;
  readonly statusCallback: string | null;
  /** The last part of the status callback's path, where our own id travels. */
  readonly outboxId: string | null;
  /** The whole form of the request. */
  readonly form: Form;
}

export interface RefusedSms {
  readonly atMs: number;
  readonly code: number;
}

export type TwilioStatus = 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed';

interface TwilioReport {
  readonly id: string;
  readonly to: string;
  readonly status: TwilioStatus;
}

/** The carrier's own answer to STOP, START or HELP. */
interface CarrierReply {
  readonly to: string;
  readonly keyword: CarrierKeyword;
  readonly text: string;
}

export interface TwilioEvents {
  readonly accepted: AcceptedSms;
  readonly refused: RefusedSms;
  readonly status: TwilioReport;
  readonly carrier_reply: CarrierReply;
}
