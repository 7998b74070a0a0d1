/** What happens at the fake, as tests, the simulator and the terminal see it. */
import type { JsonObject } from '../json.ts';
import type { FakeTemplate } from './message-rules.ts';
import type { KnownPerson } from './person.ts';
import type { GraphStatus } from './webhook.ts';

/** A message that the fake took. */
export interface AcceptedGraphMessage {
  readonly id: string;
  readonly atMs: number;
  /** `+` and digits, or a user id: as the sender wrote it. */
  readonly to: string;
  readonly person: KnownPerson;
  /** `text`, `template`, … and of interactive ones `button`, `list`, `cta_url`, `location_request_message`, … */
  readonly kind: string;
  /** The whole body of the request. */
  readonly payload: JsonObject;
  /** What came as `biz_opaque_callback_data`. */
  readonly outboxId: string | null;
  /** The approved template it used, if the fake knows any. */
  readonly template: FakeTemplate | null;
}

export interface RefusedGraphRequest {
  readonly atMs: number;
  readonly code: number;
  readonly details: string;
}

/** "I have read this", with or without typing dots. */
export interface GraphReadMark {
  readonly atMs: number;
  readonly messageId: string;
  readonly typing: boolean;
}

/** A report that is about to be brought to the service. */
interface GraphReport {
  readonly id: string;
  readonly status: GraphStatus;
  readonly person: KnownPerson;
}

export interface GraphEvents {
  readonly accepted: AcceptedGraphMessage;
  readonly refused: RefusedGraphRequest;
  readonly read: GraphReadMark;
  readonly status: GraphReport;
}
