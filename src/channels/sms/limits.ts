/** What SMS, and Twilio on top of it, allow. */

/** Twilio refuses longer bodies with 21617. @see https://www.twilio.com/docs/api/errors/21617 */
export const MAX_BODY_CHARACTERS = 1_600;

/** The port promises one to ten choices, so that the same reply fits a WhatsApp list. */
export const MAX_CHOICES = 10;

/** An MMS with ten pictures has about 45 fields; more than this is nobody's message. */
export const MAX_FORM_FIELDS = 200;

/**
 * Units in one segment: alone, and as a part of a longer message, where a header that joins the parts takes 6 of the
 * 140 bytes. A unit is 7 bits in GSM-7 and 16 bits in UCS-2.
 *
 * @see 3GPP TS 23.040, 9.2.3.24.1
 */
export const SEGMENT_UNITS = {
  'GSM-7': { alone: 160, part: 153 },
  'UCS-2': { alone: 70, part: 67 },
} as const;
