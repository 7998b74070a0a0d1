/** What the desk's work comes to, by week. Small numbers are hidden: they would tell who they are about. */
import type { Slice, Spread, WeekOfCases } from '../../../core/desk-figures.ts';
import { isLanguage } from '../../../core/language.ts';
import { API } from '../ask.ts';
import { languageName, topicName } from '../cases/names.ts';
import { useDesk } from '../desk-context.ts';
import { AskedView } from '../parts/asked-view.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { useSay, useSpeech } from '../phrases.ts';
import type { PhraseKey } from '../phrases.ts';
import { office } from '../service.ts';

export function ReportsPage() {
  const say = useSay();
  const loaded = useAsked(office.caseReport);
  return (
    <div className="stack">
      <PageHead title={say('page.reports')} lead={say('reports.lead')}>
        <a className="button button-plain" href={`${API}/reports/cases.csv`} download>
          {say('reports.csv')}
        </a>
      </PageHead>
      <AskedView loaded={loaded}>
        {({ weeks }) =>
          weeks.length === 0 ? (
            <p className="quiet">{say('reports.none')}</p>
          ) : (
            <>
              <WeeksTable weeks={weeks} />
              {weeks.map((week) => (
                <WeekSection key={week.week} week={week} />
              ))}
            </>
          )
        }
      </AskedView>
    </div>
  );
}

function WeeksTable({ weeks }: { readonly weeks: readonly WeekOfCases[] }) {
  const say = useSay();
  const title = say('reports.times');
  const spread = (one: Spread | null): string =>
    one === null ? say('reports.few') : say('reports.spread', { median: one.median, p90: one.p90 });
  return (
    <section className="table-frame" aria-label={title} tabIndex={0}>
      <table className="table">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{say('reports.week_head')}</th>
            <th scope="col">{say('reports.closed')}</th>
            <th scope="col">{say('reports.waiting')}</th>
            <th scope="col">{say('reports.answering')}</th>
          </tr>
        </thead>
        <tbody>
          {weeks.map(({ week, closed, waiting, answering }) => (
            <tr key={week}>
              <th scope="row">{week}</th>
              <td>{closed ?? say('reports.few')}</td>
              <td>{spread(waiting)}</td>
              <td>{spread(answering)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function WeekSection({ week }: { readonly week: WeekOfCases }) {
  const { settings } = useDesk();
  const speech = useSpeech();
  const { say, language } = speech;
  if (week.closed === null) return null;
  const known = (room: string) => (name: string) => say(`${room}.${name}` as PhraseKey); // names are codes of our own
  const nameLanguage = (name: string): string => (isLanguage(name) ? languageName(speech, name) : name);
  return (
    <section className="section">
      <h2>{say('reports.week', { week: week.week })}</h2>
      <div className="slices">
        <Slices
          title={say('reports.by_topic')}
          slices={week.byTopic}
          nameOf={(name) => topicName(settings, language, name)}
        />
        <Slices title={say('reports.by_language')} slices={week.byLanguage} nameOf={nameLanguage} />
        <Slices title={say('reports.by_channel')} slices={week.byChannel} nameOf={known('channel')} />
        <Slices title={say('reports.by_reason')} slices={week.byReason} nameOf={known('reason')} />
        <Slices title={say('reports.by_outcome')} slices={week.byOutcome} nameOf={known('close')} />
      </div>
    </section>
  );
}

interface SlicesProps {
  readonly title: string;
  readonly slices: readonly Slice[];
  readonly nameOf: (name: string) => string;
}

function Slices({ title, slices, nameOf }: SlicesProps) {
  const say = useSay();
  if (slices.length === 0) return null;
  return (
    <table className="table">
      <caption>{title}</caption>
      <tbody>
        {slices.map(({ name, count }) => (
          <tr key={name ?? ''}>
            <th scope="row">{name === null ? say('reports.without') : nameOf(name)}</th>
            <td>{count ?? say('reports.few')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
