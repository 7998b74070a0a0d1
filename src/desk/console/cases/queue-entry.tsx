/** One case in the list: how urgent, about what, since when, whose. No word of the person's. */
import type { MouseEvent } from 'react';
import { MINUTE_MS } from '../../../core/clock.ts';
import type { CaseInQueue } from '../../../core/desk.ts';
import { useDesk, useQueue } from '../desk-context.ts';
import { hasDraft } from '../drafts.ts';
import { Icon } from '../parts/icon.tsx';
import { useSpeech } from '../phrases.ts';
import { pathOf } from '../place.ts';
import { useWatched } from '../watched.ts';
import { toDuration, useNowMs } from '../when.ts';
import { languageName, titleOf } from './names.ts';

export interface QueueEntryProps {
  readonly entry: CaseInQueue;
  readonly isOpen: boolean;
  readonly onOpen: () => void;
}

export function QueueEntry({ entry, isOpen, onOpen }: QueueEntryProps) {
  const { settings } = useDesk();
  const speech = useSpeech();
  const { say } = speech;
  const follow = (event: MouseEvent): void => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    onOpen();
  };
  return (
    <a
      className="entry"
      href={pathOf({ page: 'cases', caseId: entry.id })}
      onClick={follow}
      data-urgent={entry.urgency === 'urgent'}
      data-state={entry.state}
      {...(isOpen ? { 'aria-current': 'true' as const } : {})}
    >
      <span className="entry-top">
        {entry.urgency === 'urgent' && (
          <span className="badge badge-urgent">
            <Icon name="alert" />
            {say('queue.urgent')}
          </span>
        )}
        <span className="entry-title">{titleOf(speech, settings, entry)}</span>
        <Waiting entry={entry} />
      </span>
      <span className="entry-low">
        <span>
          {languageName(speech, entry.language)} · {say(`channel.${entry.channel}`)}
        </span>
        <Whose entry={entry} />
      </span>
      <Marks entry={entry} />
    </a>
  );
}

/** Since when the person waits for an answer; what is late says so. */
function Waiting({ entry }: { readonly entry: CaseInQueue }) {
  const { say } = useSpeech();
  const nowMs = useNowMs(MINUTE_MS / 6);
  const { waitingSinceMs, dueAtMs } = entry;
  if (waitingSinceMs === null) return <span className="entry-time quiet">{say('queue.answered')}</span>;
  const isLate = dueAtMs !== null && dueAtMs < nowMs;
  const time = toDuration(say, Math.max(0, nowMs - waitingSinceMs));
  return (
    <span className={`entry-time${isLate ? ' late' : ''}`}>
      <span className="unseen">{say('queue.waits')} </span>
      {time}
      {isLate && ` · ${say('queue.late')}`}
    </span>
  );
}

function Whose({ entry: { state, owner } }: { readonly entry: CaseInQueue }) {
  const { me } = useDesk();
  const { say } = useSpeech();
  if (state === 'waiting') return <span className="whose">{say('state.waiting')}</span>;
  const name = owner === null ? '' : owner.id === me.id ? say('queue.you') : owner.name;
  return (
    <span className="whose" data-mine={owner?.id === me.id}>
      {state === 'parked' ? say('queue.parked_by', { name }) : name}
    </span>
  );
}

function Marks({ entry }: { readonly entry: CaseInQueue }) {
  const { say } = useSpeech();
  const writer = useWatched(useQueue().typing).get(entry.id);
  const { me } = useDesk();
  const isDraft = entry.owner?.id === me.id && hasDraft(entry.id);
  if (entry.tags.length === 0 && !entry.hidden && !isDraft && writer === undefined) return null;
  return (
    <span className="entry-marks">
      {entry.hidden && (
        <span className="badge">
          <Icon name="eye_off" />
          {say('queue.hidden')}
        </span>
      )}
      {entry.tags.map((tag) => (
        <span key={tag} className="badge">
          {tag}
        </span>
      ))}
      {isDraft && <span className="badge">{say('queue.draft')}</span>}
      {writer !== undefined && writer.id !== me.id && (
        <span className="quiet">{say('case.is_writing', { name: writer.name })}</span>
      )}
    </span>
  );
}
