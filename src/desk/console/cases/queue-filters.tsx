/** Which cases are listed: whose, in which language, about what. */
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import type { CaseInQueue } from '../../../core/desk.ts';
import type { AgentId } from '../../../core/ids.ts';
import { LANGUAGES } from '../../../core/language.ts';
import { useDesk } from '../desk-context.ts';
import { Choose } from '../parts/choose.tsx';
import { useSpeech } from '../phrases.ts';
import { languageName, topicName } from './names.ts';

const VIEWS = ['waiting', 'mine', 'all', 'closed'] as const;
type View = (typeof VIEWS)[number];

export interface Filter {
  readonly view: View;
  /** Or `any`. */
  readonly language: string;
  /** `theme:asylum`, `topic:us-asylum-fees`, or `any`. */
  readonly about: string;
}

export const START_FILTER: Filter = { view: 'all', language: 'any', about: 'any' };

export function passes({ view, language, about }: Filter, entry: CaseInQueue, me: AgentId): boolean {
  if (view === 'waiting' && entry.state !== 'waiting') return false;
  if (view === 'mine' && entry.owner?.id !== me) return false;
  if (language !== 'any' && entry.language !== language) return false;
  return about === 'any' || about === `theme:${entry.theme}` || about === `topic:${entry.topic}`;
}

export interface QueueFiltersProps {
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
  /** All that are open. */
  readonly cases: readonly CaseInQueue[];
}

export function QueueFilters({ filter, onChange, cases }: QueueFiltersProps) {
  const { me } = useDesk();
  const speech = useSpeech();
  const { say } = speech;
  const count = (view: View): string =>
    view === 'closed'
      ? ''
      : ` ${cases.filter((entry) => passes({ view, language: 'any', about: 'any' }, entry, me.id)).length}`;
  return (
    <div className="queue-filters">
      <ToggleButtonGroup
        className="switch switch-wide"
        aria-label={say('queue.view')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={[filter.view]}
        onSelectionChange={(keys) => {
          const view = VIEWS.find((one) => keys.has(one));
          if (view !== undefined) onChange({ ...filter, view });
        }}
      >
        {VIEWS.map((view) => (
          <ToggleButton key={view} id={view} className="switch-button">
            {say(`queue.view.${view}`)}
            <span className="count">{count(view)}</span>
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {filter.view !== 'closed' && (
        <div className="queue-choices">
          <Choose
            label={say('queue.language')}
            isLabelHidden
            value={filter.language}
            options={[
              { value: 'any', label: say('queue.any_language') },
              ...LANGUAGES.map((one) => ({ value: one, label: languageName(speech, one) })),
            ]}
            onChange={(language) => onChange({ ...filter, language })}
          />
          <AboutChoice filter={filter} onChange={onChange} cases={cases} />
        </div>
      )}
    </div>
  );
}

/** Only what is there: a list of every topic would be too long to look through. */
function AboutChoice({ filter, onChange, cases }: QueueFiltersProps) {
  const { settings } = useDesk();
  const { say, language } = useSpeech();
  const themes = [...new Set(cases.flatMap(({ theme }) => (theme === null ? [] : [theme])))];
  const topics = [...new Set(cases.flatMap(({ topic }) => (topic === null ? [] : [topic])))];
  const options = [
    ...themes.map((theme) => ({ value: `theme:${theme}`, label: say(`theme.${theme}`) })),
    ...topics.map((topic) => ({ value: `topic:${topic}`, label: topicName(settings, language, topic) })),
  ].toSorted((a, b) => a.label.localeCompare(b.label, language));
  return (
    <Choose
      label={say('queue.about')}
      isLabelHidden
      value={filter.about}
      options={[{ value: 'any', label: say('queue.any_topic') }, ...options]}
      onChange={(about) => onChange({ ...filter, about })}
    />
  );
}
