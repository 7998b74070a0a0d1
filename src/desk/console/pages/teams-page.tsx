/** Teams: when they are there, and how soon people should be answered. People are told exactly this. */
import { useState } from 'react';
import type { TeamsNow } from '../../../core/desk-cases-api.ts';
import type { Team } from '../../../core/staff.ts';
import type { TeamStatus } from '../../../core/team.ts';
import { AskedView } from '../parts/asked-view.tsx';
import { Button } from '../parts/button.tsx';
import { PageHead } from '../parts/page-head.tsx';
import { useAsked } from '../parts/use-asked.ts';
import { useSay, useSpeech } from '../phrases.ts';
import type { Speech } from '../phrases.ts';
import { office } from '../service.ts';
import { toDayAndTime } from '../when.ts';
import { TeamDialog } from './team-dialog.tsx';

export function TeamsPage() {
  const say = useSay();
  const loaded = useAsked(office.teams);
  const now = useAsked(office.hours);
  const [edited, setEdited] = useState<Team | 'new' | null>(null);
  const close = async (): Promise<void> => {
    setEdited(null);
    await Promise.all([loaded.reload(), now.reload()]);
  };
  return (
    <div className="stack">
      <PageHead title={say('page.teams')} lead={say('teams.lead')}>
        <Button look="main" onPress={() => setEdited('new')}>
          {say('teams.add')}
        </Button>
      </PageHead>
      <AskedView loaded={loaded}>
        {({ teams }) => (
          <ul className="cards">
            {teams.map((team) => (
              <li key={team.id}>
                <TeamCard
                  team={team}
                  now={now.asked?.kind === 'done' ? now.asked.value : null}
                  onEdit={() => setEdited(team)}
                />
              </li>
            ))}
          </ul>
        )}
      </AskedView>
      {edited !== null && (
        <TeamDialog team={edited === 'new' ? null : edited} onClose={() => setEdited(null)} onDone={close} />
      )}
    </div>
  );
}

interface TeamCardProps {
  readonly team: Team;
  readonly now: TeamsNow | null;
  readonly onEdit: () => void;
}

function TeamCard({ team, now, onEdit }: TeamCardProps) {
  const speech = useSpeech();
  const { say } = speech;
  const { targets, schedule } = team;
  const status = now?.teams.find((one) => one.team === team.id)?.status;
  return (
    <article className="card card-row">
      <div>
        <h2 className="card-title">{team.name}</h2>
        {status !== undefined && <p>{sayStatus(speech, status)}</p>}
        <p className="small quiet">
          {say(schedule === null ? 'teams.shipped_hours' : 'teams.own_hours')}
          {' · '}
          {targets === null
            ? say('teams.no_targets')
            : say('teams.targets', { normal: targets.normalMinutes, urgent: targets.urgentMinutes })}
        </p>
      </div>
      <Button onPress={onEdit} label={say('teams.edit_of', { name: team.name })}>
        {say('common.edit')}
      </Button>
    </article>
  );
}

/** What people are told just now, in the agent's words. */
function sayStatus({ say, language }: Speech, status: TeamStatus): string {
  switch (status.kind) {
    case 'unstaffed':
      return say('teams.unstaffed');
    case 'open':
      return status.untilMs === null
        ? say('teams.open_always')
        : say('teams.open', { until: toDayAndTime(language, status.untilMs) });
    case 'away':
      return say('teams.away');
    case 'closed':
      return status.opensAtMs === null
        ? say('teams.closed')
        : say('teams.closed_until', { from: toDayAndTime(language, status.opensAtMs) });
  }
}
