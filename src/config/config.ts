/** Environment in, one frozen Config out. Whatever is wrong is said in one sentence that names the variable. */
import { checkDeskAdmin } from './desk.ts';
import type { DeskAdmin } from './desk.ts';
import { readKeys } from './keys.ts';
import type { Keys } from './keys.ts';
import type { CountryCode } from '../core/country.ts';
import { ConfigError } from '../core/errors.ts';
import type { SmsLimits } from '../core/spend.ts';
import { isTimeZone } from '../core/zoned-time.ts';
import { VARIABLES } from './variables.ts';
import type { Environment, VariableName } from './variables.ts';

const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface WhatsAppConfig {
  readonly phoneNumberId: string;
  readonly accessToken: string;
  readonly appSecrets: readonly string[];
  readonly verifyToken: string;
  readonly baseUrl: string;
  readonly graphVersion: string;
  /** Messages; null: as Meta starts, see WHATSAPP_PER_SECOND. */
  readonly perSecond: number | null;
}

export interface TwilioConfig {
  readonly accountSid: string;
  readonly authTokens: readonly [string, ...string[]];
  readonly from: string;
  readonly baseUrl: string;
}

export interface AlertsConfig {
  readonly perSecond: number;
  /** A name of the IANA database. */
  readonly timeZone: string;
  readonly template: string;
}

export interface SmsConfig {
  readonly limits: SmsLimits;
  /** Two letters each; null: everywhere. */
  readonly countries: readonly CountryCode[] | null;
  /** What people write to on WhatsApp, E.164; null when nobody is told. */
  readonly whatsAppNumber: string | null;
  readonly perSecond: number;
}

export interface TranslateConfig {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly apiKey: string | null;
}

export interface Config {
  readonly production: boolean;
  readonly host: string;
  readonly port: number;
  /** Null until the port is known: then `http://HOST:PORT`. Never ends in a slash. */
  readonly publicBaseUrl: string | null;
  readonly dataDir: string;
  /** Null: the state lives in a SQLite file in `dataDir`. */
  readonly databaseUrl: string | null;
  readonly keys: Keys;
  readonly whatsapp: WhatsAppConfig | null;
  readonly twilio: TwilioConfig | null;
  readonly smsTransliterate: boolean;
  readonly sms: SmsConfig;
  readonly outboxHoldMs: number;
  readonly outboxRetryBaseMs: number;
  readonly sendTimeoutMs: number;
  readonly alerts: AlertsConfig;
  /** The approved template that says that an answer waits. */
  readonly answerTemplate: string;
  /** Null: agents translate nothing. */
  readonly translate: TranslateConfig | null;
  readonly simulator: boolean;
  readonly metricsPublic: boolean;
  readonly logLevel: LogLevel;
  /** Becomes the first administrator when there is none. */
  readonly deskAdmin: DeskAdmin | null;
}

/**
 * Reads and checks the whole environment. Creates DATA_DIR and, outside production, keys that are missing.
 *
 * @throws {ConfigError} naming the variable, what is expected and what to do
 */
export function readConfig(environment: Environment): Config {
  const production = read(environment, 'NODE_ENV') === 'production';
  const dataDir = read(environment, 'DATA_DIR') ?? VARIABLES.DATA_DIR.default;
  return Object.freeze({
    production,
    host: read(environment, 'HOST') ?? VARIABLES.HOST.default,
    port: readNumber(environment, 'PORT', 0, 65_535),
    publicBaseUrl: readUrl(environment, 'PUBLIC_BASE_URL'),
    dataDir,
    databaseUrl: readDatabaseUrl(environment),
    keys: readKeys(read(environment, 'MASTER_KEYS'), read(environment, 'CONTACT_KEY'), dataDir, production),
    whatsapp: readWhatsApp(environment),
    twilio: readTwilio(environment),
    smsTransliterate: readSwitch(environment, 'SMS_TRANSLITERATE', true),
    sms: readSms(environment),
    outboxHoldMs: readNumber(environment, 'OUTBOX_HOLD_MS', 0, 86_400_000),
    outboxRetryBaseMs: readNumber(environment, 'OUTBOX_RETRY_BASE_MS', 1, 3_600_000),
    sendTimeoutMs: readNumber(environment, 'SEND_TIMEOUT_MS', 100, 60_000),
    alerts: readAlerts(environment),
    answerTemplate: readTemplate(environment, 'WHATSAPP_ANSWER_TEMPLATE'),
    translate: readTranslate(environment),
    simulator: readSwitch(environment, 'SIMULATOR', !production),
    metricsPublic: readSwitch(environment, 'METRICS_PUBLIC', false),
    logLevel: readOneOf(environment, 'LOG_LEVEL', LOG_LEVELS),
    deskAdmin: readDeskAdmin(environment),
  });
}

/** An empty variable is an absent one: that is how compose files and shells leave it. */
function read(environment: Environment, name: VariableName): string | null {
  const value = environment[name]?.trim();
  return value === undefined || value === '' ? VARIABLES[name].default : value;
}

/** The address holds a password, so it is not repeated in the error. */
function readDatabaseUrl(environment: Environment): string | null {
  const text = read(environment, 'DATABASE_URL');
  if (text === null) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol) || url.hostname === '' || url.pathname.length < 2) {
    throw new ConfigError(
      'DATABASE_URL must look like postgres://user:password@host:5432/database. Unset it to keep everything in a SQLite file in DATA_DIR.',
    );
  }
  return text;
}

function readNumber(environment: Environment, name: VariableName, min: number, max: number): number {
  const text = read(environment, name) ?? '';
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new ConfigError(`${name} must be a whole number from ${min} to ${max}, but it is "${text}".`);
  }
  return value;
}

function readSwitch(environment: Environment, name: VariableName, otherwise: boolean): boolean {
  const text = read(environment, name);
  if (text === null) return otherwise;
  if (text !== 'on' && text !== 'off') throw new ConfigError(`${name} must be "on" or "off", but it is "${text}".`);
  return text === 'on';
}

function readOneOf<T extends string>(environment: Environment, name: VariableName, allowed: readonly T[]): T {
  const text = read(environment, name);
  const found = allowed.find((one) => one === text);
  if (found === undefined) throw new ConfigError(`${name} must be one of ${allowed.join(', ')}, but it is "${text}".`);
  return found;
}

function readUrl(environment: Environment, name: VariableName): string | null {
  const text = read(environment, name);
  if (text === null) return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '') {
    throw new ConfigError(`${name} must be an http(s) address without query or fragment, but it is "${text}".`);
  }
  return text.replace(/\/+$/, '');
}

/** All of a group or none of it; half a group is a mistake that would show only when a message is lost. */
function readGroup<Name extends VariableName>(
  environment: Environment,
  names: readonly Name[],
): Readonly<Record<Name, string>> | null {
  const missing = names.filter((name) => read(environment, name) === null);
  if (missing.length === names.length) return null;
  if (missing.length > 0) {
    const set = names.filter((name) => !missing.includes(name));
    throw new ConfigError(
      `${missing.join(', ')} missing: ${set.join(', ')} set, and these go together. Set all of ${names.join(', ')}, or none.`,
    );
  }
  // Each name was just seen to have a value.
  return Object.fromEntries(names.map((name) => [name, read(environment, name)])) as Record<Name, string>;
}

const MOST_PER_SECOND = 100_000;

function readWhatsApp(environment: Environment): WhatsAppConfig | null {
  const group = readGroup(environment, [
    'WHATSAPP_PHONE_NUMBER_ID',
    'WHATSAPP_ACCESS_TOKEN',
    'WHATSAPP_APP_SECRET',
    'WHATSAPP_VERIFY_TOKEN',
  ]);
  if (group === null) return null;
  return {
    phoneNumberId: group.WHATSAPP_PHONE_NUMBER_ID,
    accessToken: group.WHATSAPP_ACCESS_TOKEN,
    appSecrets: splitList(group.WHATSAPP_APP_SECRET),
    verifyToken: group.WHATSAPP_VERIFY_TOKEN,
    baseUrl: readUrl(environment, 'WHATSAPP_BASE_URL') ?? VARIABLES.WHATSAPP_BASE_URL.default,
    graphVersion: readGraphVersion(environment),
    perSecond:
      read(environment, 'WHATSAPP_PER_SECOND') === null
        ? null
        : readNumber(environment, 'WHATSAPP_PER_SECOND', 1, MOST_PER_SECOND),
  };
}

function readGraphVersion(environment: Environment): string {
  const version = read(environment, 'WHATSAPP_GRAPH_VERSION') ?? VARIABLES.WHATSAPP_GRAPH_VERSION.default;
  if (!/^v\d+\.\d+$/.test(version)) {
    throw new ConfigError(`WHATSAPP_GRAPH_VERSION must look like v26.0, but it is "${version}".`);
  }
  return version;
}

function readTwilio(environment: Environment): TwilioConfig | null {
  const group = readGroup(environment, ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM']);
  if (group === null) return null;
  if (!/^(\+\d{5,15}|MG[0-9a-zA-Z]{32})$/.test(group.TWILIO_FROM)) {
    throw new ConfigError('TWILIO_FROM must be an E.164 number such as +12025550100, or a Messaging Service (MG…).');
  }
  const [first, ...rest] = splitList(group.TWILIO_AUTH_TOKEN);
  if (first === undefined) throw new ConfigError('TWILIO_AUTH_TOKEN must hold a token, but it holds only commas.');
  return {
    accountSid: group.TWILIO_ACCOUNT_SID,
    authTokens: [first, ...rest],
    from: group.TWILIO_FROM,
    baseUrl: readUrl(environment, 'TWILIO_BASE_URL') ?? VARIABLES.TWILIO_BASE_URL.default,
  };
}

function readDeskAdmin(environment: Environment): DeskAdmin | null {
  const group = readGroup(environment, ['DESK_ADMIN_EMAIL', 'DESK_ADMIN_PASSWORD']);
  return group === null ? null : checkDeskAdmin(group.DESK_ADMIN_EMAIL, group.DESK_ADMIN_PASSWORD);
}

/** An answer may take two segments, and so may the word that there are no more. */
const LEAST_SEGMENTS = 4;
const MOST_SEGMENTS = 10_000_000;

function readSms(environment: Environment): SmsConfig {
  const segments = (name: VariableName): number => readNumber(environment, name, LEAST_SEGMENTS, MOST_SEGMENTS);
  return {
    limits: {
      personHourly: segments('SMS_PERSON_HOURLY_SEGMENTS'),
      personDaily: segments('SMS_PERSON_DAILY_SEGMENTS'),
      prefixDaily: segments('SMS_PREFIX_DAILY_SEGMENTS'),
      daily: segments('SMS_DAILY_SEGMENTS'),
    },
    countries: readCountries(environment),
    whatsAppNumber: readPhone(environment, 'WHATSAPP_NUMBER'),
    perSecond: readNumber(environment, 'SMS_PER_SECOND', 1, MOST_PER_SECOND),
  };
}

function readCountries(environment: Environment): readonly CountryCode[] | null {
  const text = read(environment, 'SMS_COUNTRIES');
  if (text === null) return null;
  const codes = splitList(text);
  if (codes.length > 0 && codes.every((code) => /^[A-Z]{2}$/.test(code))) return codes;
  throw new ConfigError(
    `SMS_COUNTRIES must be countries of two capital letters such as US,CA,MX, but it is "${text}".`,
  );
}

function readPhone(environment: Environment, name: VariableName): string | null {
  const phone = read(environment, name);
  if (phone === null || /^\+[1-9]\d{7,14}$/.test(phone)) return phone;
  throw new ConfigError(`${name} must be a number with its country, such as +12025550100.`);
}

function readAlerts(environment: Environment): AlertsConfig {
  return {
    perSecond: readNumber(environment, 'ALERTS_PER_SECOND', 1, 100),
    timeZone: readTimeZone(environment),
    template: readTemplate(environment, 'WHATSAPP_ALERT_TEMPLATE'),
  };
}

function readTemplate(
  environment: Environment,
  variable: 'WHATSAPP_ALERT_TEMPLATE' | 'WHATSAPP_ANSWER_TEMPLATE',
): string {
  const template = read(environment, variable) ?? VARIABLES[variable].default;
  if (/^[a-z0-9_]{1,512}$/.test(template)) return template;
  throw new ConfigError(
    `${variable} must be the name of a template: lower-case letters, digits and _, but it is "${template}".`,
  );
}

function readTranslate(environment: Environment): TranslateConfig | null {
  const baseUrl = readUrl(environment, 'TRANSLATE_URL');
  return baseUrl === null ? null : { baseUrl, apiKey: read(environment, 'TRANSLATE_API_KEY') };
}

function readTimeZone(environment: Environment): string {
  const timeZone = read(environment, 'ALERTS_TIME_ZONE') ?? VARIABLES.ALERTS_TIME_ZONE.default;
  if (isTimeZone(timeZone)) return timeZone;
  throw new ConfigError(
    `ALERTS_TIME_ZONE must be a time zone such as ${VARIABLES.ALERTS_TIME_ZONE.default}, but it is "${timeZone}".`,
  );
}

function splitList(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
