/** The conversation, oldest first; new lines pull the view down only while its end is in sight. */
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { DeskMessage } from '../../../core/desk.ts';
import { useDesk, useQueue } from '../desk-context.ts';
import { useSay, useSpeech } from '../phrases.ts';
import { useWatched } from '../watched.ts';
import { toClockTime, toDay } from '../when.ts';
import type { OpenCaseProps } from './case-screen.tsx';
import { MessageLine } from './message-line.tsx';

/** So near to the end counts as being there. */
const NEAR_PX = 120;

export function Transcript({ view, reload }: OpenCaseProps) {
  const { say, language } = useSpeech();
  const scroller = useRef<HTMLElement>(null);
  const isAtEnd = useRef(true);
  const height = useRef(0);
  const { messages } = view;
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element !== null && isAtEnd.current) element.scrollTop = element.scrollHeight;
  }, [messages.length]);
  // A panel beside it, or a notice below it, leaves it less room: its end stays in sight.
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      height.current = element.clientHeight;
      if (isAtEnd.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const noteScroll = (): void => {
    const element = scroller.current;
    // While its size changes, the browser moves it by itself: nobody has scrolled.
    if (element === null || element.clientHeight !== height.current) return;
    isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_PX;
  };
  return (
    // A region that scrolls must be reachable by keyboard.
    <section className="transcript" ref={scroller} onScroll={noteScroll} tabIndex={0} aria-label={say('case.messages')}>
      <section className="summary">
        <h3>{say('case.summary')}</h3>
        <p className="words" lang={view.language}>
          {view.summary}
        </p>
      </section>
      <ol className="lines">
        {messages.map((message, index) => (
          <li key={`${message.kind}-${message.id}`} className={`line line-${sideOf(message)}`}>
            {isNewDay(messages[index - 1], message) && <p className="day">{toDay(language, message.atMs)}</p>}
            <MessageLine message={message} view={view} reload={reload} />
          </li>
        ))}
      </ol>
      <ReadBy caseId={view.id} />
      <Writing caseId={view.id} />
    </section>
  );
}

function sideOf(message: DeskMessage): 'person' | 'us' | 'note' | 'event' {
  switch (message.kind) {
    case 'from_person':
      return 'person';
    case 'to_person':
      return 'us';
    default:
      return message.kind;
  }
}

function isNewDay(before: DeskMessage | undefined, message: DeskMessage): boolean {
  return before === undefined || new Date(before.atMs).toDateString() !== new Date(message.atMs).toDateString();
}

/** Who supervises may read along: whoever has the case sees that they did. */
function ReadBy({ caseId }: { readonly caseId: OpenCaseProps['view']['id'] }) {
  const { say, language } = useSpeech();
  const readers = useWatched(useQueue().readers).get(caseId) ?? [];
  return readers.map(({ id, name, atMs }) => (
    <p key={id} className="happening">
      {say('case.was_read_by', { name, time: toClockTime(language, atMs) })}
    </p>
  ));
}

/** A colleague is writing in this case too. */
function Writing({ caseId }: { readonly caseId: OpenCaseProps['view']['id'] }) {
  const { me } = useDesk();
  const say = useSay();
  const writer = useWatched(useQueue().typing).get(caseId);
  if (writer === undefined || writer.id === me.id) return null;
  return <p className="quiet">{say('case.is_writing', { name: writer.name })}</p>;
}
