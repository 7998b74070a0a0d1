import { expect, test } from 'vitest';
import { isLookalike, isOfficialHost } from '../../src/knowledge/lookalikes.ts';

test.each(['uscis.gov', 'egov.uscis.gov', 'cbp.gov', 'gob.mx', 'help.unhcr.org', 'cic.gc.ca', 'gov.br', 'iom.int'])(
  '%s is official and no look-alike',
  (host) => {
    expect(isOfficialHost(host)).toBe(true);
    expect(isLookalike(host)).toBe(false);
  },
);

test.each([
  'usciss.us',
  'www.usciss.us',
  'myuscisgov.com',
  'uscis.gov.example.com',
  'info-digna.vercel.app',
  'visas.pages.dev',
  'prensalibre-com-develop.go-vip.co',
  'cbp-one-citas.com',
  'workvisa.guide',
])('%s is a look-alike and not official', (host) => {
  expect(isLookalike(host)).toBe(true);
  expect(isOfficialHost(host)).toBe(false);
});

test.each(['legalaid.bc.ca', 'asaptogether.org', 'uscivicspractice.com', 'kesq.com', 'mygov.com'])(
  '%s is neither',
  (host) => {
    expect(isLookalike(host)).toBe(false);
    expect(isOfficialHost(host)).toBe(false);
  },
);
