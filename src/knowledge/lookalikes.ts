/**
 * Addresses that must never be sent to people as a source, and the endings that make a source official.
 *
 * Smugglers and swindlers publish copies of government pages; some carry false prices and dates. Every name here was
 * met while facts were researched.
 */

/** Hosts (and their subdomains) that copy an authority or a newspaper, or gave false facts. */
const BAD_HOSTS: readonly string[] = [
  'usciss.us',
  'myuscisgov.com',
  'workvisa.guide', // a yearly asylum fee of 1,200 dollars: false
  'visahq.news', // wrong date and judge of a ruling
  // Where anybody can publish a copy of anything under a name of their choice.
  'vercel.app',
  'pages.dev',
  'go-vip.co',
  'editor80.com',
  'actionhosting.com.br',
];

/** Words that belong to authorities: in any other host's name they are there to deceive. */
const AUTHORITY_NAMES = /uscis|cbpone|cbphome|icegov|dhsgov|unhcr|acnur/;

const OFFICIAL_ENDINGS: readonly string[] = [
  'gov',
  'gob.mx',
  'gob.gt',
  'gob.pa',
  'gob.ec',
  'go.cr',
  'gov.co',
  'gov.br',
  'canada.ca',
  'gc.ca',
  'cic.gc.ca',
  'unhcr.org',
  'acnur.org',
  'iom.int',
  'icrc.org',
  // Not an authority, but the text of the law itself, unchanged; the official code has no short address per section.
  'law.cornell.edu',
];

function endsWithHost(host: string, ending: string): boolean {
  return host === ending || host.endsWith(`.${ending}`);
}

/** Whether a host belongs to a government, the United Nations, the Red Cross, or holds the text of a law. */
export function isOfficialHost(host: string): boolean {
  return OFFICIAL_ENDINGS.some((ending) => endsWithHost(host, ending));
}

/** Whether a host is, or looks like, a copy of somebody else's pages. */
export function isLookalike(host: string): boolean {
  if (isOfficialHost(host)) return false;
  return BAD_HOSTS.some((bad) => endsWithHost(host, bad)) || AUTHORITY_NAMES.test(host.replaceAll(/[-.]/g, ''));
}
