/** What there is at this desk, who is there, and what people are told of it. */
import type { Colleagues, DeskSettings } from '../../core/desk-api.ts';
import type { TeamsNow } from '../../core/desk-cases-api.ts';
import type { Fact } from '../../core/fact.ts';
import type { CaseDeskParts } from '../case-parts.ts';
import { createHoursOfTeams, withPresence } from '../../knowledge/team/team-state.ts';
import { NOTHING, ok, signedIn } from '../route.ts';
import type { Routes } from '../route.ts';

type OfficeRoutes = Pick<Routes, 'GET /settings' | 'GET /colleagues' | 'GET /hours' | 'POST /here'>;

export function createOfficeRoutes(
  parts: Pick<CaseDeskParts, 'store' | 'knowledge' | 'translate' | 'smsTransliterate' | 'shippedHours'>,
): OfficeRoutes {
  const { accounts, presence, teams } = parts.store;
  const hoursOf = createHoursOfTeams(parts.shippedHours);
  const topics = nameTopics(parts.knowledge.facts);
  return {
    'GET /settings': signedIn({}, () => {
      const { translate, smsTransliterate } = parts;
      const settings: DeskSettings = { translation: translate !== null, smsTransliterate, topics };
      return Promise.resolve(ok(settings));
    }),

    'GET /colleagues': signedIn({}, async () => {
      const here = new Set(await presence.list());
      const agents = (await accounts.list())
        .filter(({ role, disabled }) => !disabled && (role === 'agent' || role === 'supervisor'))
        .map(({ id, name, team }) => ({ id, name, team, isHere: here.has(id) }));
      const answer: Colleagues = { agents };
      return ok(answer);
    }),

    'GET /hours': signedIn({}, async ({ nowMs }) => {
      const isAnybodyHere = await presence.isAnybodyThere();
      const answer: TeamsNow = {
        teams: (await teams.list()).map((team) => {
          const hours = hoursOf(team);
          const status = withPresence(hours.status(nowMs), isAnybodyHere);
          return { team: team.id, status, timeZone: hours.timeZone };
        }),
        isAnybodyHere,
      };
      return ok(answer);
    }),

    // The router has noted already that somebody is there.
    'POST /here': signedIn({}, () => Promise.resolve(NOTHING)),
  };
}

/** By the title of its first fact: topics have no names of their own. */
function nameTopics(facts: readonly Fact[]): DeskSettings['topics'] {
  const named = facts.toReversed().map(({ topic, text }) => [topic, { es: text.es.title, en: text.en.title }] as const);
  return Object.fromEntries(named);
}
