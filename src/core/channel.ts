/** A way to reach people. One folder of `src/channels` each; nothing outside it knows the provider. */
import type { Address, ChannelName } from './contact.ts';
import type { OutboxId } from './ids.ts';
import type { Reply } from './reply.ts';

/** What the provider said when it took a message. 200 only means accepted. */
export interface Accepted {
  readonly providerId: string;
}

export interface Channel {
  readonly name: ChannelName;
  /**
   * Sends one reply. `outboxId` travels with it and comes back in status reports.
   *
   * @throws {SendError} when the provider did not take it, or may not have
   */
  send(to: Address, reply: Reply, outboxId: OutboxId): Promise<Accepted>;
  /** Tells the person that we have read them and are writing. Best effort: never throws, never waits long. */
  showTyping(providerMessageId: string): Promise<void>;
}
