/** Who somebody is to us: a channel and an address on it. Never a name. */

export const CHANNELS = ['whatsapp', 'sms'] as const;
export type ChannelName = (typeof CHANNELS)[number];

/**
 * An address as the provider names it.
 *
 * `userId` is WhatsApp's business-scoped user id (`GT.1349…`); since 2026 it may come without any phone number, so it,
 * and not the number, is what a person is known by when both are there. `phone` is E.164 with its plus sign.
 */
export type Address =
  | { readonly channel: 'whatsapp'; readonly userId: string; readonly phone?: string }
  | { readonly channel: 'whatsapp'; readonly userId?: never; readonly phone: string }
  | { readonly channel: 'sms'; readonly phone: string };

/**
 * The strings an address may be looked up by, strongest first: the business-scoped id when there is one, then the
 * phone number. What is stored is a keyed hash of them.
 */
export function addressNames(address: Address): readonly [string, ...string[]] {
  if (address.channel === 'sms') return [`sms:${address.phone}`];
  if (address.userId === undefined) return [`whatsapp:${address.phone}`];
  if (address.phone === undefined) return [`whatsapp:${address.userId}`];
  return [`whatsapp:${address.userId}`, `whatsapp:${address.phone}`];
}
