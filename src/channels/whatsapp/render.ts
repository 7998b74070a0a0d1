/**
 * A reply in WhatsApp's shape. Pure: no recipient, no clock, no network. What WhatsApp would refuse is refused here, with
 * the limit and the cure named, so that a test finds it and not a person who waits for an answer.
 */
import { RenderError } from '../../core/errors.ts';
import type { Language } from '../../core/language.ts';
import type { Choice, Reply } from '../../core/reply.ts';
import { WHATSAPP_LIMITS as LIMITS } from './limits.ts';

/** The part of a message to Graph that says what is sent: `type` and the object named after it. */
export type WhatsAppContent =
  | { readonly type: 'text'; readonly text: { readonly body: string; readonly preview_url: false } }
  | { readonly type: 'interactive'; readonly interactive: WhatsAppInteractive }
  | { readonly type: 'template'; readonly template: WhatsAppTemplate };

interface Body {
  readonly text: string;
}

type WhatsAppInteractive =
  | { readonly type: 'button'; readonly body: Body; readonly action: { readonly buttons: readonly WhatsAppButton[] } }
  | {
      readonly type: 'list';
      readonly body: Body;
      readonly action: {
        readonly button: string;
        readonly sections: readonly [{ readonly rows: readonly WhatsAppRow[] }];
      };
    }
  | {
      readonly type: 'cta_url';
      readonly body: Body;
      readonly action: {
        readonly name: 'cta_url';
        readonly parameters: { readonly display_text: string; readonly url: string };
      };
    }
  | {
      readonly type: 'location_request_message';
      readonly body: Body;
      readonly action: { readonly name: 'send_location' };
    };

interface WhatsAppButton {
  readonly type: 'reply';
  readonly reply: { readonly id: string; readonly title: string };
}

interface WhatsAppRow {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
}

interface WhatsAppTemplate {
  readonly name: string;
  readonly language: { readonly code: string };
  readonly components: readonly {
    readonly type: 'body';
    readonly parameters: readonly { readonly type: 'text'; readonly text: string }[];
  }[];
}

type ReplyOf<Kind extends Reply['kind']> = Extract<Reply, { kind: Kind }>;

/**
 * Gives a reply WhatsApp's shape.
 *
 * @throws {RenderError} when a part is empty, doubled or longer than WhatsApp takes; the message quotes no text
 * @example renderWhatsApp({ kind: 'text', text: 'Hola' })
 *   // { type: 'text', text: { body: 'Hola', preview_url: false } }
 */
export function renderWhatsApp(reply: Reply): WhatsAppContent {
  switch (reply.kind) {
    case 'text':
      return renderText(reply.text);
    case 'choices':
      return { type: 'interactive', interactive: fitsButtons(reply) ? renderButtons(reply) : renderList(reply) };
    case 'link':
      return { type: 'interactive', interactive: renderLink(reply) };
    case 'location_request':
      return { type: 'interactive', interactive: renderLocationRequest(reply.text) };
    case 'template':
      return { type: 'template', template: renderTemplate(reply) };
  }
}

/** Without a preview: it would fetch the page from WhatsApp's servers and cover the answer with a picture. */
function renderText(text: string): WhatsAppContent {
  return { type: 'text', text: { body: checkText('text', text, LIMITS.text.bodyMax, SHORTEN), preview_url: false } };
}

/** Buttons are seen at once, a list must be opened: so buttons wherever they can carry the choices and the text. */
function fitsButtons({ text, choices }: ReplyOf<'choices'>): boolean {
  return (
    choices.length <= LIMITS.buttons.countMax &&
    choices.every(({ title }) => title.length <= LIMITS.buttons.titleMax) &&
    text.length <= LIMITS.interactive.bodyMax
  );
}

function renderButtons({ text, choices }: ReplyOf<'choices'>): WhatsAppInteractive {
  const body = checkText('text above buttons', text, LIMITS.interactive.bodyMax, SHORTEN);
  checkCount(choices, LIMITS.buttons.countMax);
  checkDistinct('button ids', choices, (choice) => choice.id);
  checkDistinct('button titles', choices, (choice) => choice.title);
  return { type: 'button', body: { text: body }, action: { buttons: choices.map(renderButton) } };
}

function renderButton({ id, title }: Choice): WhatsAppButton {
  return {
    type: 'reply',
    reply: {
      id: checkText('button id', id, LIMITS.buttons.idMax, SHORTEN_ID),
      title: checkText('button title', title, LIMITS.buttons.titleMax, SHORTEN),
    },
  };
}

function renderList({ text, choices, listLabel }: ReplyOf<'choices'>): WhatsAppInteractive {
  const body = checkText('text above a list', text, LIMITS.list.bodyMax, SHORTEN);
  const button = checkText('list label', listLabel, LIMITS.list.labelMax, SHORTEN);
  checkCount(choices, LIMITS.list.rowsMax);
  checkDistinct('list row ids', choices, (choice) => choice.id);
  return { type: 'list', body: { text: body }, action: { button, sections: [{ rows: choices.map(renderRow) }] } };
}

function renderRow({ id, title, description }: Choice): WhatsAppRow {
  const row = {
    id: checkText('list row id', id, LIMITS.list.rowIdMax, SHORTEN_ID),
    title: checkText(
      'list row title',
      title,
      LIMITS.list.rowTitleMax,
      'Shorten it and put the rest in its description.',
    ),
  };
  if (description === undefined || description === '') return row;
  return {
    ...row,
    description: checkText('list row description', description, LIMITS.list.rowDescriptionMax, SHORTEN),
  };
}

function renderLink({ text, label, url }: ReplyOf<'link'>): WhatsAppInteractive {
  const body = checkText('text above a link', text, LIMITS.interactive.bodyMax, SHORTEN);
  const displayText = checkText('link label', label, LIMITS.link.labelMax, SHORTEN);
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) {
    throw new RenderError('WhatsApp link address: expected a full http:// or https:// address. Correct it.');
  }
  const action = { name: 'cta_url', parameters: { display_text: displayText, url } } as const;
  return { type: 'cta_url', body: { text: body }, action };
}

function renderLocationRequest(text: string): WhatsAppInteractive {
  const body = checkText('text of a location request', text, LIMITS.interactive.bodyMax, SHORTEN);
  return { type: 'location_request_message', body: { text: body }, action: { name: 'send_location' } };
}

/**
 * The languages of templates are WhatsApp's own list. It has no plain Portuguese and no Haitian Creole: people who read
 * Creole get the template's French text, the other written language of Haiti.
 */
const TEMPLATE_LANGUAGES = { es: 'es', en: 'en', pt: 'pt_BR', fr: 'fr', ht: 'fr' } as const satisfies Record<
  Language,
  string
>;

function renderTemplate({ name, language, variables }: ReplyOf<'template'>): WhatsAppTemplate {
  if (!/^[a-z0-9_]+$/.test(name) || name.length > LIMITS.template.nameMax) {
    throw new RenderError('WhatsApp template name: expected lower-case letters, digits and underscores. Correct it.');
  }
  const parameters = variables.map((variable) => ({ type: 'text', text: renderVariable(variable) }) as const);
  return {
    name,
    language: { code: TEMPLATE_LANGUAGES[language] },
    components: parameters.length === 0 ? [] : [{ type: 'body', parameters }],
  };
}

/** WhatsApp refuses a variable with line breaks, tabs or several spaces in a row. */
function renderVariable(variable: string): string {
  const line = variable.replaceAll(/\s+/g, ' ').trim();
  return checkText('template variable', line, LIMITS.template.variableMax, SHORTEN);
}

const SHORTEN = 'Shorten it.';
const SHORTEN_ID = 'Give the choice a shorter id.';

function checkText(what: string, text: string, maxLength: number, cure: string): string {
  if (text.trim() === '') throw new RenderError(`WhatsApp ${what}: must not be empty. Fill it in.`);
  if (text.length > maxLength) {
    throw new RenderError(`WhatsApp ${what}: at most ${maxLength} characters, got ${text.length}. ${cure}`);
  }
  return text;
}

function checkCount(choices: readonly Choice[], max: number): void {
  if (choices.length >= 1 && choices.length <= max) return;
  throw new RenderError(
    `WhatsApp choices: 1 to ${max}, got ${choices.length}. Split them over several menus, or send a text.`,
  );
}

function checkDistinct(what: string, choices: readonly Choice[], pick: (choice: Choice) => string): void {
  const distinct = new Set(choices.map(pick)).size;
  if (distinct === choices.length) return;
  throw new RenderError(`WhatsApp ${what}: must differ, got ${distinct} for ${choices.length} choices. Rename them.`);
}
