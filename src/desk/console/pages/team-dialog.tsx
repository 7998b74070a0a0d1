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
import { KeptNote } from '../parts/kept-note.tsx';
import { useKept } from '../parts/use-kept.ts';
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
  const kept = useKept(`team:${team?.id ?? ''}`, () => writeTeam(team));
  const { id, name, normal, urgent, hasOwnHours, written } = kept.fields;
  const { change } = kept;
  const [problem, setProblem] = useState<string | null>(null);

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
    }, finish);
  };

  return (
    <Dialog title={team === null ? say('teams.add') : team.name} look="wide" onClose={onClose}>
      <form className="form" onSubmit={submit}>
        <KeptNote kept={kept} />
        {team === null && (
          <Field
            label={say('teams.id')}
            hint={say('teams.id_hint')}
            value={id}
            onChange={(typed) => change({ id: typed })}
            maxLength={32}
            pattern="[a-z0-9\-]+"
            isRequired
            autoFocus
          />
        )}
        <Field
          label={say('teams.name')}
          value={name}
          onChange={(typed) => change({ name: typed })}
          maxLength={MAX_NAME}
          isRequired
        />
        <fieldset className="fieldset fieldset-row">
          <legend className="field-label">{say('teams.targets_title')}</legend>
          <Field
            label={say('teams.normal')}
            inputMode="numeric"
            value={normal}
            onChange={(typed) => change({ normal: typed })}
          />
          <Field
            label={say('teams.urgent')}
            inputMode="numeric"
            value={urgent}
            onChange={(typed) => change({ urgent: typed })}
          />
        </fieldset>
        <Check
          label={say('teams.has_own_hours')}
          isOn={hasOwnHours}
          onChange={(isOn) => change({ hasOwnHours: isOn })}
        />
        {hasOwnHours && <ScheduleFieldset written={written} onChange={(typed) => change({ written: typed })} />}
        {problem !== null && <Notice look="error">{problem}</Notice>}
        {task.error !== null && <Notice look="error">{task.error}</Notice>}
        <div className="dialog-jobs">
          <Button onPress={cancel}>{say('common.cancel')}</Button>
          <Button look="main" type="submit" isPending={task.isBusy}>
            {say('common.save')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

/** A team as it stands in the fields. */
function writeTeam(team: Team | null) {
  return {
    id: '',
    name: team?.name ?? '',
    normal: String(team?.targets?.normalMinutes ?? ''),
    urgent: String(team?.targets?.urgentMinutes ?? ''),
    hasOwnHours: (team?.schedule ?? null) !== null,
    written: writeSchedule(team?.schedule ?? null),
  };
}
