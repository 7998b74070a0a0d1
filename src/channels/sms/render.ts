/** Gives a reply the shape of one SMS. Pure. */
import { RenderError } from '../../core/errors.ts';
import type { Choice, Reply } from '../../core/reply.ts';
import { isReservedWord } from './keywords.ts';
import { MAX_BODY_CHARACTERS, MAX_CHOICES } from './limits.ts';
import { toGsm7 } from './transliterate.ts';

export interface RenderOptions {
  /** Leave out the accents that would double the price of the message. */
  readonly transliterate: boolean;
}

/**
 * Writes a reply as the text of one SMS. Choices become lines that begin with their number; their descriptions are left
 * out, for every segment costs.
 *
 * @throws {RenderError} when nothing is left to send, when it is longer than 1,600 characters, when there are not one
 * to ten choices, or when a choice is called like a carrier's keyword: typing it would stop the service or be answered
 * by somebody else
 * @example 'What do you need?\n1 Asylum\n2 A shelter\n3 A person'
 */
export function renderSms(reply: Reply, options: RenderOptions): string {
  const body = writeSms(reply, options);
  if (body === '') throw new RenderError(`an SMS of kind ${reply.kind} has no text`);
  if (body.length > MAX_BODY_CHARACTERS)
    throw new RenderError(`an SMS has ${body.length} characters; at most ${MAX_BODY_CHARACTERS} can be sent`);
  return body;
}

/** The same without a limit, for whoever cuts it into pages. */
export function writeSms(reply: Reply, options: RenderOptions): string {
  return compose(reply, (text) => writeText(text, options)).trim();
}

function compose(reply: Reply, write: (text: string) => string): string {
  switch (reply.kind) {
    case 'text':
    case 'location_request':
    case 'template':
      return write(reply.text);
    case 'link':
      return `${write(reply.text)}\n${reply.url}`; // the address must arrive as it is
    case 'choices':
      return write([reply.text, ...numberChoices(reply.choices)].join('\n'));
  }
}

function numberChoices(choices: readonly Choice[]): readonly string[] {
  if (choices.length < 1 || choices.length > MAX_CHOICES)
    throw new RenderError(`a menu has ${choices.length} choices; 1 to ${MAX_CHOICES} can be offered`);
  return choices.map((choice, index) => {
    // The number, not the title: a title is interface text, but nothing in an error may be a person's.
    if (isReservedWord(choice.title))
      throw new RenderError(`choice ${index + 1} is called like a keyword that carriers act on: give it another name`);
    return `${index + 1} ${choice.title}`;
  });
}

/** Composed letters even when accents stay: a letter and its accent apart cost twice. */
function writeText(text: string, { transliterate }: RenderOptions): string {
  const composed = text.normalize('NFC');
  const plain = transliterate ? toGsm7(composed) : composed;
  return plain.trim() === '' ? composed : plain; // an answer of one emoji is still an answer
}
