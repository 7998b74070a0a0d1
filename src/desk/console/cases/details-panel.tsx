/** What is known of the case: dates, codes, tags. Nothing here says who the person is. */
import type { FormEvent, ReactNode } from 'react';
import { Label } from 'react-aria-components/Label';
import { Tag, TagGroup, TagList } from 'react-aria-components/TagGroup';
import { Button as AriaButton } from 'react-aria-components/Button';
import { useDesk } from '../desk-context.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { Icon } from '../parts/icon.tsx';
import { Notice } from '../parts/notice.tsx';
import { useKept } from '../parts/use-kept.ts';
import { useTask } from '../parts/use-task.ts';
import { useSay, useSpeech } from '../phrases.ts';
import { cases } from '../service.ts';
import { toDayAndTime } from '../when.ts';
import type { CasePanelProps } from './case-panel.tsx';
import type { OpenCaseProps } from './case-screen.tsx';
import { languageName, topicName } from './names.ts';

const MAX_TAG = 30;

export function DetailsPanel({ view, reload, onDialog }: Pick<CasePanelProps, 'view' | 'reload' | 'onDialog'>) {
  const { settings, teams } = useDesk();
  const speech = useSpeech();
  const { say, language } = speech;
  const time = (ms: number | null): string => (ms === null ? '—' : toDayAndTime(language, ms));
  return (
    <div className="stack">
      <dl className="facts">
        <Detail name={say('details.state')}>{say(`state.${view.state}`)}</Detail>
        <Detail name={say('details.owner')}>{view.owner?.name ?? '—'}</Detail>
        <Detail name={say('details.team')}>{teams.find(({ id }) => id === view.team)?.name ?? view.team}</Detail>
        <Detail name={say('details.reason')}>{say(`reason.${view.reason}`)}</Detail>
        <Detail name={say('details.theme')}>{view.theme === null ? '—' : say(`theme.${view.theme}`)}</Detail>
        <Detail name={say('details.topic')}>
          {view.topic === null ? '—' : topicName(settings, language, view.topic)}
        </Detail>
        <Detail name={say('details.language')}>{languageName(speech, view.language)}</Detail>
        <Detail name={say('details.channel')}>{say(`channel.${view.channel}`)}</Detail>
        <Detail name={say('details.opened')}>{time(view.openedAtMs)}</Detail>
        <Detail name={say('details.waiting')}>{time(view.waitingSinceMs)}</Detail>
        <Detail name={say('details.due')}>{time(view.dueAtMs)}</Detail>
      </dl>
      <Tags view={view} reload={reload} />
      {view.state !== 'closed' && (
        <>
          <Button onPress={() => onDialog('number')}>{say('job.number')}</Button>
          <p className="small quiet">{say('details.number_hint')}</p>
        </>
      )}
    </div>
  );
}

function Detail({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Tags({ view, reload }: OpenCaseProps) {
  const say = useSay();
  const task = useTask();
  const kept = useKept(`tag:${view.id}`, () => ({ typed: '' }));
  const { typed } = kept.fields;
  const keep = (tags: readonly string[]): Promise<boolean> => task.run(() => cases.tags(view.id, tags), reload);
  const add = (event: FormEvent): void => {
    event.preventDefault();
    const tag = typed.trim();
    if (tag === '' || view.tags.includes(tag)) return;
    void keep([...view.tags, tag]).then((isDone) => {
      if (!isDone) return;
      kept.change({ typed: '' });
      kept.drop();
    });
  };
  return (
    <>
      <TagGroup className="tag-group" onRemove={(keys) => void keep(view.tags.filter((tag) => !keys.has(tag)))}>
        <Label className="field-label">{say('details.tags')}</Label>
        <TagList className="tags" renderEmptyState={() => <span className="quiet">{say('details.no_tags')}</span>}>
          {view.tags.map((tag) => (
            <Tag key={tag} id={tag} textValue={tag} className="tag">
              {tag}
              <AriaButton slot="remove" className="tag-remove">
                <Icon name="close" />
              </AriaButton>
            </Tag>
          ))}
        </TagList>
      </TagGroup>
      <form className="row" onSubmit={add}>
        <Field
          label={say('details.new_tag')}
          value={typed}
          onChange={(tag) => kept.change({ typed: tag })}
          maxLength={MAX_TAG}
        />
        <Button type="submit" isPending={task.isBusy}>
          {say('details.add_tag')}
        </Button>
      </form>
      {task.error !== null && <Notice look="error">{task.error}</Notice>}
    </>
  );
}
