/**
 * Every environment variable Faro reads, with its default and one sentence of help. README's table is checked against
 * this list by a test.
 */
export const VARIABLES = {
  NODE_ENV: { default: 'development', help: '`production` switches the simulator and made-up keys off.' },
  PORT: { default: '3000', help: 'TCP port to listen on, 0 to 65535; 0 takes a free one.' },
  HOST: { default: '127.0.0.1', help: 'Address to listen on.' },
  PUBLIC_BASE_URL: {
    default: null,
    help: 'How the outside reaches us, for example https://faro.example.org. Twilio signs over it.',
  },
  DATA_DIR: { default: './data', help: 'Folder of the SQLite file and of generated keys.' },
  DATABASE_URL: {
    default: null,
    help: 'postgres://user:password@host/database: all state lives there, and any number of processes may run.',
  },
  MASTER_KEYS: {
    default: null,
    help: '`id:base64(32 bytes)`, newest first, comma-separated: encrypts what is stored. Made and kept in DATA_DIR outside production.',
  },
  CONTACT_KEY: {
    default: null,
    help: 'base64(32 bytes): turns addresses and message ids into keys. Made and kept in DATA_DIR outside production.',
  },
  WHATSAPP_PHONE_NUMBER_ID: { default: null, help: 'The id (not the number) of your WhatsApp phone number.' },
  WHATSAPP_ACCESS_TOKEN: { default: null, help: 'System user token that may send messages.' },
  WHATSAPP_APP_SECRET: {
    default: null,
    help: 'Signs the webhooks. Two, comma-separated, are both accepted while you change it.',
  },
  WHATSAPP_VERIFY_TOKEN: { default: null, help: 'The word you type into the webhook form of Meta.' },
  WHATSAPP_BASE_URL: { default: 'https://graph.facebook.com', help: 'Where the Graph API is.' },
  WHATSAPP_GRAPH_VERSION: { default: 'v26.0', help: 'Version of the Graph API.' },
  WHATSAPP_PER_SECOND: {
    default: null,
    help: 'Messages a second that the number may send: Meta starts at 80, and at 20 for one shared with the app. Absent: 80 at Meta itself; elsewhere only after a "too fast". Several processes share it: divide by their number.',
  },
  TWILIO_ACCOUNT_SID: { default: null, help: 'Your Twilio account, AC….' },
  TWILIO_AUTH_TOKEN: {
    default: null,
    help: 'Signs the webhooks and sends. Two, comma-separated, are both accepted while you change it; the first one sends.',
  },
  TWILIO_FROM: { default: null, help: 'The number that sends, E.164, or a Messaging Service, MG….' },
  TWILIO_BASE_URL: { default: 'https://api.twilio.com', help: 'Where the Twilio API is.' },
  SMS_PER_SECOND: {
    default: '100',
    help: 'SMS a second that the number can send: about 1 for a long number, 3 toll-free, 100 for a short code. What is faster waits at Twilio, where danger does not go first.',
  },
  SMS_TRANSLITERATE: {
    default: 'on',
    help: '`on` writes á í ó ú as a i o u in SMS, which halves the number of segments; `off` keeps them.',
  },
  SMS_DAILY_SEGMENTS: {
    default: '2000',
    help: 'Segments of SMS in a day (UTC), to all people together. Alerts stop at half of it, automatic answers at nine tenths.',
  },
  SMS_PREFIX_DAILY_SEGMENTS: {
    default: '1000',
    help: 'The same to the numbers of one country, so that one can never use up what there is for all. Raise it where nearly all write from one.',
  },
  SMS_PERSON_HOURLY_SEGMENTS: { default: '20', help: 'Segments of automatic SMS to one person in an hour.' },
  SMS_PERSON_DAILY_SEGMENTS: { default: '60', help: 'Segments of automatic SMS to one person in a day (UTC).' },
  SMS_COUNTRIES: {
    default: null,
    help: 'The only countries that SMS is sent to, two letters each, comma-separated; everywhere when absent.',
  },
  WHATSAPP_NUMBER: {
    default: null,
    help: 'The number that people write to on WhatsApp, E.164: named by SMS to who can be sent no more.',
  },
  OUTBOX_HOLD_MS: {
    default: '90000',
    help: 'Milliseconds that a message whose sending is in doubt waits for a status report before it is sent again.',
  },
  OUTBOX_RETRY_BASE_MS: {
    default: '1000',
    help: 'Milliseconds that the first retry waits at most; each further one twice as long, up to an hour.',
  },
  SEND_TIMEOUT_MS: { default: '10000', help: 'Milliseconds after which a call to a provider is given up.' },
  ALERTS_PER_SECOND: {
    default: '5',
    help: 'How many messages about changed answers may go out in a second, over all processes.',
  },
  ALERTS_TIME_ZONE: {
    default: 'America/Mexico_City',
    help: 'From 21:00 to 8:00 there, no message about a changed answer goes out.',
  },
  WHATSAPP_ALERT_TEMPLATE: {
    default: 'faro_update',
    help: 'The approved template that tells of a changed answer outside the 24-hour window.',
  },
  WHATSAPP_ANSWER_TEMPLATE: {
    default: 'faro_answer',
    help: 'The approved template that says an answer waits, outside the 24-hour window.',
  },
  TRANSLATE_URL: {
    default: null,
    help: "A server that speaks LibreTranslate's protocol, for agents; without it, they translate nothing.",
  },
  TRANSLATE_API_KEY: { default: null, help: 'Its key, if it asks for one.' },
  SIMULATOR: { default: null, help: '`on` or `off`; on by default, off in production.' },
  METRICS_PUBLIC: { default: 'off', help: '`on` serves /metrics to others than this machine.' },
  LOG_LEVEL: { default: 'info', help: '`debug`, `info`, `warn`, `error` or `silent`.' },
  DESK_ADMIN_EMAIL: {
    default: null,
    help: 'Becomes the first administrator of the desk when there is none. Later changes of these two change nothing.',
  },
  DESK_ADMIN_PASSWORD: { default: null, help: 'Their password, of 12 characters or more.' },
} as const satisfies Record<string, { readonly default: string | null; readonly help: string }>;

export type VariableName = keyof typeof VARIABLES;
export type Environment = Readonly<Record<string, string | undefined>>;
