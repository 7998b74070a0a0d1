/** What agents miss or find wrong, for the editors. A question here leads to nobody. */
import { useState } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { ToggleButtonGroup } from 'react-aria-components/ToggleButtonGroup';
import type { Proposal } from '../../../core/desk.ts';
import { languageName } from '../cases/names.ts';
import { useDesk } from '../desk-context.ts';
import { AskedView } from '../parts/asked-view.tsx';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { useTask } from '../parts/use-task.ts';
import { useSay, useSpeech } from '../phrases.ts';
import { library } from '../service.ts';
import { toDay } from '../when.ts';

export function ProposalsPage() {
  const say = useSay();
  const [state, setState] = useState<Proposal['state']>('open');
  return (
    <div className="stack">
      <PageHead title={say('page.proposals')} lead={say('proposals.lead')}>
        <ToggleButtonGroup
          className="switch"
          aria-label={say('proposals.state')}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[state]}
          onSelectionChange={(keys) => setState(keys.has('done') ? 'done' : 'open')}
        >
          <ToggleButton id="open" className="switch-button">
            {say('proposals.open')}
          </ToggleButton>
          <ToggleButton id="done" className="switch-button">
            {say('proposals.done')}
          </ToggleButton>
        </ToggleButtonGroup>
      </PageHead>
      <ProposalList key={state} state={state} />
    </div>
  );
}

function ProposalList({ state }: Pick<Proposal, 'state'>) {
  const say = useSay();
  const loaded = useAsked(() => library.proposals(state));
  return (
    <AskedView loaded={loaded}>
      {({ proposals }) =>
        proposals.length === 0 ? (
          <p className="quiet">{say(`proposals.none_${state}`)}</p>
        ) : (
          <ul className="cards">
            {proposals.map((proposal) => (
              <li key={proposal.id}>
                <ProposalCard proposal={proposal} onSettled={loaded.reload} />
              </li>
            ))}
          </ul>
        )
      }
    </AskedView>
  );
}

interface ProposalCardProps {
  readonly proposal: Proposal;
  readonly onSettled: () => Promise<void>;
}

function ProposalCard({ proposal, onSettled }: ProposalCardProps) {
  const { me } = useDesk();
  const speech = useSpeech();
  const { say, language } = speech;
  const task = useTask();
  const { id, kind, fact, question, comment, agent, proposedAtMs } = proposal;
  const next = proposal.state === 'open' ? 'done' : 'open';
  return (
    <article className="card">
      <p className="small quiet">
        <span className="badge">{say(`propose.${kind}`)}</span> {languageName(speech, proposal.language)} ·{' '}
        {toDay(language, proposedAtMs)} · {agent.name}
        {fact !== null && ` · ${fact}`}
      </p>
      <p className="words quote" lang={proposal.language}>
        {question}
      </p>
      <p className="words">{comment}</p>
      {task.error !== null && <Notice look="error">{task.error}</Notice>}
      {me.role === 'editor' && (
        <div>
          <Button isPending={task.isBusy} onPress={() => void task.run(() => library.settle(id, next), onSettled)}>
            {say(`proposals.make_${next}`)}
          </Button>
        </div>
      )}
    </article>
  );
}
