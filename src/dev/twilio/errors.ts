/**
 * Twilio's error codes as the fake answers them, with the HTTP status of each. Clients must build on `code`.
 *
 * @see twilio.com/docs/api/errors
 */
import { jsonAnswer } from '../provider-server.ts';
import type { Answer } from '../provider-server.ts';

const TWILIO_ERRORS: Readonly<Record<number, { readonly status: number; readonly message: string }>> = {
  20001: { status: 400, message: 'Unknown parameters' },
  20003: { status: 401, message: 'Authentication failed' },
  20404: { status: 404, message: 'The requested resource was not found' },
  20429: { status: 429, message: 'Too many requests' },
  20500: { status: 500, message: 'Internal server error' },
  20503: { status: 503, message: 'Service unavailable' },
  21211: { status: 400, message: 'Invalid To number' },
  21214: { status: 400, message: 'To number cannot be reached' },
  21266: { status: 400, message: 'To and From are the same' },
  21408: { status: 400, message: 'No permission for this region' },
  21602: { status: 400, message: 'Message body is required' },
  21603: { status: 400, message: 'A From number or Messaging Service is required' },
  21604: { status: 400, message: 'A To number is required' },
  21606: { status: 400, message: 'From is not a number of this account that can send SMS' },
  21609: { status: 400, message: 'Invalid StatusCallback address' },
  21610: { status: 400, message: 'Attempt to send to an unsubscribed recipient' },
  21611: { status: 429, message: 'The queue of this number is full' },
  21612: { status: 400, message: 'To cannot be reached from From' },
  21614: { status: 400, message: 'To is not a mobile number' },
  21617: { status: 400, message: 'The message body is over 1600 characters' },
  21701: { status: 404, message: 'The Messaging Service does not exist' },
};

/** @param status - instead of the code's own */
export function twilioError(code: number, status?: number): Answer {
  const known = TWILIO_ERRORS[code];
  const httpStatus = status ?? known?.status ?? 400;
  return jsonAnswer(httpStatus, {
    code,
    message: known?.message ?? 'Error on order',
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status: httpStatus,
  });
}
