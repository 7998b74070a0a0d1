/** Trusted places and lines: found by city and need, and inserted as they are written down. */
import { useEffect, useState } from 'react';
import type { FoundPlace, FoundPlaces } from '../../../core/desk-cases-api.ts';
import type { Asked } from '../ask.ts';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { useExplain } from '../parts/refusal.ts';
import { SearchBox } from '../parts/search-box.tsx';
import { useSay, useSpeech } from '../phrases.ts';
import { library } from '../service.ts';
import { toDate } from '../when.ts';
import type { CasePanelProps } from './case-panel.tsx';

const AFTER_TYPING_MS = 250;
const MIN_QUERY = 3;

export function PlacesPanel({ onInsert }: Pick<CasePanelProps, 'onInsert'>) {
  const say = useSay();
  const explain = useExplain();
  const [typed, setTyped] = useState('');
  const asked = useFoundPlaces(typed.trim());
  return (
    <div className="stack">
      <SearchBox label={say('places.search')} value={typed} onChange={setTyped} />
      {asked === null && <p className="quiet small">{say('places.hint')}</p>}
      {asked !== null && asked.kind !== 'done' && <Notice look="error">{explain(asked)}</Notice>}
      {asked?.kind === 'done' && <Found found={asked.value} onInsert={onInsert} />}
    </div>
  );
}

interface FoundProps extends Pick<CasePanelProps, 'onInsert'> {
  readonly found: FoundPlaces;
}

function Found({ found: { where, places, lines }, onInsert }: FoundProps) {
  const say = useSay();
  return (
    <>
      {where !== null && <p className="quiet small">{say('places.where', { where })}</p>}
      {places.length === 0 && lines.length === 0 && <p className="quiet">{say('places.none')}</p>}
      <PlaceList places={places} onInsert={onInsert} />
      {lines.length > 0 && <h3>{say('places.lines')}</h3>}
      <PlaceList places={lines} onInsert={onInsert} />
    </>
  );
}

interface PlaceListProps extends Pick<CasePanelProps, 'onInsert'> {
  readonly places: readonly FoundPlace[];
}

function PlaceList({ places, onInsert }: PlaceListProps) {
  return (
    <ul className="cards">
      {places.map((place) => (
        <li key={place.id}>
          <PlaceCard place={place} onInsert={onInsert} />
        </li>
      ))}
    </ul>
  );
}

interface PlaceCardProps extends Pick<CasePanelProps, 'onInsert'> {
  readonly place: FoundPlace;
}

function PlaceCard({ place, onInsert }: PlaceCardProps) {
  const { say, language } = useSpeech();
  const { name, city, country, km, state, note, source, verifiedOn } = place;
  return (
    <article className="card">
      <h3 className="card-title">{name}</h3>
      <p className="small quiet">
        {city ?? country}
        {km !== null && km >= 1 && ` · ${say('places.km', { km: Math.round(km) })}`}
        {` · ${source.publisher} · ${say('answers.verified_on', { date: toDate(language, verifiedOn) })}`}
      </p>
      {state !== 'open' && <Notice look="warning">{say(`places.${state}`)}</Notice>}
      <p className="words small">{contactOf(place).join('\n')}</p>
      {note !== null && <p className="words small">{note}</p>}
      {onInsert !== null && state === 'open' && (
        <Button onPress={() => onInsert([name, ...contactOf(place)].join('\n'), null)}>{say('places.insert')}</Button>
      )}
    </article>
  );
}

/** How to get there or call, a line each: the same in every language. */
function contactOf({ address, phones, whatsapp, website }: FoundPlace): readonly string[] {
  return [
    ...(address === null ? [] : [address]),
    ...(phones.length === 0 ? [] : [phones.join(' / ')]),
    ...(whatsapp === null ? [] : [`WhatsApp ${whatsapp}`]),
    ...(website === null ? [] : [website]),
  ];
}

function useFoundPlaces(query: string): Asked<FoundPlaces> | null {
  const { language } = useSpeech();
  const [asked, setAsked] = useState<Asked<FoundPlaces> | null>(null);
  useEffect(() => {
    if (query.length < MIN_QUERY) {
      setAsked(null);
      return;
    }
    let isOver = false;
    const timer = setTimeout(() => {
      void library.findPlaces(query, language).then((found) => {
        if (!isOver) setAsked(found);
      });
    }, AFTER_TYPING_MS);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [query, language]);
  return asked;
}
