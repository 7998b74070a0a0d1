/** Verified answers: found by words, read in the agent's language, sent in the person's. */
import { useEffect, useState } from 'react';
import type { FoundFact, FoundFacts } from '../../../core/desk-api.ts';
import type { CaseView } from '../../../core/desk.ts';
import type { Asked } from '../ask.ts';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { useExplain } from '../parts/refusal.ts';
import { SearchBox } from '../parts/search-box.tsx';
import { useSay, useSpeech } from '../phrases.ts';
import { library } from '../service.ts';
import { toDate } from '../when.ts';
import type { CasePanelProps } from './case-panel.tsx';
import { lastWords } from './last-words.ts';
import { languageName } from './names.ts';
import { ProposeDialog } from './propose-dialog.tsx';

const AFTER_TYPING_MS = 200;
const MAX_QUERY = 200;

type AnswersPanelProps = Pick<CasePanelProps, 'view' | 'onInsert'>;

export function AnswersPanel({ view, onInsert }: AnswersPanelProps) {
  const say = useSay();
  const explain = useExplain();
  const [typed, setTyped] = useState('');
  const asked = useFoundFacts(view, typed);
  const [isProposing, setProposing] = useState(false);
  return (
    <div className="stack">
      <SearchBox label={say('answers.search')} value={typed} onChange={setTyped} />
      {typed === '' && <p className="quiet small">{say('answers.suggested')}</p>}
      {asked === null && <p className="quiet">{say('common.loading')}</p>}
      {asked !== null && asked.kind !== 'done' && <Notice look="error">{explain(asked)}</Notice>}
      {asked?.kind === 'done' && asked.value.facts.length === 0 && <p className="quiet">{say('answers.none')}</p>}
      <ul className="cards">
        {asked?.kind === 'done' &&
          asked.value.facts.map((fact) => (
            <li key={fact.id}>
              <FactCard fact={fact} view={view} onInsert={onInsert} />
            </li>
          ))}
      </ul>
      <Button look="quiet" onPress={() => setProposing(true)}>
        {say('answers.propose')}
      </Button>
      {isProposing && <ProposeDialog view={view} fact={null} onClose={() => setProposing(false)} />}
    </div>
  );
}

/** What the agent types; until then, what the person wrote last. */
function useFoundFacts(view: CaseView, typed: string): Asked<FoundFacts> | null {
  const { language: readIn } = useSpeech();
  const [asked, setAsked] = useState<Asked<FoundFacts> | null>(null);
  const { language, channel } = view;
  const query = typed.trim() === '' ? lastWords(view, MAX_QUERY) : typed.trim().slice(0, MAX_QUERY);
  useEffect(() => {
    if (query === '') {
      setAsked({ kind: 'done', value: { facts: [] } });
      return;
    }
    let isOver = false;
    const timer = setTimeout(() => {
      void library.findFacts({ query, language, channel, readIn }).then((found) => {
        if (!isOver) setAsked(found);
      });
    }, AFTER_TYPING_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [query, language, channel, readIn]);
  return asked;
}

interface FactCardProps extends AnswersPanelProps {
  readonly fact: FoundFact;
}

function FactCard({ fact, view, onInsert }: FactCardProps) {
  const speech = useSpeech();
  const { say, language } = speech;
  const [isReported, setReported] = useState(false);
  const { text, meaning } = fact;
  return (
    <article className="card">
      <h3 className="card-title">{fact.title}</h3>
      <p className="card-marks small quiet">
        {fact.source.publisher} · {say('answers.verified_on', { date: toDate(language, fact.verifiedOn) })}
      </p>
      {fact.freshness !== 'fresh' && <Notice look="warning">{say(`answers.${fact.freshness}`)}</Notice>}
      {fact.isDraft && <p className="badge">{say('answers.draft')}</p>}
      <p className="words clamp">{meaning}</p>
      {text !== null && fact.language !== language && (
        <details className="more">
          <summary>{say('answers.in', { language: languageName(speech, fact.language) })}</summary>
          <p className="words" lang={fact.language}>
            {text}
          </p>
        </details>
      )}
      <div className="card-jobs">
        {onInsert !== null && text !== null && (
          <Button onPress={() => onInsert(text, fact.id)}>
            {say('answers.insert', { language: languageName(speech, fact.language) })}
          </Button>
        )}
        <Button look="quiet" onPress={() => setReported(true)}>
          {say('answers.wrong')}
        </Button>
      </div>
      {isReported && <ProposeDialog view={view} fact={fact} onClose={() => setReported(false)} />}
    </article>
  );
}
