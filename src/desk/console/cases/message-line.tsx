/** One line of the conversation. What people wrote is shown as text and nothing else: no link in it can be followed. */
import type { CaseView, DeskMessage } from '../../../core/desk.ts';
import { Icon } from '../parts/icon.tsx';
import { useSpeech } from '../phrases.ts';
import { toClockTime } from '../when.ts';
import { DeliveryState } from './delivery-state.tsx';
import { MediaOnDemand } from './media-on-demand.tsx';
import { PlaceOnDemand } from './place-on-demand.tsx';
import { Translation } from './translation.tsx';

type Of<Kind extends DeskMessage['kind']> = Extract<DeskMessage, { kind: Kind }>;

export interface MessageLineProps {
  readonly message: DeskMessage;
  readonly view: CaseView;
  readonly reload: () => Promise<void>;
}

export function MessageLine({ message, view, reload }: MessageLineProps) {
  switch (message.kind) {
    case 'from_person':
      return <FromPerson message={message} view={view} />;
    case 'to_person':
      return <ToPerson message={message} view={view} reload={reload} />;
    case 'note':
      return <NoteLine message={message} />;
    case 'event':
      return <EventLine message={message} />;
  }
}

function FromPerson({ message, view }: { readonly message: Of<'from_person'>; readonly view: CaseView }) {
  const { say, language } = useSpeech();
  const { text, content, media, forwarded } = message;
  return (
    <div className="bubble bubble-person">
      <p className="bubble-author">{say('message.person')}</p>
      {content !== 'text' && (
        <p className="bubble-kind">
          <Icon name={content === 'location' ? 'pin' : 'file'} />
          {say(`content.${content}`)}
        </p>
      )}
      {forwarded !== null && <p className="bubble-kind">{say(`message.forwarded_${forwarded}`)}</p>}
      {text !== null && (
        <p className="words" lang={view.language}>
          {text}
        </p>
      )}
      {text !== null && <Translation text={text} from={view.language} />}
      {media !== null && view.state !== 'closed' && (
        <MediaOnDemand caseId={view.id} messageId={message.id} media={media} />
      )}
      {content === 'location' && view.state !== 'closed' && <PlaceOnDemand caseId={view.id} messageId={message.id} />}
      <p className="bubble-foot">{toClockTime(language, message.atMs)}</p>
    </div>
  );
}

interface ToPersonProps extends Omit<MessageLineProps, 'message'> {
  readonly message: Of<'to_person'>;
}

function ToPerson({ message, view, reload }: ToPersonProps) {
  const { say, language } = useSpeech();
  const { author, agent, text } = message;
  return (
    <div className={`bubble bubble-${author}`} data-state={message.state}>
      <p className="bubble-author">{agent === null ? say(`message.${author}`) : agent.name}</p>
      <p className="words" lang={view.language}>
        {text}
      </p>
      <p className="bubble-foot">{toClockTime(language, message.atMs)}</p>
      <DeliveryState message={message} view={view} reload={reload} />
    </div>
  );
}

function NoteLine({ message }: { readonly message: Of<'note'> }) {
  const { say, language } = useSpeech();
  return (
    <div className="bubble bubble-note">
      <p className="bubble-author">
        <Icon name="note" />
        {say(message.about === 'number' ? 'message.number_note' : 'message.note', { name: message.agent.name })}
      </p>
      <p className="words">{message.text}</p>
      <p className="bubble-foot">{toClockTime(language, message.atMs)}</p>
    </div>
  );
}

function EventLine({ message }: { readonly message: Of<'event'> }) {
  const { say, language } = useSpeech();
  const { agent, what, atMs } = message;
  return (
    <p className="happening">
      {say(`event.${what}`)}
      {agent !== null && ` · ${agent.name}`} · {toClockTime(language, atMs)}
    </p>
  );
}
