/** A new account, or what an administrator may change of one. */
import type { FormEvent } from 'react';
import type { AgentForAdmin, HandedOut } from '../../../core/desk-api.ts';
import { ROLES } from '../../../core/desk.ts';
import type { TeamId } from '../../../core/ids.ts';
import { LANGUAGES } from '../../../core/language.ts';
import { languageName } from '../cases/names.ts';
import { useDesk } from '../desk-context.ts';
import { Button } from '../parts/button.tsx';
import { Check } from '../parts/check.tsx';
import { Choose } from '../parts/choose.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Field } from '../parts/field.tsx';
import { Notice } from '../parts/notice.tsx';
import { KeptNote } from '../parts/kept-note.tsx';
import { useKept } from '../parts/use-kept.ts';
import { useTask } from '../parts/use-task.ts';
import { useSpeech } from '../phrases.ts';
import { office } from '../service.ts';
import type { NewAgent } from '../service.ts';

const MAX_NAME = 40;

export interface AgentDialogProps {
  /** Null: a new one. */
  readonly agent: AgentForAdmin | null;
  readonly onClose: () => void;
  readonly onDone: (handedOut: HandedOut | null) => Promise<void>;
}

export function AgentDialog({ agent, onClose, onDone }: AgentDialogProps) {
  const { teams } = useDesk();
  const { say } = useSpeech();
  const task = useTask();
  const kept = useKept(`agent:${agent?.id ?? ''}`, () => toNewAgent(agent ?? newAgent(teams[0]?.id)));
  const { fields: wanted, change } = kept;
  const { name, role, team, languages } = wanted;
  const cancel = (): void => {
    kept.drop();
    onClose();
  };
  const finish: typeof onDone = (handedOut) => {
    kept.drop();
    return onDone(handedOut);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (agent === null) {
      void task.run(() => office.addAgent(wanted), finish);
    } else {
      void task.run(
        () => office.changeAgent(agent.id, { name, role, team, languages }),
        () => finish(null),
      );
    }
  };
  return (
    <Dialog title={agent === null ? say('agents.add') : agent.name} onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <KeptNote kept={kept} />
        <Field
          label={say('agents.name')}
          hint={say('agents.name_hint')}
          value={name}
          onChange={(typed) => change({ name: typed })}
          maxLength={MAX_NAME}
          isRequired
          autoFocus
        />
        {agent === null && (
          <Field
            label={say('door.email')}
            type="email"
            autoComplete="off"
            value={wanted.email}
            onChange={(email) => change({ email })}
            isRequired
          />
        )}
        <Choose
          label={say('agents.role')}
          value={role}
          options={ROLES.map((value) => ({ value, label: say(`role.${value}`) }))}
          onChange={(chosen) => change({ role: chosen })}
        />
        <p className="small quiet">{say(`role.${role}_may`)}</p>
        <Choose
          label={say('agents.team')}
          value={team}
          options={teams.map((one) => ({ value: one.id as string, label: one.name }))}
          onChange={(id) => change({ team: id as TeamId })} // one of those that were just offered
        />
        <Languages languages={languages} onChange={(chosen) => change({ languages: chosen })} />
        {task.error !== null && <Notice look="error">{task.error}</Notice>}
        {agent !== null && <MoreJobs agent={agent} onDone={finish} />}
        <div className="dialog-jobs">
          <Button onPress={cancel}>{say('common.cancel')}</Button>
          <Button look="main" type="submit" isPending={task.isBusy}>
            {say(agent === null ? 'agents.add_do' : 'common.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function newAgent(team: TeamId | undefined): NewAgent {
  // There is always a team of this name.
  return { email: '', name: '', role: 'agent', team: team ?? ('default' as TeamId), languages: ['es'] };
}

/** What may be typed here; the rest of an account is not kept. */
function toNewAgent({ email, name, role, team, languages }: NewAgent): NewAgent {
  return { email, name, role, team, languages };
}

interface LanguagesProps extends Pick<NewAgent, 'languages'> {
  readonly onChange: (languages: NewAgent['languages']) => void;
}

function Languages({ languages, onChange }: LanguagesProps) {
  const speech = useSpeech();
  return (
    <fieldset className="fieldset">
      <legend className="field-label">{speech.say('agents.languages')}</legend>
      {LANGUAGES.map((language) => (
        <Check
          key={language}
          label={languageName(speech, language)}
          isOn={languages.includes(language)}
          onChange={(isOn) => onChange(isOn ? [...languages, language] : languages.filter((one) => one !== language))}
        />
      ))}
    </fieldset>
  );
}

/** What is seldom done: a new one-time password, closing an account. */
function MoreJobs({ agent, onDone }: { readonly agent: AgentForAdmin; readonly onDone: AgentDialogProps['onDone'] }) {
  const { say } = useSpeech();
  const task = useTask();
  const { id, disabled } = agent;
  return (
    <div className="stack">
      <p className="small quiet">{say('agents.reset_hint')}</p>
      <div className="card-jobs">
        <Button isPending={task.isBusy} onPress={() => void task.run(() => office.resetAgent(id), onDone)}>
          {say('agents.reset')}
        </Button>
        <Button
          look={disabled ? 'plain' : 'danger'}
          isPending={task.isBusy}
          onPress={() =>
            void task.run(
              () => office.changeAgent(id, { disabled: !disabled }),
              () => onDone(null),
            )
          }
        >
          {say(disabled ? 'agents.enable' : 'agents.disable')}
        </Button>
      </div>
      {task.error !== null && <Notice look="error">{task.error}</Notice>}
    </div>
  );
}
