/** Name, targets and working hours of a team. */
import { useState } from 'react';
import type { FormEvent } from 'react';
import type { TeamId } from '../../../core/ids.ts';
import type { Team } from '../../../core/staff.ts';
import type { Asked } from '../ask.ts';
import { Button } from '../parts/button.tsx';
import { Check } from '../parts/check.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Field } from '../parts/field.tsx';
import { Notice } from '../parts/notice.tsx';
import { useTask } from '../parts/use-task.ts';
import { useSay } from '../phrases.ts';
import { office } from '../service.ts';
import { readSchedule, writeSchedule } from './schedule-fields.ts';
import { ScheduleFieldset } from './schedule-fieldset.tsx';

const MAX_NAME = 40;

export interface TeamDialogProps {
  /** Null: a new one. */
  readonly team: Team | null;
  readonly onClose: () => void;
  readonly onDone: () => Promise<void>;
}

export function TeamDialog({ team, onClose, onDone }: TeamDialogProps) {
  const say = useSay();
  const task = useTask();
  const [id, setId] = useState('');
  const [name, setName] = useState(team?.name ?? '');
  const [normal, setNormal] = useState(String(team?.targets?.normalMinutes ?? ''));
  const [urgent, setUrgent] = useState(String(team?.targets?.urgentMinutes ?? ''));
  const [hasOwnHours, setOwnHours] = useState((team?.schedule ?? null) !== null);
  const [written, setWritten] = useState(() => writeSchedule(team?.schedule ?? null));
  const [problem, setProblem] = useState<string | null>(null);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const schedule = hasOwnHours ? readSchedule(written) : null;
    if (schedule !== null && 'problem' in schedule) {
      setProblem(say(schedule.problem, { line: schedule.line }));
      return;
    }
    if ((normal === '') !== (urgent === '')) {
      setProblem(say('teams.both_targets'));
      return;
    }
    setProblem(null);
    const targets = normal === '' ? null : { normalMinutes: Number(normal), urgentMinutes: Number(urgent) };
    const wanted = { name: name.trim(), schedule, targets };
    void task.run<unknown>((): Promise<Asked<unknown>> => {
      // What is typed there is an id once the server has taken it.
      return team === null ? office.addTeam({ id: id as TeamId, ...wanted }) : office.changeTeam(team.id, wanted);
    }, onDone);
  };

  return (
    <Dialog title={team === null ? say('teams.add') : team.name} look="wide" onClose={onClose}>
      <form className="form" onSubmit={submit}>
        {team === null && (
          <Field
            label={say('teams.id')}
            hint={say('teams.id_hint')}
            value={id}
            onChange={setId}
            maxLength={32}
            pattern="[a-z0-9\-]+"
            isRequired
            autoFocus
          />
        )}
        <Field label={say('teams.name')} value={name} onChange={setName} maxLength={MAX_NAME} isRequired />
        <fieldset className="fieldset fieldset-row">
          <legend className="field-label">{say('teams.targets_title')}</legend>
          <Field label={say('teams.normal')} inputMode="numeric" value={normal} onChange={setNormal} />
          <Field label={say('teams.urgent')} inputMode="numeric" value={urgent} onChange={setUrgent} />
        </fieldset>
        <Check label={say('teams.has_own_hours')} isOn={hasOwnHours} onChange={setOwnHours} />
        {hasOwnHours && <ScheduleFieldset written={written} onChange={setWritten} />}
        {problem !== null && <Notice look="error">{problem}</Notice>}
        {task.error !== null && <Notice look="error">{task.error}</Notice>}
        <div className="dialog-jobs">
          <Button onPress={onClose}>{say('common.cancel')}</Button>
          <Button look="main" type="submit" isPending={task.isBusy}>
            {say('common.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
