/** Puts alerts into words, by the same phrases and answers as turns. */
import { composeAlert } from '../../dialogs/alert-message.ts';
import { countSegments } from '../channels/sms/segments.ts';
import { writeSms } from '../channels/sms/render.ts';
import { WITHDRAWN } from '../core/edition.ts';
import type { DueAlert } from '../core/edition.ts';
import type { Knowledge } from '../core/knowledge.ts';
import type { Reply } from '../core/reply.ts';
import type { Phrases } from '../language/phrases.ts';
import { MAX_PAGE_SEGMENTS } from './pages.ts';

export interface AlertComposerParts {
  readonly knowledge: Knowledge;
  readonly phrases: Phrases;
  /** The name of the template that WhatsApp has approved. */
  readonly template: string;
  /** As in the channel that sends it. */
  readonly transliterate: boolean;
}

export function createAlertComposer({ transliterate, ...parts }: AlertComposerParts): (alert: DueAlert) => Reply {
  const fitsSms = (text: string): boolean =>
    countSegments(writeSms({ kind: 'text', text }, { transliterate })).segments <= MAX_PAGE_SEGMENTS;
  return ({ fact: id, version, ...alert }) => {
    const fact = version === WITHDRAWN ? null : parts.knowledge.find(id);
    return composeAlert({ ...parts, fitsSms }, { ...alert, fact });
  };
}
