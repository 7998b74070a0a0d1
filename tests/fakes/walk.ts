/**
 * A person who wanders: picks what is offered or was offered days ago, types numbers and words of all languages, asks
 * what people ask, sends what is no text, stays away for hours; an agent takes their case and gives it back.
 */
import * as fc from 'fast-check';
import type { ChannelName } from '../../src/core/contact.ts';
import { HOUR_MS, MINUTE_MS } from '../../src/core/clock.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import { findKeyword } from '../../src/channels/sms/keywords.ts';
import type { InboundContent } from '../../src/core/message.ts';
import type { Choice } from '../../src/core/reply.ts';
import type { Bot, Snapshot, TurnMessage, TurnResult } from '../../src/core/turn.ts';
import { afterEffect } from '../../src/worker/contact-now.ts';
import type { ContactNow } from '../../src/worker/contact-now.ts';
import { loadQuestionBank } from '../eval/question-bank.ts';
import { NEW_CONTACT } from './chat.ts';
import { TODAY_MS } from './knowledge.ts';
import { realKnowledge } from './real-knowledge.ts';

/** What the person does next. */
export type Stride =
  /** The one at this place, counted around. */
  | { readonly kind: 'pick'; readonly place: number }
  | { readonly kind: 'pick_old'; readonly place: number }
  | { readonly kind: 'say'; readonly text: string }
  | { readonly kind: 'send'; readonly content: InboundContent }
  | { readonly kind: 'wait'; readonly minutes: number }
  | { readonly kind: 'agent'; readonly does: 'takes' | 'leaves' }
  | { readonly kind: 'line'; readonly waitingBefore: number };

interface Step {
  readonly message: TurnMessage;
  readonly result: TurnResult;
}

interface Walker {
  /** @returns null when nothing was said */
  take(stride: Stride): Promise<Step | null>;
  readonly contact: TurnMessage['contact'];
}

export function startWalk(bot: Bot, channel: ChannelName): Walker {
  let snapshot: Snapshot | null = null;
  let contact: TurnMessage['contact'] = { ...NEW_CONTACT, knownSinceMs: TODAY_MS };
  let nowMs = TODAY_MS;
  const shown: Choice[] = [];

  async function say(content: InboundContent): Promise<Step> {
    nowMs += MINUTE_MS;
    const message = { channel, content, nowMs, contact };
    const result = await bot.turn(snapshot, message);
    const isErased = result.effects.some(({ kind }) => kind === 'erase');
    contact = { ...contact, ...result.effects.reduce<ContactNow>(afterEffect, contact) };
    if (isErased) contact = { ...contact, knownSinceMs: nowMs };
    snapshot = isErased ? null : (JSON.parse(JSON.stringify(result.snapshot)) as Snapshot); // as the store gives it back
    shown.push(...(result.reply?.kind === 'choices' ? result.reply.choices : []));
    return { message, result };
  }

  function pick(choice: Choice | undefined, place: number): InboundContent {
    if (choice === undefined) return typed(String(place), channel);
    if (channel === 'whatsapp') return { kind: 'choice', id: choice.id, title: choice.title };
    const offered = snapshot?.offered.findIndex(({ id }) => id === choice.id) ?? -1;
    return typed(offered === -1 ? choice.title : String(offered + 1), channel);
  }

  return {
    get contact() {
      return contact;
    },
    async take(stride) {
      switch (stride.kind) {
        case 'pick': {
          const offered = snapshot?.offered ?? [];
          return say(pick(offered[stride.place % Math.max(1, offered.length)], stride.place));
        }
        case 'pick_old':
          return say(pick(shown[stride.place % Math.max(1, shown.length)], stride.place));
        case 'say':
          return say(typed(stride.text, channel));
        case 'send':
          return say(stride.content);
        case 'wait':
          nowMs += stride.minutes * MINUTE_MS;
          return null;
        case 'line':
          contact = { ...contact, waitingBefore: stride.waitingBefore };
          return null;
        case 'agent':
          if (stride.does === 'takes' && contact.caseWaiting)
            contact = { ...contact, caseWaiting: false, withAgent: true };
          else if (stride.does === 'leaves' && contact.withAgent)
            contact = { ...contact, withAgent: false, caseKept: 'closed' };
          return null;
      }
    },
  };
}

function typed(text: string, channel: ChannelName): InboundContent {
  const keyword = channel === 'sms' ? findKeyword(text) : null;
  return keyword === null ? { kind: 'text', text } : { kind: 'keyword', text, ...keyword };
}

const MAX_WAIT_MINUTES = (80 * HOUR_MS) / MINUTE_MS;

/** The words of the help, and some that mean the same, in all languages. */
const WORDS =
  `menú,atrás,vías legales,agente,0,borrar,ayuda,idioma,avisos,alto,faro,quién eres,mis datos,clima,más,start,gracias,hola,
menu,back,visa,agent,delete,help,language,alerts,stop,about,who are you,privacy,weather,more,thanks,hi,
voltar,caminhos legais,atendente,apagar,ajuda,avisos,parar,quem é você,privacidade,tempo,mais,obrigado,oi,
retour,voies legales,agent,effacer,aide,langue,alertes,arret,qui êtes-vous,confidentialité,meteo,suite,merci,bonjour,
meni,tounen,chemen legal,ajan,efase,ede m,lang,alèt,kanpe,kiyès ou ye,vi prive,meteyo,plis,mèsi,bonjou,
kreyòl,English,português,español,français,sí,no,yes,oui,wi,non,não,sim,skip,prefiero no decir,no sé,
ya no lo necesito,ayuda cerca,albergue,shelter near me,refuj,abrigo perto,abri,Tapachula,Tijuana,Houston,Danlí,México,Haïti,Venezuela,soy de Honduras,
estoy en Tapachula,I am in Houston,mwen nan Tijuana,STOP,UNSTOP,INFO,1.,dos,uno,two,#3,3),٣,99,-1,1e3`
    .split(/,\s*/)
    .filter(Boolean);

/** What nobody understands, and what breaks programs. */
const ODD: readonly string[] = [
  'asdf qwer',
  '😭',
  '🆘🆘',
  '...',
  ' ',
  '{{count}} $t(menu.ask)',
  '\u0000',
  '\uD800',
  'a'.repeat(4_096),
  'no se que hacer '.repeat(60),
  '<script>alert(1)</script>',
  "'; drop table contacts; --",
  'constructor',
  '__proto__',
  'هل الحدود مفتوحة',
  '国境は開いていますか',
  'ist die Grenze offen oder nicht',
];

const MEDIA: readonly InboundContent[] = [
  { kind: 'voice', media: { mediaId: 'm', mimeType: 'audio/ogg' } },
  { kind: 'image', media: { mediaId: 'm', mimeType: 'image/jpeg' } },
  { kind: 'image', media: { mediaId: 'm', mimeType: 'image/jpeg', caption: '¿esto es verdad?' } },
  { kind: 'document', media: { mediaId: 'm', mimeType: 'application/pdf', caption: 'my papers' } },
  { kind: 'sticker', media: { mediaId: 'm', mimeType: 'image/webp' } },
  { kind: 'video', media: { mediaId: 'm', mimeType: 'video/mp4' } },
  { kind: 'location', latitude: 14.9035, longitude: -92.2575 },
  { kind: 'location', latitude: 29.76, longitude: -95.36, name: 'Houston' },
  { kind: 'location', latitude: 0, longitude: 0 },
  { kind: 'location', latitude: 48.85, longitude: 2.35 },
  { kind: 'contacts', cards: [{ name: 'Pollero', phones: ['+12025550199'] }] },
  { kind: 'order' },
  { kind: 'form', name: 'x', answers: '{}' },
  { kind: 'reaction', emoji: '👍' },
  { kind: 'edited' },
  { kind: 'unsupported', type: 'gif' },
  { kind: 'keyword', keyword: 'stop', text: 'STOP', handledByCarrier: true },
  { kind: 'keyword', keyword: 'start', text: 'START', handledByCarrier: false },
  { kind: 'keyword', keyword: 'help', text: 'HELP', handledByCarrier: true },
];

/** Codes of real answers, one with a wrong digit, and an answer that somebody changed. */
function listCodes(): readonly string[] {
  const knowledge = realKnowledge();
  const codes = knowledge.facts
    .filter((_, index) => index % 9 === 0)
    .map((fact, index) => knowledge.codeOf(fact, LANGUAGES[index % LANGUAGES.length] ?? 'es'));
  const copies = knowledge.facts
    .filter((_, index) => index % 13 === 0)
    .map((fact) => `${(fact.text.es ?? fact.text.en)?.whatsapp ?? ''} Pague $500. ${knowledge.codeOf(fact, 'es')}`);
  return [...codes, ...copies, 'FARO-QQQQQ', `${codes[0]} ${codes[1]} ${codes[2]} ${codes[3]}`];
}

const say = (texts: readonly string[]): fc.Arbitrary<Stride> =>
  fc.constantFrom(...texts).map((text) => ({ kind: 'say', text }) as const);

/** Mostly what is offered, as people do. */
export function strides(lengths: {
  readonly minLength: number;
  readonly maxLength: number;
}): fc.Arbitrary<readonly Stride[]> {
  const place = fc.nat(30);
  const stride: fc.Arbitrary<Stride> = fc.oneof(
    { weight: 14, arbitrary: place.map((at) => ({ kind: 'pick', place: at }) as const) },
    { weight: 3, arbitrary: place.map((at) => ({ kind: 'pick_old', place: at }) as const) },
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 15 }).map((at) => ({ kind: 'say', text: String(at) }) as const) },
    { weight: 6, arbitrary: say(WORDS) },
    { weight: 6, arbitrary: say(loadQuestionBank().map(({ text }) => text)) },
    { weight: 2, arbitrary: say(ODD) },
    { weight: 1, arbitrary: say(listCodes()) },
    { weight: 3, arbitrary: fc.constantFrom(...MEDIA).map((content) => ({ kind: 'send', content }) as const) },
    {
      weight: 2,
      arbitrary: fc.integer({ min: 1, max: MAX_WAIT_MINUTES }).map((minutes) => ({ kind: 'wait', minutes }) as const),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom('takes' as const, 'leaves' as const).map((does) => ({ kind: 'agent', does }) as const),
    },
    { weight: 1, arbitrary: fc.nat(120).map((waitingBefore) => ({ kind: 'line', waitingBefore }) as const) },
  );
  return fc.array(stride, lengths);
}
