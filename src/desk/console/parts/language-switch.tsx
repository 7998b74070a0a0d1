/** Spanish or English, each under its own name. */
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import { LANGUAGE_NAMES } from '../../../core/language.ts';
import { CONSOLE_LANGUAGES, useSpeech } from '../phrases.ts';
import { changePreferences } from '../preferences.ts';

export function LanguageSwitch() {
  const { language, say } = useSpeech();
  return (
    <ToggleButtonGroup
      className="switch"
      aria-label={say('common.language')}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[language]}
      onSelectionChange={(keys) => {
        const chosen = CONSOLE_LANGUAGES.find((one) => keys.has(one));
        if (chosen !== undefined) changePreferences({ language: chosen });
      }}
    >
      {CONSOLE_LANGUAGES.map((one) => (
        <ToggleButton key={one} id={one} className="switch-button">
          <span lang={one}>{LANGUAGE_NAMES[one]}</span>
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
