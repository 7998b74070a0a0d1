/** A day at the desk: cases in every state, a conversation with everything in it, and work for every role. */
import type { CaseReason, CaseTheme, Urgency } from '../../../src/core/case.ts';
import type { Address } from '../../../src/core/contact.ts';
import type { CaseId, FactId, OutboxId, TeamId, TopicSlug } from '../../../src/core/ids.ts';
import type { Language } from '../../../src/core/language.ts';
import type { SendErrorCode } from '../../../src/core/errors.ts';
import { answer, composeReturn, valueOf } from '../../fakes/desk.ts';
import { PEOPLE } from '../../fakes/people.ts';
import { statusWebhook } from '../../fakes/test-store.ts';
import type { ConsoleHouse } from './console-house.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export interface FilledDesk {
  /** Urgent, and waiting. */
  readonly danger: CaseId;
  /** In Ana's hands, with a long conversation. */
  readonly talk: CaseId;
  /** In Ana's hands, by SMS. */
  readonly sms: CaseId;
  /** In Ana's hands; WhatsApp's window is closed. */
  readonly closedWindow: CaseId;
  /** In Ana's hands; the person asked not to be seen. */
  readonly hidden: CaseId;
  /** Waiting. */
  readonly waiting: CaseId;
}

interface Request {
  readonly said: string;
  readonly answered: string;
  readonly summary: string;
  readonly language?: Language;
  readonly reason?: CaseReason;
  readonly urgency?: Urgency;
  readonly topic?: string;
  readonly theme?: CaseTheme;
}

const WE_TELL_THEM = 'Guardamos su pedido. Una persona del equipo le escribe aquí, sin costo.';

export async function fillDesk(house: ConsoleHouse): Promise<FilledDesk> {
  const { clock, store, staff } = house;
  const now = Date.now();
  const at = (agoMs: number): void => clock.advance(now - agoMs - clock.nowMs());

  at(60 * HOUR_MS);
  await fillWeek(house);

  at(26 * HOUR_MS);
  const closedWindow = await request(house, PEOPLE.joao.address, {
    said: 'preciso falar com alguém sobre o trabalho que me ofereceram',
    answered: 'Guardamos o seu pedido. Uma pessoa da equipe responde aqui.',
    summary: 'Quer falar com uma pessoa.\nRecebeu uma oferta de trabalho de um desconhecido.',
    language: 'pt',
    theme: 'other',
  });
  await store.desk.claims.claim(staff.agent, closedWindow);

  at(5 * HOUR_MS);
  const hidden = await request(house, PEOPLE.amina.address, {
    said: 'I need a person, but somebody looks at my phone',
    answered: 'We keep your request. A person of the team answers here.',
    summary: 'Wants to talk to a person.\nSomebody else looks at the phone.',
    language: 'en',
    theme: 'family',
  });
  await store.desk.claims.claim(staff.agent, hidden);
  await house.converse(PEOPLE.amina.address, 'hide', 'Okay.', [{ kind: 'hide' }]);

  at(3 * HOUR_MS);
  const talk = await request(house, PEOPLE.marisol.address, {
    said: 'quiero hablar con alguien, me dijeron que por whatsapp venden la cita de asilo',
    answered: WE_TELL_THEM,
    summary: 'Pide hablar con una persona.\nTema: asilo.\nEstá en Tapachula con dos niños.',
    topic: 'us-asylum-fees',
    theme: 'asylum',
  });

  at(70 * MINUTE_MS);
  const sms = await request(house, PEOPLE.wilmer.address, {
    said: 'necesito ayuda con mis papeles',
    answered: 'Guardamos su pedido. Le escribimos por aqui.',
    summary: 'Pide hablar con una persona.\nTema: documentos.',
    theme: 'papers',
  });
  await store.desk.claims.claim(staff.agent, sms);
  await store.desk.notes.setTags(staff.agent, sms, ['Texas', 'permiso de trabajo']);

  at(50 * MINUTE_MS);
  const shelter = await request(house, PEOPLE.nadege.address, {
    said: 'je cherche un endroit pour dormir',
    answered: 'Votre demande est notée.',
    summary: 'Cherche un hébergement.',
    language: 'fr',
    theme: 'shelter',
  });
  await store.desk.claims.claim(house.luis, shelter);
  await answer(store, house.luis, shelter, 'Bonjour, dans quelle ville êtes-vous ?');

  at(40 * MINUTE_MS);
  await talkFor(house, talk, at);

  at(25 * MINUTE_MS);
  const waiting = await request(house, PEOPLE.jean.address, {
    said: 'mwen bezwen pale ak yon moun',
    answered: 'Nou kenbe demann ou an. Yon moun nan ekip la ap reponn isit la.',
    summary: 'Vle pale ak yon moun.',
    language: 'ht',
    reason: 'unknown_twice',
  });

  at(3 * MINUTE_MS);
  const danger = await request(house, PEOPLE.tomas.address, {
    said: 'me tienen encerrado y piden dinero',
    answered: 'Si puede, llame al 911.',
    summary: 'Puede estar en peligro: dice que lo tienen encerrado y piden dinero.',
    reason: 'danger',
    urgency: 'urgent',
    theme: 'danger',
  });

  at(0);
  await fillOffice(house);
  return { danger, talk, sms, closedWindow, hidden, waiting };
}

/** Enough closed cases, rumours and questions for figures to be shown. */
async function fillWeek(house: ConsoleHouse): Promise<void> {
  const { clock, staff, store } = house;
  for (let index = 0; index < 26; index += 1) {
    const from: Address = { channel: 'sms', phone: `+12025550${130 + index}` };
    const id = await request(house, from, {
      said: 'hola',
      answered: WE_TELL_THEM,
      summary: 'Pide hablar con una persona.',
      language: index % 2 === 0 ? 'es' : 'en',
      topic: index < 14 ? 'us-asylum-fees' : 'mx-refugee-comar',
    });
    clock.advance(4 * MINUTE_MS);
    await store.desk.claims.claim(staff.agent, id);
    clock.advance((2 + (index % 5)) * MINUTE_MS);
    await answer(store, staff.agent, id, 'Hola, soy del equipo.');
    valueOf(await store.desk.endings.close(staff.agent, id, index < 15 ? 'answered' : 'referred', composeReturn));
    await house.converse(from, 'me dijeron que abren el puente el lunes', '', [
      {
        kind: 'report_rumour',
        language: 'es',
        forwarded: 'often',
        text: index < 20 ? 'abren el puente el lunes para familias' : 'regalan visas de trabajo en la plaza',
        place: index < 20 ? 'Ciudad Juárez' : null,
        price: index < 20 ? '$300' : null,
      },
      { kind: 'report_question', language: 'en', text: 'can my cousin sponsor me' },
    ]);
  }
}

/** Somebody asks for a person. */
async function request(house: ConsoleHouse, from: Address, asked: Request): Promise<CaseId> {
  const { said, answered, summary, language = 'es', reason = 'request', urgency = 'normal', theme } = asked;
  const topic = (asked.topic ?? null) as TopicSlug | null; // one of content/facts, or none
  const known = new Set((await house.store.desk.queue.list()).map(({ id }) => id));
  await house.converse(from, said, answered, [
    { kind: 'set_language', language },
    { kind: 'open_case', case: { reason, urgency, language, topic, summary } },
    ...(theme === undefined ? [] : [{ kind: 'amend_case', theme } as const]),
  ]);
  const opened = (await house.store.desk.queue.list()).find(({ id }) => !known.has(id));
  if (opened === undefined) throw new Error('expected a new case');
  return opened.id;
}

/** Everything that a conversation can show. */
async function talkFor(house: ConsoleHouse, id: CaseId, at: (agoMs: number) => void): Promise<void> {
  const { store, staff, luis, converse } = house;
  const marisol = PEOPLE.marisol.address;
  await store.desk.claims.claim(luis, id);
  await store.desk.notes.add(luis, id, 'Viaja con dos niños. Ya habló con la Casa del Migrante.');
  valueOf(await store.desk.claims.transfer(luis, id, { agent: staff.agent.id }));
  at(30 * MINUTE_MS);
  const first = await answer(store, staff.agent, id, 'Hola, soy Ana, del equipo de Faro. ¿Quién le pidió dinero?');
  await send(house, first, 'read');
  at(28 * MINUTE_MS);
  await converse(marisol, 'un señor en un grupo, manda esto a todos. mire https://cita-segura.example/pago', '');
  await converse(
    marisol,
    { kind: 'image', media: { mediaId: 'm1', mimeType: 'image/jpeg', caption: 'lo que mandó' } },
    '',
  );
  await converse(marisol, { kind: 'voice', media: { mediaId: 'm2', mimeType: 'audio/ogg; codecs=opus' } }, '');
  at(20 * MINUTE_MS);
  const second = await answer(
    store,
    staff.agent,
    id,
    'Gracias. Nadie puede vender una cita. No pague nada todavía, por favor.',
  );
  await send(house, second, 'delivered');
  at(18 * MINUTE_MS);
  await converse(marisol, { kind: 'location', latitude: 14.9056, longitude: -92.2634 }, '');
  at(12 * MINUTE_MS);
  const third = await answer(
    store,
    staff.agent,
    id,
    'Hay un lugar de confianza cerca de usted. Le mando la dirección.',
  );
  await send(house, third, 'recipient_unreachable');
  at(9 * MINUTE_MS);
  await converse(marisol, '¿sigue ahí? ¿entonces pedir asilo no cuesta?', '');
  await answer(store, staff.agent, id, 'Aquí sigo. Se lo busco ahora mismo.');
}

/** Sends what waits. @param how - what became of this one, or why it was not taken */
async function send({ store }: ConsoleHouse, id: OutboxId, how: 'read' | 'delivered' | SendErrorCode): Promise<void> {
  for (;;) {
    const sendings = await store.outbox.claim(64, ['whatsapp', 'sms']);
    if (sendings.length === 0) return;
    for (const sending of sendings) {
      const providerId = `provider-of-${sending.id}`;
      if (sending.id !== id) {
        await store.outbox.finish(sending, { kind: 'accepted', providerId });
      } else if (how === 'read' || how === 'delivered') {
        await store.outbox.finish(sending, { kind: 'accepted', providerId });
        const report = { outboxId: id, providerId, state: how, atMs: Date.now() } as const;
        await store.inbox.receive(sending.channel, statusWebhook(report));
      } else {
        await store.outbox.finish(sending, { kind: 'give_up', code: how, providerCode: null });
      }
    }
  }
}

/** What the other roles find on their pages. */
async function fillOffice(house: ConsoleHouse): Promise<void> {
  const { desk } = house.store;
  const { supervisor, agent, admin } = house.staff;
  const by = (who: typeof agent, action: 'canned_changed' | 'proposal_made' | 'team_changed' | 'team_created') =>
    ({ action, agent: who.id, subject: null, detail: null }) as const;
  const canned = [
    ['es', 'Saludo', 'Hola, soy del equipo de Faro. Cuénteme qué necesita; no hace falta que diga su nombre.'],
    ['ht', 'Salitasyon', 'Bonjou, mwen se manm ekip Faro. Di m kisa ou bezwen; ou pa bezwen di non ou.'],
    [
      'es',
      'Nunca pedimos dinero',
      'Faro nunca pide dinero ni documentos. Si alguien lo hace en nuestro nombre, no es de Faro.',
    ],
  ] as const;
  for (const [language, title, text] of canned) {
    await desk.canned.create({ team: null, language, title, text }, by(supervisor, 'canned_changed'));
  }
  await desk.proposals.make(
    agent.id,
    {
      kind: 'new_fact',
      fact: null,
      language: 'es',
      question: '¿Se puede pedir refugio en México si ya pasé por otro país?',
      comment: 'Lo preguntaron tres veces esta semana y no hay respuesta verificada.',
    },
    by(agent, 'proposal_made'),
  );
  await desk.proposals.make(
    agent.id,
    {
      kind: 'wrong_answer',
      fact: 'us-asylum-fees-yearly' as FactId, // it stands in content/facts
      language: 'en',
      question: 'How do I pay the yearly fee?',
      comment: 'The page of USCIS says since last week that it can be paid on line.',
    },
    by(agent, 'proposal_made'),
  );
  await desk.teams.change('default' as TeamId, { name: 'Equipo Sur' }, by(admin, 'team_changed'));
  const targets = { normalMinutes: 120, urgentMinutes: 10 };
  await desk.teams.create(
    { id: 'legal' as TeamId, name: 'Equipo legal', schedule: null, targets },
    by(admin, 'team_created'),
  );
}
