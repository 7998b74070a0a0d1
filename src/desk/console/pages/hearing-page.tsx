/** What people say and ask that no fact answers, by week. How often is shown from ten on. */
import type { HeardText } from '../../../core/desk-figures.ts';
import { API } from '../ask.ts';
import { languageName } from '../cases/names.ts';
import { AskedView } from '../parts/asked-view.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { useSay, useSpeech } from '../phrases.ts';
import { office } from '../service.ts';

export function HearingPage() {
  const say = useSay();
  const loaded = useAsked(office.hearingReport);
  return (
    <div className="stack">
      <PageHead title={say('page.hearing')} lead={say('hearing.lead')}>
        <a className="button button-plain" href={`${API}/reports/heard.csv`} download>
          {say('reports.csv')}
        </a>
      </PageHead>
      <AskedView loaded={loaded}>
        {({ weeks }) =>
          weeks.length === 0 ? (
            <p className="quiet">{say('hearing.none')}</p>
          ) : (
            weeks.map(({ week, rumours, questions }) => (
              <section key={week} className="section">
                <h2>{say('reports.week', { week })}</h2>
                <HeardTable title={say('hearing.rumours')} texts={rumours} hasClaim />
                <HeardTable title={say('hearing.questions')} texts={questions} hasClaim={false} />
              </section>
            ))
          )
        }
      </AskedView>
    </div>
  );
}

interface HeardTableProps {
  readonly title: string;
  readonly texts: readonly HeardText[];
  /** Only a rumour says where and for how much. */
  readonly hasClaim: boolean;
}

function HeardTable({ title, texts, hasClaim }: HeardTableProps) {
  const speech = useSpeech();
  const { say } = speech;
  if (texts.length === 0) return null;
  return (
    <section className="table-frame" aria-label={title} tabIndex={0}>
      <table className="table">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{say('hearing.text')}</th>
            <th scope="col">{say('hearing.language')}</th>
            {hasClaim && <th scope="col">{say('hearing.place')}</th>}
            {hasClaim && <th scope="col">{say('hearing.price')}</th>}
            <th scope="col">{say('hearing.count')}</th>
          </tr>
        </thead>
        <tbody>
          {texts.map((one) => (
            <tr key={`${one.language} ${one.text}`}>
              <td className="words" lang={one.language}>
                {one.text}
              </td>
              <td>{languageName(speech, one.language)}</td>
              {hasClaim && <td>{one.place ?? '—'}</td>}
              {hasClaim && <td>{one.price ?? '—'}</td>}
              <td>{one.count ?? say('reports.few')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
