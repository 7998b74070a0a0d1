/** The log: who did what, newest first, and whether it is whole. */
import { useState } from 'react';
import type { AuditCheck } from '../../../core/audit.ts';
import type { AuditPage as Lines } from '../../../core/desk-api.ts';
import { AskedView } from '../parts/asked-view.tsx';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { useTask } from '../parts/use-task.ts';
import { useSay, useSpeech } from '../phrases.ts';
import { office } from '../service.ts';
import { toDayAndTime } from '../when.ts';

export function AuditPage() {
  const say = useSay();
  const loaded = useAsked(() => office.audit(null));
  return (
    <div className="stack">
      <PageHead title={say('page.audit')} lead={say('audit.lead')}>
        <CheckButton />
      </PageHead>
      <AskedView loaded={loaded}>{(first) => <LogTable first={first} />}</AskedView>
    </div>
  );
}

function CheckButton() {
  const say = useSay();
  const task = useTask();
  const [check, setCheck] = useState<AuditCheck | null>(null);
  return (
    <div className="stack">
      <div>
        <Button isPending={task.isBusy} onPress={() => void task.run(office.checkAudit, setCheck)}>
          {say('audit.check')}
        </Button>
      </div>
      {task.error !== null && <Notice look="error">{task.error}</Notice>}
      {check?.kind === 'whole' && <Notice look="done">{say('audit.whole', { count: check.lines })}</Notice>}
      {check?.kind === 'broken' && <Notice look="error">{say('audit.broken', { seq: check.seq })}</Notice>}
    </div>
  );
}

function LogTable({ first }: { readonly first: Lines }) {
  const { say, language } = useSpeech();
  const task = useTask();
  const [more, setMore] = useState<readonly Lines[]>([]);
  const pages = [first, ...more];
  const next = pages.at(-1)?.next ?? null;
  return (
    <>
      <section className="table-frame" aria-label={say('page.audit')} tabIndex={0}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{say('audit.number')}</th>
              <th scope="col">{say('audit.time')}</th>
              <th scope="col">{say('audit.action')}</th>
              <th scope="col">{say('audit.agent')}</th>
              <th scope="col">{say('audit.subject')}</th>
              <th scope="col">{say('audit.detail')}</th>
              <th scope="col">{say('audit.hash')}</th>
            </tr>
          </thead>
          <tbody>
            {pages.flatMap(({ lines }) =>
              lines.map((line) => (
                <tr key={line.seq}>
                  <td>{line.seq}</td>
                  <td className="time">{toDayAndTime(language, line.atMs)}</td>
                  <td className="what">{say(`audit.${line.action}`)}</td>
                  <td>{line.agent?.name ?? '—'}</td>
                  <td className="code">{line.subject ?? '—'}</td>
                  <td className="code">{line.detail ?? '—'}</td>
                  <td className="code time">{line.hash.slice(0, 12)}</td>
                </tr>
              )),
            )}
          </tbody>
        </table>
      </section>
      {task.error !== null && <Notice look="error">{task.error}</Notice>}
      {next !== null && (
        <div>
          <Button
            isPending={task.isBusy}
            onPress={() =>
              void task.run(
                () => office.audit(next),
                (page) => setMore((before) => [...before, page]),
              )
            }
          >
            {say('common.more')}
          </Button>
        </div>
      )}
    </>
  );
}
