/**
 * Files that people sent on WhatsApp. Graph turns a file's id into an address that is good for five minutes, and wants the
 * token for both; the file itself is kept there for seven days.
 */
import { MediaError } from '../../core/errors.ts';
import type { MediaSource } from '../../core/media.ts';
import { fetchFile, readFile, toMediaError } from '../fetch-file.ts';
import type { WhatsAppSettings } from './send.ts';
import { isFields, readText } from './untrusted.ts';

type MediaSettings = Pick<WhatsAppSettings, 'accessToken' | 'baseUrl' | 'graphVersion' | 'phoneNumberId'>;

const MAX_ADDRESS = 2_048;

export function createWhatsAppMedia(settings: MediaSettings): MediaSource {
  const authorization = `Bearer ${settings.accessToken}`;
  return {
    fetchMedia: async ({ mediaId }) => {
      const address = await findAddress(settings, mediaId, authorization);
      if (!isMetas(address, settings.baseUrl)) throw new MediaError('unreachable', 'A file is not at Meta.');
      return readFile(await fetchFile(address, authorization));
    },
  };
}

/** Only for our own number: the id of somebody else's file finds nothing. */
async function findAddress(settings: MediaSettings, mediaId: string, authorization: string): Promise<string> {
  const { baseUrl, graphVersion, phoneNumberId } = settings;
  const path = `${encodeURIComponent(mediaId)}?phone_number_id=${encodeURIComponent(phoneNumberId)}`;
  const response = await fetchFile(`${baseUrl}/${graphVersion}/${path}`, authorization);
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw toMediaError(response.status);
  const address = isFields(body) ? readText(body, 'url', MAX_ADDRESS) : undefined;
  if (address === undefined) throw new MediaError('unreachable', 'Graph answered without an address.');
  return address;
}

/** Hosts that may see the token. */
const HOSTS = ['facebook.com', 'fbsbx.com', 'whatsapp.net', 'fbcdn.net'];

function isMetas(address: string, baseUrl: string): boolean {
  if (!URL.canParse(address)) return false;
  const { origin, protocol, hostname } = new URL(address);
  if (origin === new URL(baseUrl).origin) return true;
  return protocol === 'https:' && HOSTS.some((host) => hostname === host || hostname.endsWith(`.${host}`));
}
