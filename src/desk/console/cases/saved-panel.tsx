/** Replies that the team has written beforehand: those in the person's language first. */
import { useState } from 'react';
import type { CannedReply, CaseView } from '../../../core/desk.ts';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { useExplain } from '../parts/refusal.ts';
import { SearchBox } from '../parts/search-box.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { useSpeech } from '../phrases.ts';
import { library } from '../service.ts';
import type { CasePanelProps } from './case-panel.tsx';
import { languageName } from './names.ts';

export function SavedPanel({ view, onInsert }: Pick<CasePanelProps, 'view' | 'onInsert'>) {
  const speech = useSpeech();
  const { say } = speech;
  const explain = useExplain();
  const { asked } = useAsked(library.canned);
  const [typed, setTyped] = useState('');
  if (asked === null) return <p className="quiet">{say('common.loading')}</p>;
  if (asked.kind !== 'done') return <Notice look="error">{explain(asked)}</Notice>;
  const listed = pick(asked.value.replies, view, typed);
  return (
    <div className="stack">
      <SearchBox label={say('saved.search')} value={typed} onChange={setTyped} />
      {listed.length === 0 && <p className="quiet">{say('saved.none')}</p>}
      <ul className="cards">
        {listed.map((reply) => (
          <li key={reply.id}>
            <article className="card">
              <h3 className="card-title">{reply.title}</h3>
              <p className="small quiet">{languageName(speech, reply.language)}</p>
              <p className="words clamp" lang={reply.language}>
                {reply.text}
              </p>
              {onInsert !== null && <Button onPress={() => onInsert(reply.text, null)}>{say('saved.insert')}</Button>}
            </article>
          </li>
        ))}
      </ul>
    </div>
  );
}

function pick(replies: readonly CannedReply[], { language }: CaseView, typed: string): readonly CannedReply[] {
  const wanted = typed.trim().toLocaleLowerCase();
  return replies
    .filter(({ title, text }) => `${title} ${text}`.toLocaleLowerCase().includes(wanted))
    .toSorted((a, b) => Number(b.language === language) - Number(a.language === language));
}
