/** Replies that are written once and inserted often: by team and language. */
import { useState } from 'react';
import type { FormEvent } from 'react';
import type { CannedReply } from '../../../core/desk.ts';
import type { TeamId } from '../../../core/ids.ts';
import { LANGUAGES } from '../../../core/language.ts';
import { languageName } from '../cases/names.ts';
import { useDesk } from '../desk-context.ts';
import { AskedView } from '../parts/asked-view.tsx';
import { Button } from '../parts/button.tsx';
import { Choose } from '../parts/choose.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Field } from '../parts/field.tsx';
import { Notice } from '../parts/notice.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { KeptNote } from '../parts/kept-note.tsx';
import { useKept } from '../parts/use-kept.ts';
import { useTask } from '../parts/use-task.ts';
import { useSay, useSpeech } from '../phrases.ts';
import { library } from '../service.ts';

const MAX_TITLE = 60;
const MAX_TEXT = 2_000;
const NEW: Omit<CannedReply, 'id'> = { team: null, language: 'es', title: '', text: '' };

export function CannedPage() {
  const { me } = useDesk();
  const say = useSay();
  const loaded = useAsked(library.canned);
  const [edited, setEdited] = useState<CannedReply | typeof NEW | null>(null);
  const mayWrite = me.role !== 'agent';
  const close = async (): Promise<void> => {
    setEdited(null);
    await loaded.reload();
  };
  return (
    <div className="stack">
      <PageHead title={say('canned.title')} lead={say(mayWrite ? 'canned.lead' : 'canned.lead_reader')}>
        {mayWrite && (
          <Button look="main" onPress={() => setEdited(NEW)}>
            {say('canned.add')}
          </Button>
        )}
      </PageHead>
      <AskedView loaded={loaded}>
        {({ replies }) =>
          replies.length === 0 ? (
            <p className="quiet">{say('canned.none')}</p>
          ) : (
            <ul className="cards">
              {replies.map((reply) => (
                <li key={reply.id}>
                  <ReplyCard reply={reply} onEdit={mayWrite ? () => setEdited(reply) : null} />
                </li>
              ))}
            </ul>
          )
        }
      </AskedView>
      {edited !== null && <EditDialog reply={edited} onClose={() => setEdited(null)} onDone={close} />}
    </div>
  );
}

interface ReplyCardProps {
  readonly reply: CannedReply;
  readonly onEdit: (() => void) | null;
}

function ReplyCard({ reply, onEdit }: ReplyCardProps) {
  const { teams } = useDesk();
  const speech = useSpeech();
  const { say } = speech;
  const team = reply.team === null ? say('canned.all_teams') : teams.find(({ id }) => id === reply.team)?.name;
  return (
    <article className="card">
      <div className="card-row">
        <div>
          <h2 className="card-title">{reply.title}</h2>
          <p className="small quiet">
            {languageName(speech, reply.language)} · {team ?? reply.team}
          </p>
        </div>
        {onEdit !== null && <Button onPress={onEdit}>{say('common.edit')}</Button>}
      </div>
      <p className="words" lang={reply.language}>
        {reply.text}
      </p>
    </article>
  );
}

interface EditDialogProps {
  readonly reply: CannedReply | Omit<CannedReply, 'id'>;
  readonly onClose: () => void;
  readonly onDone: () => Promise<void>;
}

const ALL_TEAMS = '';

function EditDialog({ reply, onClose, onDone }: EditDialogProps) {
  const { teams } = useDesk();
  const speech = useSpeech();
  const { say } = speech;
  const task = useTask();
  const kept = useKept<EditDialogProps['reply']>(`canned:${'id' in reply ? reply.id : ''}`, () => reply);
  const { fields: wanted, change } = kept;
  const cancel = (): void => {
    kept.drop();
    onClose();
  };
  const finish = (): Promise<void> => {
    kept.drop();
    return onDone();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void task.run<unknown>(() => ('id' in wanted ? library.changeCanned(wanted) : library.addCanned(wanted)), finish);
  };
  return (
    <Dialog title={say('id' in reply ? 'canned.edit' : 'canned.add')} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <KeptNote kept={kept} />
        <Field
          label={say('canned.name')}
          value={wanted.title}
          onChange={(title) => change({ title })}
          maxLength={MAX_TITLE}
          isRequired
          autoFocus
        />
        <Choose
          label={say('canned.language')}
          value={wanted.language}
          options={LANGUAGES.map((value) => ({ value, label: languageName(speech, value) }))}
          onChange={(language) => change({ language })}
        />
        <Choose
          label={say('canned.team')}
          value={wanted.team ?? ALL_TEAMS}
          options={[
            { value: ALL_TEAMS, label: say('canned.all_teams') },
            ...teams.map(({ id, name }) => ({ value: id as string, label: name })),
          ]}
          // One of the ids that were just offered.
          onChange={(id) => change({ team: id === ALL_TEAMS ? null : (id as TeamId) })}
        />
        <Field
          label={say('canned.text')}
          value={wanted.text}
          onChange={(text) => change({ text })}
          maxLength={MAX_TEXT}
          rows={6}
          isRequired
        />
        {task.error !== null && <Notice look="error">{task.error}</Notice>}
        <div className="dialog-jobs">
          {'id' in reply && (
            <Button
              look="danger"
              isPending={task.isBusy}
              onPress={() => void task.run(() => library.removeCanned(reply.id), finish)}
            >
              {say('common.remove')}
            </Button>
          )}
          <Button onPress={cancel}>{say('common.cancel')}</Button>
          <Button look="main" type="submit" isPending={task.isBusy}>
            {say('common.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
