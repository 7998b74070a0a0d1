/**
 * The cast: invented people, used by all tests, so that a failing test tells a story that one knows. Their numbers are
 * from the range that is kept free for fiction (+1 202 555 0100 to 0199); their WhatsApp ids are made up.
 */
import type { Address, ChannelName } from '../../src/core/contact.ts';
import type { Language } from '../../src/core/language.ts';

export interface Person {
  readonly name: string;
  readonly language: Language;
  readonly channel: ChannelName;
  readonly address: Address;
  /** Why they write, in one line. */
  readonly story: string;
}

export const PEOPLE = {
  marisol: {
    name: 'Marisol',
    language: 'es',
    channel: 'whatsapp',
    address: { channel: 'whatsapp', userId: 'HN.8000000000000000101', phone: '+12025550101' },
    story: 'From Honduras, in Tapachula with two children; a smuggler told her that the border opened.',
  },
  wilmer: {
    name: 'Wilmer',
    language: 'es',
    channel: 'sms',
    address: { channel: 'sms', phone: '+12025550102' },
    story: 'From Venezuela, in Texas, with a basic phone and many questions about his own case.',
  },
  jean: {
    name: 'Jean',
    language: 'ht',
    channel: 'whatsapp',
    address: { channel: 'whatsapp', phone: '+12025550103' },
    story: 'From Haiti, in Tijuana; writes Creole, and reads some French.',
  },
  nadege: {
    name: 'Nadège',
    language: 'fr',
    channel: 'sms',
    address: { channel: 'sms', phone: '+12025550104' },
    story: 'From Cameroon, in Montréal; writes French by SMS.',
  },
  joao: {
    name: 'João',
    language: 'pt',
    channel: 'whatsapp',
    address: { channel: 'whatsapp', userId: 'BR.8000000000000000105', phone: '+12025550105' },
    story: 'From Minas Gerais, in Mexico City; was offered a job by a stranger.',
  },
  amina: {
    name: 'Amina',
    language: 'en',
    channel: 'whatsapp',
    /** WhatsApp gave no number: since 2026 it need not. */
    address: { channel: 'whatsapp', userId: 'GH.8000000000000000106' },
    story: 'From Ghana, on her way north; known by her WhatsApp id alone.',
  },
  deng: {
    name: 'Deng',
    language: 'en',
    channel: 'sms',
    address: { channel: 'sms', phone: '+12025550107' },
    story: 'From South Sudan, in Maine; shares his phone with his brother and is careful what it shows.',
  },
  rosa: {
    name: 'Rosa',
    language: 'es',
    channel: 'whatsapp',
    address: { channel: 'whatsapp', phone: '+12025550108' },
    story: 'In Mexico City, looking for her son; sends voice notes and forwarded messages.',
  },
  tomas: {
    name: 'Tomás',
    language: 'es',
    channel: 'sms',
    address: { channel: 'sms', phone: '+12025550109' },
    story: 'In Arizona; is held by people who want money, and has a minute to write.',
  },
} as const satisfies Record<string, Person>;

export type PersonKey = keyof typeof PEOPLE;
