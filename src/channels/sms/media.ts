/** Files that people sent by MMS. Twilio keeps them, and leads to a store of its own that must not see the token. */
import { MediaError } from '../../core/errors.ts';
import type { MediaSource } from '../../core/media.ts';
import { fetchFile, readFile } from '../fetch-file.ts';
import type { SmsSettings } from './send.ts';

type MediaSettings = Pick<SmsSettings, 'accountSid' | 'authToken' | 'baseUrl'>;

/** Where a file of a message is: the account's id comes second. */
const FILE_PATH =
  /^\/2010-04-01\/Accounts\/(AC[0-9a-zA-Z]{32})\/Messages\/[A-Z]{2}[0-9a-zA-Z]{32}\/Media\/ME[0-9a-zA-Z]{32}$/;
/** Hosts of the address that Twilio leads to, which carries its own signature. */
const STORES = ['twiliocdn.com', 'amazonaws.com'];
const MAX_STEPS = 3;

export function createSmsMedia({ accountSid, authToken, baseUrl }: MediaSettings): MediaSource {
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  return {
    fetchMedia: async ({ mediaId }) => {
      const path = URL.canParse(mediaId) ? new URL(mediaId).pathname : '';
      // Whatever host the webhook named: the token goes to Twilio alone, and for our own account alone.
      if (FILE_PATH.exec(path)?.[1] !== accountSid) throw new MediaError('gone', 'A file is not at Twilio.');
      let response = await fetchFile(`${baseUrl}${path}`, authorization);
      for (let step = 0; step < MAX_STEPS && isRedirect(response); step += 1) {
        const next = findStore(response, baseUrl);
        await response.body?.cancel();
        response = await fetchFile(next, null);
      }
      return readFile(response);
    },
  };
}

function isRedirect({ status, headers }: Response): boolean {
  return status >= 300 && status < 400 && headers.has('location');
}

function findStore({ headers, url }: Response, baseUrl: string): string {
  const location = headers.get('location') ?? '';
  if (URL.canParse(location, url)) {
    const { href, origin, protocol, hostname } = new URL(location, url);
    const isKnown = STORES.some((store) => hostname.endsWith(`.${store}`));
    if (origin === new URL(baseUrl).origin || (protocol === 'https:' && isKnown)) return href;
  }
  throw new MediaError('unreachable', 'Twilio led to a place that is not its own.');
}
