/** Brings in what a signed-in console needs, and keeps it true while it is open. */
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { DeskSettings, LiveCase, Me } from '../../core/desk-api.ts';
import type { CaseEventKind } from '../../core/desk.ts';
import type { Team } from '../../core/staff.ts';
import { ring } from './bell.ts';
import type { DeskAtHand } from './desk-context.ts';
import { openLive } from './live.ts';
import type { Live } from './live.ts';
import { useSay } from './phrases.ts';
import type { Say } from './phrases.ts';
import { place } from './place.ts';
import { Queue } from './queue-state.ts';
import { takesCases } from './roles.ts';
import { account, cases, door, library, office } from './service.ts';
import type { ShellProps } from './shell.tsx';
import type { Announce } from './toasts.tsx';
import { Watched } from './watched.ts';

export type Opened =
  | { readonly kind: 'opening' }
  | { readonly kind: 'trouble'; readonly again: () => Promise<void> }
  | { readonly kind: 'open'; readonly desk: DeskAtHand };

interface Brought {
  readonly settings: DeskSettings;
  readonly teams: readonly Team[];
  readonly queue: Queue | null;
  readonly live: Live | null;
}

const ALWAYS_ONLINE = new Watched(true);
/** Before the account is in order, the server gives nothing else. */
const NOTHING_YET: Brought = {
  settings: { translation: false, smsTransliterate: false, topics: {} },
  teams: [],
  queue: null,
  live: null,
};

export function useDeskAtHand({ me, refreshMe, onSignedOut }: ShellProps, announce: Announce): Opened {
  const say = useSay();
  const [latest, setLatest] = useState<{ readonly of: string; readonly what: Brought | 'trouble' } | null>(null);
  const [attempt, setAttempt] = useState(0);
  const { role, duty } = me;
  // What was brought for an account that had a duty, or another role, is not shown to what it has become.
  const wanted = `${role} ${duty} ${attempt}`;
  const brought = latest?.of === wanted ? latest.what : null;
  // The line stays open while the language or the account changes: what is said then is said in the new words.
  const onEvent = useRef<(event: LiveCase) => void>(() => undefined);
  useEffect(() => {
    onEvent.current = (event) => tell(event, me, say, announce);
  });

  useEffect(() => {
    let isOver = false;
    let live: Live | null = null;
    void bringIn(takesCases(role), duty !== null, (event) => onEvent.current(event)).then((found) => {
      live = found?.live ?? null;
      if (isOver) live?.stop();
      else setLatest({ of: wanted, what: found ?? 'trouble' });
    });
    return () => {
      isOver = true;
      live?.stop();
    };
  }, [role, duty, wanted]);

  const signOut = useCallback(async () => {
    await door.signOut();
    sessionStorage.clear();
    onSignedOut();
  }, [onSignedOut]);

  return useMemo<Opened>(() => {
    if (brought === null) return { kind: 'opening' };
    if (brought === 'trouble') {
      return { kind: 'trouble', again: () => Promise.resolve(setAttempt((before) => before + 1)) };
    }
    const { live, ...rest } = brought;
    const isOnline = live?.isOnline ?? ALWAYS_ONLINE;
    return { kind: 'open', desk: { ...rest, me, isOnline, announce, refreshMe, signOut } };
  }, [brought, me, announce, refreshMe, signOut]);
}

async function bringIn(
  hasCases: boolean,
  isUnsettled: boolean,
  onEvent: (event: LiveCase) => void,
): Promise<Brought | null> {
  if (isUnsettled) return NOTHING_YET;
  const [settings, teams, listed] = await Promise.all([
    library.settings(),
    office.teams(),
    hasCases ? cases.queue() : null,
  ]);
  if (settings.kind !== 'done' || teams.kind !== 'done') return null;
  const common = { settings: settings.value, teams: teams.value.teams };
  if (listed === null) return { ...common, queue: null, live: null };
  if (listed.kind !== 'done') return null;
  const queue = new Queue(listed.value);
  const live = openLive(listed.value.seq, {
    onCase: (event) => {
      queue.hear(event);
      onEvent(event);
    },
    onTyping: (event) => queue.hearTyping(event),
    onSeen: (event) => queue.hearSeen(event),
    onReturn: () => void queue.refresh(),
    // Whether the sign-in is over: if it is, the answer to this says so to the console.
    onRefused: () => void account.me(),
  });
  return { ...common, queue, live };
}

/** What an agent must not miss while they look elsewhere. */
function tell({ kind, case: known, caseId }: LiveCase, me: Me, say: Say, announce: Announce): void {
  if (known === null) return;
  if (known.urgency === 'urgent' && known.state === 'waiting' && TELLING_OF_URGENT.includes(kind)) {
    announce(say('bell.urgent'));
    ring();
  }
  if (kind !== 'message' || known.owner?.id !== me.id) return;
  const here = place.value;
  announce(say('bell.message'), here.page === 'cases' && here.caseId === caseId ? 'aloud' : 'shown');
}

const TELLING_OF_URGENT: readonly CaseEventKind[] = ['opened', 'amended', 'lapsed', 'released', 'transferred'];
