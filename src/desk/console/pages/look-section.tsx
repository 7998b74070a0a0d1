import { Check } from '../parts/check.tsx';
import { LanguageSwitch } from '../parts/language-switch.tsx';
import { OneOf } from '../parts/one-of.tsx';
import { useSay } from '../phrases.ts';
import { changePreferences, preferences, THEMES } from '../preferences.ts';
import { useWatched } from '../watched.ts';

/** Of this browser only: nothing of it is sent anywhere. */
export function LookSection() {
  const say = useSay();
  const { theme, sound, shortcuts } = useWatched(preferences);
  return (
    <section className="section">
      <h2>{say('look.title')}</h2>
      <div>
        <LanguageSwitch />
      </div>
      <OneOf
        label={say('look.theme')}
        value={theme}
        options={THEMES.map((value) => ({ value, label: say(`look.${value}`) }))}
        onChange={(chosen) => changePreferences({ theme: chosen })}
      />
      <Check label={say('look.sound')} isOn={sound} onChange={(isOn) => changePreferences({ sound: isOn })} />
      <Check
        label={say('look.shortcuts')}
        isOn={shortcuts}
        onChange={(isOn) => changePreferences({ shortcuts: isOn })}
      />
    </section>
  );
}
