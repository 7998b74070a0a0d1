/** Teams: their names, when they are there, and how soon people should be answered. */
import { z } from 'zod';
import type { TeamId } from '../../core/ids.ts';
import type { Team, TeamSchedule } from '../../core/staff.ts';
import { teamFile } from '../../knowledge/team/load-team.ts';
import { line } from '../input.ts';
import type { DeskStore } from '../ports.ts';
import { created, NOTHING, ok, refuse, signedIn } from '../route.ts';
import type { Routes } from '../route.ts';

type TeamRoutes = Pick<Routes, 'GET /teams' | 'POST /teams' | 'PATCH /teams/:teamId'>;

const MAX_NAME = 40;
const MAX_HOLIDAYS = 200;
/** A month of working time. */
const MAX_TARGET_MINUTES = 10_000;

const minutes = z.int().min(1).max(MAX_TARGET_MINUTES);

/** The same rules as `content/team.yaml`; kept as it was written. */
const schedule = z
  .unknown()
  .superRefine((value, context) => {
    const checked = teamFile.safeParse(value);
    for (const { code, path, message } of checked.error?.issues ?? []) {
      // Zod would name the fields that it does not know, and what came is not repeated.
      const expected = code === 'unrecognized_keys' ? 'only the fields that a schedule has' : message;
      context.addIssue({ code: 'custom', path: [...path], message: expected });
    }
    if (checked.data !== undefined && checked.data.holidays.length > MAX_HOLIDAYS) {
      context.addIssue({ code: 'custom', path: ['holidays'], message: `at most ${MAX_HOLIDAYS} days` });
    }
  })
  .transform((value) => value as TeamSchedule); // just seen to be one

const fields = {
  name: line(MAX_NAME),
  schedule: schedule.nullable(),
  targets: z.strictObject({ normalMinutes: minutes, urgentMinutes: minutes }).nullable(),
};
const newTeam = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9-]{1,32}$/)
    .transform((id) => id as TeamId), // a new one
  ...fields,
});
const change = z
  .strictObject(fields)
  .partial()
  .refine((wanted) => Object.keys(wanted).length > 0, { error: 'at least one field to change' });

export function createTeamRoutes(store: Pick<DeskStore, 'teams'>): TeamRoutes {
  return {
    'GET /teams': signedIn({}, async () => ok({ teams: await store.teams.list() })),

    'POST /teams': signedIn({ body: newTeam }, async (call) => {
      const made = await store.teams.create(call.body, call.audit(call.body.id));
      return made ? created({ team: call.body satisfies Team }) : refuse('id_taken');
    }),

    'PATCH /teams/:teamId': signedIn({ body: change }, async (call) => {
      const id = call.params['teamId'] as TeamId; // whatever was asked for: the store knows whether there is one
      const wanted = Object.fromEntries(Object.entries(call.body).filter(([, value]) => value !== undefined));
      const found = await store.teams.change(id, wanted, call.audit(id, Object.keys(wanted).join(' ')));
      return found ? NOTHING : refuse('not_found');
    }),
  };
}
