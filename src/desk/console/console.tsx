/** The whole console: speaks the agent's language, finds out who is signed in, and shows the door or the desk. */
import { useEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import type { Me } from '../../core/desk-api.ts';
import { whenSignedOut } from './ask.ts';
import { claimDrafts } from './drafts.ts';
import { loadPhrases, SpeechProvider } from './phrases.ts';
import type { Speech } from './phrases.ts';
import { preferences } from './preferences.ts';
import { account } from './service.ts';
import { Shell } from './shell.tsx';
import { SignInPage } from './sign-in/sign-in-page.tsx';
import { StartTrouble } from './start-trouble.tsx';
import { useWatched } from './watched.ts';

type Who =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'nobody'; readonly hasExpired: boolean }
  | { readonly kind: 'agent'; readonly me: Me };

/** What a country writes differently: numbers and dates inside the ready-made parts. */
const LOCALES = { es: 'es-MX', en: 'en-US' } as const;

export function Console() {
  const { language } = useWatched(preferences);
  const [speech, setSpeech] = useState<Speech | null>(null);
  useEffect(() => {
    void loadPhrases(language).then((say) => setSpeech({ language, say }));
  }, [language]);
  if (speech === null) return null;
  return (
    <SpeechProvider value={speech}>
      <I18nProvider locale={LOCALES[speech.language]}>
        <Inside />
      </I18nProvider>
    </SpeechProvider>
  );
}

function Inside() {
  const [who, setWho] = useState<Who>({ kind: 'unknown' });
  const enter = (me: Me): void => {
    claimDrafts(me.id);
    setWho({ kind: 'agent', me });
  };
  const askWho = async (): Promise<void> => {
    const asked = await account.me();
    if (asked.kind === 'done') enter(asked.value);
    // That nobody is signed in was heard already.
    else if (asked.kind === 'unreachable') setWho((before) => (before.kind === 'agent' ? before : asked));
  };
  useEffect(() => {
    whenSignedOut(() => {
      setWho((before) => (before.kind === 'nobody' ? before : { kind: 'nobody', hasExpired: before.kind === 'agent' }));
    });
    void askWho();
  }, []);
  switch (who.kind) {
    case 'unknown':
      return null;
    case 'unreachable':
      return <StartTrouble onAgain={askWho} />;
    case 'nobody':
      return <SignInPage hasExpired={who.hasExpired} onSignedIn={enter} />;
    case 'agent':
      return (
        <Shell
          key={who.me.id}
          me={who.me}
          refreshMe={askWho}
          onSignedOut={() => setWho({ kind: 'nobody', hasExpired: false })}
        />
      );
  }
}
