/** Accounts: who may sign in, and as what. Nobody is deleted, so that the log keeps its names. */
import { useState } from 'react';
import type { AgentForAdmin, HandedOut } from '../../../core/desk-api.ts';
import { languageName } from '../cases/names.ts';
import { useDesk } from '../desk-context.ts';
import { AskedView } from '../parts/asked-view.tsx';
import { Button } from '../parts/button.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { useSay, useSpeech } from '../phrases.ts';
import { office } from '../service.ts';
import { toDayAndTime } from '../when.ts';
import { AgentDialog } from './agent-dialog.tsx';
import { HandOutDialog } from './hand-out-dialog.tsx';

export function AgentsPage() {
  const say = useSay();
  const loaded = useAsked(office.agents);
  const [edited, setEdited] = useState<AgentForAdmin | 'new' | null>(null);
  const [handedOut, setHandedOut] = useState<HandedOut | null>(null);
  const close = async (handed: HandedOut | null): Promise<void> => {
    setEdited(null);
    setHandedOut(handed);
    await loaded.reload();
  };
  return (
    <div className="stack">
      <PageHead title={say('page.agents')} lead={say('agents.lead')}>
        <Button look="main" onPress={() => setEdited('new')}>
          {say('agents.add')}
        </Button>
      </PageHead>
      <AskedView loaded={loaded}>
        {({ agents }) => (
          <ul className="cards">
            {agents.map((agent) => (
              <li key={agent.id}>
                <AgentCard agent={agent} onEdit={() => setEdited(agent)} />
              </li>
            ))}
          </ul>
        )}
      </AskedView>
      {edited !== null && (
        <AgentDialog agent={edited === 'new' ? null : edited} onClose={() => setEdited(null)} onDone={close} />
      )}
      {handedOut !== null && <HandOutDialog handedOut={handedOut} onClose={() => setHandedOut(null)} />}
    </div>
  );
}

interface AgentCardProps {
  readonly agent: AgentForAdmin;
  readonly onEdit: () => void;
}

function AgentCard({ agent, onEdit }: AgentCardProps) {
  const { teams } = useDesk();
  const speech = useSpeech();
  const { say, language } = speech;
  const seen = agent.lastSeenAtMs;
  return (
    <article className="card card-row" data-disabled={agent.disabled}>
      <div>
        <h2 className="card-title">
          {agent.name} <span className="badge">{say(`role.${agent.role}`)}</span>{' '}
          {agent.disabled && <span className="badge badge-urgent">{say('agents.disabled')}</span>}
        </h2>
        <p className="small">{agent.email}</p>
        <p className="small quiet">
          {teams.find(({ id }) => id === agent.team)?.name ?? agent.team}
          {agent.languages.length > 0 && ` · ${agent.languages.map((one) => languageName(speech, one)).join(', ')}`}
          {` · ${seen === null ? say('agents.never_seen') : say('agents.seen', { date: toDayAndTime(language, seen) })}`}
          {` · ${say(agent.passkeys > 0 ? 'agents.has_passkey' : agent.hasTotp ? 'agents.has_totp' : 'agents.password_only')}`}
        </p>
      </div>
      <Button onPress={onEdit} label={say('agents.edit_of', { name: agent.name })}>
        {say('common.edit')}
      </Button>
    </article>
  );
}
