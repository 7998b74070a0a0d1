/**
 * Starts every room in order and stops them in reverse. The only file that knows them all.
 */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { createAlertComposer } from './bot/alert-composer.ts';
import { createDeskWords } from './bot/desk-words.ts';
import { createNoticeComposer } from './bot/notice-composer.ts';
import type { NoticeComposer } from './bot/notice-composer.ts';
import { startBotThread } from './bot/thread/start-bot-thread.ts';
import { createSmsList } from './channels/sms/list.ts';
import type { SmsList } from './channels/sms/list.ts';
import { createSmsMedia } from './channels/sms/media.ts';
import { canStopBySms, maxSegmentsTo } from './channels/sms/countries.ts';
import { createSmsChannel } from './channels/sms/send.ts';
import { createWhatsAppMedia } from './channels/whatsapp/media.ts';
import { createWhatsAppChannel } from './channels/whatsapp/send.ts';
import { readConfig } from './config/config.ts';
import type { Config } from './config/config.ts';
import { VARIABLES } from './config/variables.ts';
import type { Environment } from './config/variables.ts';
import { systemClock } from './core/clock.ts';
import type { Channel } from './core/channel.ts';
import { CHANNELS } from './core/contact.ts';
import type { Address, ChannelName } from './core/contact.ts';
import type { DueAlert } from './core/edition.ts';
import { ConfigError, ContentError, StoreError } from './core/errors.ts';
import type { Freshness } from './core/fact.ts';
import type { Knowledge } from './core/knowledge.ts';
import type { Reply } from './core/reply.ts';
import type { Telemetry } from './core/telemetry.ts';
import type { Bot } from './core/turn.ts';
import { startPracticePhones } from './dev/practice-phones.ts';
import type { PracticePhones } from './dev/practice-phones.ts';
import { createHearDanger } from './knowledge/hear-danger.ts';
import { createKnowledge } from './knowledge/knowledge.ts';
import { loadTeam } from './knowledge/team/load-team.ts';
import { createAnswerDue } from './desk/answer-due.ts';
import { createDesk } from './desk/desk.ts';
import { makeFirstAccounts } from './desk/first-accounts.ts';
import type { FirstAccounts } from './desk/first-accounts.ts';
import { createLive } from './desk/live/live.ts';
import { openConsole } from './desk/open-console.ts';
import { createPasswords } from './desk/password.ts';
import { createTeamNow } from './desk/team-now.ts';
import type { TeamNow } from './desk/team-now.ts';
import { createTranslate } from './desk/translate.ts';
import { createPhrases } from './language/phrases.ts';
import type { Store } from './store/store.ts';
import { createTelemetry } from './telemetry/telemetry.ts';
import { createApp } from './web/app.ts';
import { createWebServer } from './web/http-server.ts';
import { holdRequests } from './web/early-requests.ts';
import { createIntake } from './web/intake.ts';
import { createSmsWebhook } from './web/sms-webhook.ts';
import { createWhatsAppWebhook } from './web/whatsapp-webhook.ts';
import { createAlertWorker } from './worker/alerts.ts';
import { createDeskKeeper, createTeamWatch } from './worker/desk-keeper.ts';
import { createHousekeeper } from './worker/housekeeper.ts';
import type { Loop } from './worker/loop.ts';
import { isQuietHour } from './worker/quiet-hours.ts';
import { openConfiguredStore } from './worker/open-store.ts';
import type { PaceLimit } from './worker/pacer.ts';
import { ProviderHealth } from './worker/provider-health.ts';
import { createReminderLoop } from './worker/reminders.ts';
import { createSender } from './worker/sender.ts';
import { createSmsReconciler } from './worker/sms-reconciler.ts';
import type { SmsReconciler } from './worker/sms-reconciler.ts';
import { createSmsWatch } from './worker/sms-watch.ts';
import { createTurnWorker } from './worker/turn-worker.ts';

/** What an operator should do about a wrong setting; sysexits.h calls it EX_CONFIG. */
const EXIT_CONFIG = 78;
/** EX_TEMPFAIL: whoever looks after the process may start it again; EX_IOERR: that would change nothing. */
const EXIT_TRY_AGAIN = 75;
const EXIT_DAMAGED = 74;
/** A stop that takes longer is cut short: what was being sent is held and sorted out by the next start. */
const STOP_WITHIN_MS = 8_000;

export interface RunningService {
  /** Where it listens, for example http://127.0.0.1:3000. */
  readonly url: string;
  readonly channels: readonly string[];
  readonly store: Store['kind'];
  /** Who was made up to sign in to the desk, if this was its first start. */
  readonly deskAccounts: FirstAccounts;
  /** Set when the simulator is on. */
  readonly simulator: PracticePhones | null;
  stop(): Promise<void>;
}

export interface StartOptions {
  /** Where log lines go; standard output unless somebody listens. */
  readonly writeLog?: (line: string) => void;
}

/**
 * @throws {ConfigError} when a setting is wrong
 * @throws {ContentError} when there is nothing to serve
 */
export async function startService(environment: Environment, options: StartOptions = {}): Promise<RunningService> {
  const startedMs = performance.now();
  const config = readConfig(environment);
  const stops: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const one of stops.splice(0).toReversed()) await one();
  };
  try {
    return await startRooms(config, options, startedMs, stops, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startRooms(
  config: Config,
  options: StartOptions,
  startedMs: number,
  stops: (() => Promise<void>)[],
  stop: () => Promise<void>,
): Promise<RunningService> {
  const contentDir = fileURLToPath(new URL('../content', import.meta.url));
  const shippedHours = loadTeam(contentDir);
  const store = await openConfiguredStore(config, {
    answerDue: createAnswerDue(shippedHours),
    hearDanger: createHearDanger(contentDir),
  });
  stops.push(() => store.close());
  const telemetry = createTelemetry(
    { level: config.logLevel, ...(options.writeLog === undefined ? {} : { write: options.writeLog }) },
    async () => ({
      ...(await store.counts()),
      outbox: await store.outbox.counts(),
      sms: await store.spend.today(),
      signs: await store.signs.read(),
    }),
    {
      dataDir: config.dataDir,
      store: store.kind,
      trouble: () => store.trouble(),
      countFacts: () => countFreshness(knowledge, systemClock.nowMs()),
    },
  );
  const passwords = createPasswords();
  const deskAccounts = await makeFirstAccounts({
    store: store.desk,
    passwords,
    admin: config.deskAdmin,
    practice: !config.production,
  });
  const knowledge = createKnowledge({ contentDir, telemetry, matching: 'when_asked' });
  const bot = await startBotThread({
    contentDir,
    sms: { transliterate: config.smsTransliterate },
    onRestart: (reason) => telemetry.record({ event: 'dialogs_restarted', reason }),
    onLost: (reason) => telemetry.record({ event: 'bot_lost', reason }),
  });
  stops.push(() => bot.stop());
  const team = createTeamNow(store.desk, shippedHours, (state) => bot.takeTeam(state));
  const phrases = createPhrases();

  // Before anybody can knock: the first start builds them.
  const pages = await openConsole(telemetry);

  const server = createWebServer();
  const admit = holdRequests(server);
  const url = await listen(server, config);
  stops.push(() => closeServer(server));
  const phones = config.simulator ? await startPracticePhones(config, url) : null;
  if (phones !== null) stops.push(() => phones.stop());
  const whatsapp = config.whatsapp ?? phones?.whatsapp ?? null;
  const twilio = config.twilio ?? phones?.twilioConfig ?? null;
  const publicBaseUrl = config.publicBaseUrl ?? url;

  const channels: Partial<Record<ChannelName, Channel>> = {
    ...(whatsapp === null ? {} : { whatsapp: createWhatsAppChannel({ ...whatsapp, timeoutMs: config.sendTimeoutMs }) }),
    ...(twilio === null
      ? {}
      : {
          sms: createSmsChannel({
            accountSid: twilio.accountSid,
            authToken: twilio.authTokens[0],
            from: twilio.from,
            baseUrl: twilio.baseUrl,
            statusCallbackBaseUrl: publicBaseUrl,
            timeoutMs: config.sendTimeoutMs,
            transliterate: config.smsTransliterate,
          }),
        }),
  };
  const notices = createNoticeComposer({ knowledge, phrases, team, whatsAppNumber: config.sms.whatsAppNumber });
  const loops = startLoops({
    store,
    team,
    bot,
    channels,
    smsList:
      twilio === null
        ? null
        : createSmsList({ ...twilio, authToken: twilio.authTokens[0], timeoutMs: config.sendTimeoutMs }),
    telemetry,
    config,
    knowledge,
    composeAlert: createAlertComposer({
      knowledge,
      phrases,
      template: config.alerts.template,
      transliterate: config.smsTransliterate,
    }),
    notices,
    apologize: (language) =>
      `${phrases.say(language ?? 'es', 'restart.error')} ${phrases.say(language ?? 'es', 'menu.ask')}`,
  });
  stops.push(...loops.stops);
  const live = createLive({ store: store.desk, telemetry });
  stops.push(() => live.stop());

  const intake = createIntake({
    store,
    telemetry,
    onArrival: () => loops.turns.wake(),
    onFailure: (channel) => {
      if (channel === 'sms') loops.smsReconciler?.noteTrouble();
    },
  });
  const names = Object.keys(channels);
  admit(
    createApp({
      telemetry,
      metrics: telemetry.metrics,
      metricsPublic: config.metricsPublic,
      readiness: () => readiness(store, knowledge.facts.length),
      frontPage: { simulator: phones !== null, desk: true, channels: names },
      whatsapp: whatsapp === null ? null : createWhatsAppWebhook(whatsapp, intake),
      sms:
        twilio === null
          ? null
          : createSmsWebhook(
              { authTokens: twilio.authTokens, publicBaseUrl: () => publicBaseUrl, clock: systemClock },
              intake,
            ),
      simulator: phones?.router ?? null,
      desk: createDesk({
        store: store.desk,
        cases: {
          store: store.desk,
          knowledge,
          words: createDeskWords({ knowledge, phrases, template: config.answerTemplate }),
          returned: (notice) => notices.returned(notice),
          media: {
            ...(whatsapp === null ? {} : { whatsapp: createWhatsAppMedia(whatsapp) }),
            ...(twilio === null ? {} : { sms: createSmsMedia({ ...twilio, authToken: twilio.authTokens[0] }) }),
          },
          translate: config.translate === null ? null : createTranslate(config.translate),
          shippedHours,
          smsTransliterate: config.smsTransliterate,
          live,
          onQueued: () => loops.sender.wake(),
        },
        passwords,
        publicBaseUrl: config.publicBaseUrl,
        production: config.production,
        key: config.keys.contact,
        clock: systemClock,
        telemetry,
        pages,
      }),
    }),
  );
  telemetry.record({
    event: 'started',
    store: store.kind,
    facts: knowledge.facts.length,
    ms: performance.now() - startedMs,
  });
  return { url, channels: names, store: store.kind, deskAccounts, simulator: phones, stop };
}

interface LoopParts {
  readonly store: Store;
  readonly team: TeamNow;
  readonly bot: Bot;
  readonly channels: Readonly<Partial<Record<ChannelName, Channel>>>;
  readonly smsList: SmsList | null;
  readonly telemetry: Telemetry;
  readonly config: Config;
  readonly knowledge: Knowledge;
  readonly composeAlert: (alert: DueAlert) => Reply;
  readonly notices: NoticeComposer;
  readonly apologize: (language: Parameters<Parameters<typeof createTurnWorker>[0]['apology']>[0]) => string;
}

interface RunningLoops {
  readonly turns: Loop;
  readonly sender: Loop;
  /** Null without SMS. */
  readonly smsReconciler: SmsReconciler | null;
  readonly stops: (() => Promise<void>)[];
}

function startLoops(parts: LoopParts): RunningLoops {
  const { store, bot, channels, telemetry, config } = parts;
  const isQuiet = (nowMs: number): boolean => isQuietHour(nowMs, config.alerts.timeZone);
  const health = new ProviderHealth({
    elapsedMs: () => performance.now(),
    telemetry,
    paces: { whatsapp: whatsAppPace(config.whatsapp), sms: { perSecond: config.sms.perSecond, fromTheStart: true } },
  });
  const sender = createSender({
    store,
    channels,
    health,
    clock: systemClock,
    telemetry,
    retryBaseMs: config.outboxRetryBaseMs,
    holdMs: config.outboxHoldMs,
    isQuiet,
    random: Math.random,
    onFull: () => store.signals.callOthers('outbox'),
  });
  const turns = createTurnWorker({
    store,
    bot,
    clock: systemClock,
    telemetry,
    apology: (language) => ({ kind: 'text', text: parts.apologize(language) }),
    showTyping: (channel, providerId) => {
      if (!health.isOpen(channel)) void channels[channel]?.showTyping(providerId);
    },
    mayBeAlerted,
    sms: {
      maxSegmentsTo: (address) => (address.channel === 'sms' ? maxSegmentsTo(address.phone) : 2),
      overLimit: (snapshot, period) => parts.notices.noMoreSms(snapshot, period),
    },
    onQueued: () => sender.wake(),
    onFull: () => store.signals.callOthers('turns'),
  });
  const housekeeper = createHousekeeper({ store, telemetry });
  const alerts = createAlertWorker({
    store,
    knowledge: parts.knowledge,
    channels: CHANNELS.filter((name) => channels[name] !== undefined),
    clock: systemClock,
    telemetry,
    compose: parts.composeAlert,
    mayBeAlerted,
    maySpendSms: () => store.spend.mayAlert(),
    isQuiet,
    perSecond: config.alerts.perSecond,
    onQueued: () => sender.wake(),
  });
  const reminders = createReminderLoop({
    store,
    telemetry,
    compose: (due) => parts.notices.reminder(due),
    onQueued: () => sender.wake(),
  });
  const deskKeeper = createDeskKeeper({ store, telemetry });
  const teamWatch = createTeamWatch({ team: parts.team, telemetry });
  const smsWatch = createSmsWatch({ store, telemetry });
  const smsReconciler =
    parts.smsList === null
      ? null
      : createSmsReconciler({
          store,
          list: parts.smsList,
          clock: systemClock,
          telemetry,
          onArrival: () => turns.wake(),
        });
  const loops = [sender, turns, housekeeper, alerts, reminders, deskKeeper, teamWatch, smsWatch, smsReconciler].filter(
    (loop) => loop !== null,
  );
  for (const loop of loops) loop.start();
  store.signals.listen('turns', () => turns.wake());
  store.signals.listen('outbox', () => sender.wake());
  store.signals.listen('staff', () => teamWatch.wake());
  return { turns, sender, smsReconciler, stops: loops.map((loop) => () => loop.stop()) };
}

/** What Meta gives a number that is new. @see developers.facebook.com/documentation/business-messaging/whatsapp/throughput */
const META_PER_SECOND = 80;

/** A stand-in of Graph, or a gateway before it, has limits of its own: they are learnt when it says "too fast". */
function whatsAppPace(whatsapp: Config['whatsapp']): PaceLimit {
  const isMeta = whatsapp?.baseUrl === VARIABLES.WHATSAPP_BASE_URL.default;
  const perSecond = whatsapp?.perSecond ?? null;
  return { perSecond: perSecond ?? META_PER_SECOND, fromTheStart: perSecond !== null || isMeta };
}

/** By SMS only where a STOP reaches us: without one, nobody could end it. */
function mayBeAlerted(address: Address): boolean {
  return address.channel === 'whatsapp' || canStopBySms(address.phone);
}

function countFreshness(knowledge: Knowledge, nowMs: number): Record<Freshness, number> {
  const counts = { fresh: 0, due: 0, expired: 0 };
  for (const fact of knowledge.facts) counts[knowledge.freshness(fact, nowMs)] += 1;
  return counts;
}

async function readiness(store: Store, facts: number): Promise<readonly string[]> {
  const reasons: string[] = [];
  await store.ping().catch(() => reasons.push('the store does not answer'));
  const trouble = store.trouble();
  if (trouble !== null && reasons.length === 0) reasons.push(`the store takes nothing: ${trouble}`);
  if (facts === 0) reasons.push('no fact could be loaded');
  return reasons;
}

function listen(server: Server, { host, port }: Config): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const what =
        cause.code === 'EADDRINUSE' ? 'is taken by another program' : `cannot be used (${cause.code ?? 'unknown'})`;
      reject(
        new ConfigError(`PORT ${port} on HOST ${host} ${what}. Stop that program, or set another PORT.`, { cause }),
      );
    });
    server.listen(port, host, () => {
      const address = server.address() as AddressInfo; // a TCP server that listens has one
      const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
      resolve(`http://${name}:${address.port}`);
    });
  });
}

/** Answers what is under way, then lets go of connections that are kept open (live pages, keep-alive). */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 1_000).unref();
  });
}

function describe(service: RunningService): string {
  const lines = [
    'Faro is running.',
    ...(service.simulator === null ? [] : [`  practice phone  ${service.url}/simulator`]),
    `  desk            ${service.url}/desk`,
    ...describeAccounts(service.deskAccounts),
    `  webhooks        ${service.url}/webhooks/whatsapp, ${service.url}/webhooks/sms`,
    `  channels on     ${service.channels.length === 0 ? 'none: set WHATSAPP_* or TWILIO_* (see README)' : service.channels.join(', ')}`,
    `  store           ${service.store}`,
  ];
  return `${lines.join('\n')}\n`;
}

/** The only time that these passwords are shown. */
function describeAccounts({ madeUp, hasAdministrator }: FirstAccounts): readonly string[] {
  if (!hasAdministrator) return ['                  nobody can sign in: set DESK_ADMIN_EMAIL and DESK_ADMIN_PASSWORD'];
  return madeUp.map(
    ({ role, email, password }) => `                  ${email}  ${password}  (${role}; shown only now)`,
  );
}

/** Runs until told to stop. A second signal changes nothing: the first one is being obeyed. */
async function runUntilStopped(): Promise<void> {
  const service = await startService(process.env);
  process.stdout.write(describe(service));
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      setTimeout(() => process.exit(0), STOP_WITHIN_MS).unref();
      void service.stop().then(() => process.exit(0));
    });
  }
}

if (import.meta.main) {
  try {
    await runUntilStopped();
  } catch (error) {
    if (error instanceof StoreError) process.exitCode = error.code === 'damaged' ? EXIT_DAMAGED : EXIT_TRY_AGAIN;
    else if (error instanceof ConfigError || error instanceof ContentError) process.exitCode = EXIT_CONFIG;
    else throw error;
    process.stderr.write(`Faro did not start: ${error.message}\n`);
  }
}
