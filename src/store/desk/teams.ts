/** Teams: their working hours and targets are the organisation's own, and public to all of its people. */
import type { Selectable } from 'kysely';
import type { AuditEntry } from '../../core/audit.ts';
import type { TeamId } from '../../core/ids.ts';
import type { ReplyTargets, Team, TeamSchedule } from '../../core/staff.ts';
import type { Db } from '../dialect.ts';
import { noteSignal } from '../signals.ts';
import type { TeamsTable } from '../schema.ts';
import { appendAudit } from './audit.ts';
import type { DeskParts } from './parts.ts';

export async function readTeams(db: Db): Promise<readonly Team[]> {
  return (await db.selectFrom('teams').selectAll().orderBy('name').orderBy('id').execute()).map(toTeam);
}

export class Teams {
  readonly #parts: DeskParts;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  list(): Promise<readonly Team[]> {
    return readTeams(this.#parts.database.db);
  }

  /** False when the id is taken. */
  create({ id, name, schedule, targets }: Team, audit: AuditEntry): Promise<boolean> {
    const { database, nowMs } = this.#parts;
    return database.write(async (db) => {
      const row = await db
        .insertInto('teams')
        .values({ id, name, schedule: toJson(schedule), targets: toJson(targets) })
        .onConflict((conflict) => conflict.column('id').doNothing())
        .returning('id')
        .executeTakeFirst();
      if (row === undefined) return false;
      noteSignal(db, 'staff');
      await appendAudit(db, database.locks, audit, nowMs());
      return true;
    });
  }

  /** False when there is no such team. */
  change(id: TeamId, change: Partial<Omit<Team, 'id'>>, audit: AuditEntry): Promise<boolean> {
    const { database, nowMs } = this.#parts;
    const { name, schedule, targets } = change;
    return database.write(async (db) => {
      const row = await db
        .updateTable('teams')
        .set((eb) => ({
          name: name ?? eb.ref('name'),
          ...(schedule === undefined ? {} : { schedule: toJson(schedule) }),
          ...(targets === undefined ? {} : { targets: toJson(targets) }),
        }))
        .where('id', '=', id)
        .returning('id')
        .executeTakeFirst();
      if (row === undefined) return false;
      noteSignal(db, 'staff');
      await appendAudit(db, database.locks, audit, nowMs());
      return true;
    });
  }
}

function toTeam({ id, name, schedule, targets }: Selectable<TeamsTable>): Team {
  return {
    id,
    name,
    schedule: schedule === null ? null : (JSON.parse(schedule) as TeamSchedule), // we wrote it
    targets: targets === null ? null : (JSON.parse(targets) as ReplyTargets), // we wrote it
  };
}

function toJson(value: TeamSchedule | ReplyTargets | null): string | null {
  return value === null ? null : JSON.stringify(value);
}
