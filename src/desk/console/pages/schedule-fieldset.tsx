import { LANGUAGES } from '../../../core/language.ts';
import { WEEKDAYS } from '../../../core/place.ts';
import { languageName } from '../cases/names.ts';
import { Check } from '../parts/check.tsx';
import { Field } from '../parts/field.tsx';
import { useSpeech } from '../phrases.ts';
import type { WrittenSchedule } from './schedule-fields.ts';

export interface ScheduleFieldsetProps {
  readonly written: WrittenSchedule;
  readonly onChange: (written: WrittenSchedule) => void;
}

export function ScheduleFieldset({ written, onChange }: ScheduleFieldsetProps) {
  const speech = useSpeech();
  const { say } = speech;
  const change = (changed: Partial<WrittenSchedule>): void => onChange({ ...written, ...changed });
  return (
    <>
      <Check label={say('teams.staffed')} isOn={written.staffed} onChange={(staffed) => change({ staffed })} />
      <fieldset className="fieldset fieldset-row">
        <legend className="field-label">{say('teams.hours')}</legend>
        <p className="small quiet fieldset-lead">{say('teams.hours_hint')}</p>
        {WEEKDAYS.map((day) => (
          <Field
            key={day}
            label={say(`day.${day}`)}
            value={written.hours[day]}
            onChange={(text) => change({ hours: { ...written.hours, [day]: text } })}
          />
        ))}
      </fieldset>
      <Field
        label={say('teams.holidays')}
        hint={say('teams.holidays_hint')}
        rows={3}
        value={written.holidays}
        onChange={(holidays) => change({ holidays })}
      />
      <Field
        label={say('teams.time_zone')}
        hint={say('teams.time_zone_hint')}
        value={written.timeZone}
        onChange={(timeZone) => change({ timeZone })}
      />
      <fieldset className="fieldset fieldset-row">
        <legend className="field-label">{say('teams.zone_names')}</legend>
        {LANGUAGES.map((language) => (
          <Field
            key={language}
            label={languageName(speech, language)}
            value={written.timeZoneName[language]}
            onChange={(name) => change({ timeZoneName: { ...written.timeZoneName, [language]: name } })}
            maxLength={30}
            isRequired
          />
        ))}
      </fieldset>
      <Field
        label={say('teams.usual')}
        hint={say('teams.usual_hint')}
        inputMode="numeric"
        value={written.usualMinutes}
        onChange={(usualMinutes) => change({ usualMinutes })}
      />
    </>
  );
}
