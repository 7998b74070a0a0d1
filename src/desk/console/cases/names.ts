/** What a case is about, and what it is written in, in the agent's words. */
import type { DeskSettings } from '../../../core/desk-api.ts';
import type { CaseInQueue } from '../../../core/desk.ts';
import type { Language } from '../../../core/language.ts';
import type { Speech } from '../phrases.ts';

/** What the person says it is about; else the topic they came from; else why it was opened. */
export function titleOf({ say, language }: Speech, settings: DeskSettings, entry: CaseInQueue): string {
  if (entry.reason === 'danger') return say('reason.danger');
  if (entry.theme !== null && entry.theme !== 'other') return say(`theme.${entry.theme}`);
  if (entry.topic !== null) return topicName(settings, language, entry.topic);
  return say(`reason.${entry.reason}`);
}

export function topicName(settings: DeskSettings, language: 'es' | 'en', topic: string): string {
  return settings.topics[topic]?.[language] ?? topic.replaceAll('-', ' ');
}

export function languageName({ language }: Speech, of: Language): string {
  const name = new Intl.DisplayNames(language, { type: 'language' }).of(of) ?? of;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}
