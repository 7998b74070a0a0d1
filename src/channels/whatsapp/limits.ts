/**
 * What WhatsApp takes in one message, as Meta documents it for the Cloud API (pages "Send messages", "Interactive reply
 * buttons", "Interactive lists", "CTA URL button", "Location request", "Templates"; read in September 2026).
 *
 * Meta says "characters" without saying which. We count UTF-16 code units (`string.length`): there are never fewer of
 * them than of code points, and never fewer of those than of what a reader sees as one character. So what fits by our
 * count fits by any of them.
 *
 * @see https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/send-messages
 */
export const WHATSAPP_LIMITS = {
  text: { bodyMax: 4_096 },
  /** Every interactive message but a list. */
  interactive: { bodyMax: 1_024 },
  buttons: { countMax: 3, titleMax: 20, idMax: 256 },
  list: { bodyMax: 4_096, labelMax: 20, rowsMax: 10, rowTitleMax: 24, rowDescriptionMax: 72, rowIdMax: 200 },
  link: { labelMax: 20 },
  template: { nameMax: 512, variableMax: 1_024 },
  /** Our own id, which comes back in status reports. */
  callbackIdMax: 512,
} as const;

/** How much of what people send us we keep. WhatsApp's own apps stop at the same length for texts. */
export const INBOUND_LIMITS = {
  textMax: 4_096,
  captionMax: 4_096,
  /** Button and row titles, place and file names, names on contact cards. */
  nameMax: 256,
  mimeTypeMax: 128,
  /** Answers of a form, as the provider's string of JSON. */
  answersMax: 16_384,
  /** A message holds at most 257 cards; a card some few numbers. */
  cardsMax: 257,
  phonesPerCardMax: 20,
  phoneMax: 40,
  /** Message, media and choice ids; the longest seen has about 120 characters. */
  idMax: 512,
  emojiMax: 64,
} as const;
