import { describe, expect, test } from 'vitest';
import type { Fact } from '../../src/core/fact.ts';
import type { Match } from '../../src/core/knowledge.ts';
import { LANGUAGES } from '../../src/core/language.ts';
import { silentTelemetry } from '../../src/core/telemetry.ts';
import { loadCalibration } from '../../src/knowledge/calibration.ts';
import type { Calibration } from '../../src/knowledge/calibration.ts';
import { weighEvidence } from '../../src/knowledge/evidence.ts';
import { INTENTS } from '../../src/knowledge/intents.ts';
import type { Intent } from '../../src/knowledge/intents.ts';
import { createKnowledge } from '../../src/knowledge/knowledge.ts';
import { createMatcher } from '../../src/knowledge/matcher.ts';
import type { Reading } from '../../src/knowledge/model.ts';
import { loadWords } from '../../src/knowledge/words.ts';
import { CONTENT_DIR } from './content-folder.ts';

const knowledge = createKnowledge({ contentDir: CONTENT_DIR, telemetry: silentTelemetry });
const match = (text: string) => knowledge.match(text, null);

function phrasingsOf(fact: Fact): readonly string[] {
  return LANGUAGES.flatMap((language) => fact.text[language]?.questions ?? []);
}

describe('a question in words of its own', () => {
  test.each([
    ['quiero pedir asilo en la garita de san ysidro', 'us-asylum-port-of-entry'],
    ['tarifa anual asilo donde pago', 'us-asylum-fees-yearly'],
    ['el parole para cubanos esta abierto', 'us-parole-chnv'],
    ['dicen que abren la frontera el mes que viene', 'border-open-rumour'],
    ['is the border going to open for families', 'border-open-rumour'],
    ['safe third country canada exceptions', 'ca-stca'],
    ['deported last year when may I come back', 'us-reentry-bars'],
    ['posso ir pro canadá pedir refúgio saindo dos eua', 'ca-stca'],
    ['demander refuge au mexique comment', 'mx-refugee-comar'],
    ['kijan pou m mande refij nan meksik', 'mx-refugee-comar'],
    ['cuanto cuesta la visa de turista', 'us-visa-rules'],
    ['que es el tps para honduras', 'us-tps-central-america-honduras'],
    ['how do I renew my daca', 'us-daca'],
    ['como pedir refúgio no brasil', 'br-refugee'],
    ['le tps haiti est fini ?', 'us-tps-haiti'],
    ['kijan pou m jwenn yon avoka gratis', 'legal-help-free'],
    ['can my kid go to school without papers', 'us-schooling'],
  ])('%s', (text, id) => {
    const found = match(text);

    expect(found.outcome).toBe('answer');
    expect(found.candidates[0]?.fact.id).toBe(id);
  });

  test.each([
    ['ya tengo mas de un año aqui y no meti mi asilo', 'us-asylum-one-year'],
    ['debo firmar la salida voluntaria', 'us-voluntary-departure'],
  ])('about what the person did or should do, a human stands beside the fact: %s', (text, id) => {
    const found = match(text);

    expect(['answer', 'menu', 'handoff']).toContain(found.outcome);
    expect(found.candidates[0]?.fact.id).toBe(id);
  });

  test.each([
    ['cuanto es el fee del asylum application', 'us-asylum-fees'],
    ['is it true que con niños te dejan pasar', 'border-open-rumour-children'],
    ['me puede decir si el CBP One appointment todavía works', 'us-cbp-one-ended'],
    ['mwen vle konnen si tps la fini for haitians', 'us-tps-haiti'],
    ['quero pedir refugee status no mexico', 'mx-refugee-comar'],
  ])('in two languages at once: %s', (text, id) => {
    const found = match(text);

    expect(found.outcome).toBe('answer');
    expect(found.candidates[0]?.fact.id).toBe(id);
  });

  test.each([
    ['refujio en mejico como lo pido', 'mx-refugee-comar'],
    ['nesesito saver cuanto cuesta el acilo', 'us-asylum-fees'],
    ['permizo de travajo para asilo', 'us-asylum-work-permit'],
    ['el parol humanitario para cubannos sigue', 'us-parole-chnv'],
    ['sitas de cbp wan todavia hay', 'us-cbp-one-ended'],
    ['qto custa o azilo', 'us-asylum-fees'],
  ])('misspelt, it is answered or offered first: %s', (text, id) => {
    const found = match(text);

    expect(['answer', 'menu']).toContain(found.outcome);
    expect(found.candidates[0]?.fact.id).toBe(id);
  });
});

describe('one question in many words never gets two answers that contradict each other', () => {
  test.each<readonly [string, readonly string[]]>([
    [
      'border-open-rumour',
      [
        '¿Es verdad que la frontera va a abrir?',
        'va a abrir la frontera pronto',
        'is the border opening soon',
        'a fronteira vai abrir mesmo?',
        'la frontière va bientôt ouvrir ?',
        'èske fwontyè a ap louvri',
      ],
    ],
    [
      'border-open-rumour',
      [
        'me dijeron que con niños te dejan pasar',
        'si llego con niños me dejan entrar',
        'do they let you in if you come with kids',
        'com criança deixam entrar?',
        'avec des enfants on te laisse passer ?',
        'si m vini ak timoun y ap kite m pase',
      ],
    ],
    [
      'us-asylum-fees',
      [
        '¿Cuánto cuesta pedir asilo?',
        'cuanto cobran por el asilo',
        'is there a fee to apply for asylum',
        'quanto custa pedir asilo',
        "combien coûte la demande d'asile",
        'konbyen sa koute pou mande azil',
      ],
    ],
    [
      'us-cbp-one-ended',
      [
        '¿Todavía sirve CBP One?',
        'puedo sacar cita en cbp one',
        'does cbp one still work',
        'o cbp one ainda funciona',
        'est-ce que cbp one marche encore',
        'èske cbp one ap mache toujou',
      ],
    ],
    [
      'us-title42-ended',
      [
        'todavia aplican el titulo 42',
        'is title 42 still in effect',
        'o título 42 acabou?',
        'le titre 42 existe encore ?',
        'èske tit 42 la toujou la',
      ],
    ],
    [
      'us-asylum-one-year',
      [
        '¿Puedo pedir asilo después de un año?',
        'missed the one year deadline for asylum',
        'passou um ano e não pedi asilo, ainda posso?',
        "j'ai dépassé un an pour l'asile",
        'gen plis pase en an mwen la, èske m ka mande azil',
      ],
    ],
    [
      'mx-refugee-comar',
      [
        '¿Cómo pido refugio en México?',
        'how do I ask for refuge in mexico',
        'como pedir refúgio no méxico',
        'comment demander le refuge au mexique',
        'kijan pou mwen mande refij nan meksik',
      ],
    ],
    [
      'us-asylum-work-permit',
      [
        '¿Cuándo puedo trabajar si pedí asilo?',
        'when can asylum seekers work',
        'quando posso trabalhar com asilo pendente',
        "quand puis-je travailler avec l'asile",
        'kilè m ka travay ak azil',
      ],
    ],
    [
      'us-parole-chnv',
      [
        'el parole de biden sigue abierto',
        'is the chnv parole still open',
        'o parole para cubanos ainda existe',
        'le parole humanitaire pour haïtiens est ouvert ?',
        'èske pwogram biden nan fini',
      ],
    ],
    [
      'us-rights-encounter',
      [
        'tengo que abrirle la puerta a ice',
        'do I have to open the door to ice',
        'can ice come into my house without a warrant',
        'preciso abrir a porta para o ice',
        'est-ce que je dois ouvrir la porte à ice',
        'èske m dwe louvri pòt pou ice',
      ],
    ],
  ])('%s (%#)', (topic, paraphrases) => {
    const found = paraphrases.map(match);
    const answers = found.filter(isAnswer).map(({ candidates }) => candidates[0].fact);

    expect(found.map(({ candidates }) => candidates[0]?.fact.topic)).toEqual(paraphrases.map(() => topic));
    expect(answers.length).toBeGreaterThanOrEqual(Math.ceil(paraphrases.length / 2));
    expect(new Set(answers.map(verdictOf)).size).toBe(1);
  });
});

function isAnswer(found: Match): found is Extract<Match, { outcome: 'answer' }> {
  return found.outcome === 'answer';
}

/** What a fact says about what is asked: a rumour's verdict, or that it is a plain fact. */
function verdictOf(fact: Fact): string {
  return fact.verdict ?? 'fact';
}

test('a question word for word as a fact has it is answered with that fact', () => {
  const asked = knowledge.facts.flatMap((fact) => {
    const [first] = phrasingsOf(fact);
    return first === undefined ? [] : [{ fact, first }];
  });
  const missed = asked.filter(({ fact, first }) => {
    const { outcome, candidates } = match(first);
    return outcome !== 'danger' && (outcome !== 'answer' || candidates[0].fact !== fact);
  });

  expect(missed.map(({ first }) => first)).toEqual([]);
});

describe('a question that may mean several facts is asked about, never guessed', () => {
  test.each(['asylum', 'azil', 'tps', 'visa', 'ice', 'refugio', 'me van a deportar', 'tps centroamerica'])(
    '%s',
    (text) => {
      const found = match(text);

      expect(found.outcome).toBe('menu');
      expect(found.candidates.length).toBeGreaterThanOrEqual(1);
      expect(found.candidates.length).toBeLessThanOrEqual(3);
    },
  );

  test.each([
    ['i have a question about tps', 'us-tps-general'],
    ['pregunta sobre la corte', 'us-court-dates'],
  ])('of one topic, its facts are offered: %s', (text, topic) => {
    const { outcome, candidates } = match(text);

    expect(outcome).toBe('menu');
    expect(candidates.filter(({ fact }) => fact.topic === topic).length).toBeGreaterThanOrEqual(2);
  });
});

describe('what Faro has no fact for is never answered as if it had', () => {
  test.each([
    '¿cómo renuevo mi pasaporte venezolano?',
    'donde hay un albergue en tijuana',
    'necesito trabajo en monterrey',
    'where can I sleep tonight in Tapachula',
    'asilo en alemania como',
    "demander l'asile en france",
    'can I get a visa for australia',
    'permiso de residencia en chile',
    'residencia en argentina',
    'cuanto vale el dolar hoy',
    'how do I open a bank account',
    'quanto custa um celular',
    'où acheter un téléphone',
    'ki pri diri jodi a',
  ])('%s', (text) => {
    expect(['menu', 'unknown', 'chat']).toContain(match(text).outcome);
  });

  test.each(['receta de arepas', 'who won the game last night', 'quel temps fait-il demain', 'asdf qwer zxcv'])(
    'not even about moving: %s',
    (text) => {
      expect(['menu', 'unknown', 'chat']).toContain(match(text).outcome);
    },
  );

  test.each(['', '   ', '???', '\u0000'])('nothing to read: %j', (text) => {
    expect(match(text)).toEqual({ outcome: 'unknown', candidates: [] });
  });

  test('in letters that none of our languages has', () => {
    expect(match('أريد اللجوء').outcome).toBe('unknown');
  });
});

describe('danger comes before everything else', () => {
  test.each([
    'me tienen secuestrada en una casa',
    'nos secuestraron en reynosa ayuda',
    'ayuda tienen a mi hermano y piden 5000 dolares',
    'me llamaron y dicen que si no pago matan a mi hijo',
    'estamos perdidos en el desierto sin agua',
    'mi amigo ya no despierta hace mucho calor',
    'estoy encerrado en un trailer no puedo respirar',
    'me violaron anoche',
    'me quiero morir ya no puedo mas',
    'tengo 15 años y estoy sola en la terminal',
    'me obligan a trabajar y no me dejan salir',
    'they kidnapped my sister and want money',
    'we are lost in the desert and have no water',
    "I can't breathe, we're locked in a truck",
    'he raped me',
    'I want to kill myself',
    'my baby is not breathing',
    'i am 16 and alone',
    'sequestraram meu irmão',
    'estamos perdidos no deserto sem água',
    'fui estuprada',
    'quero me matar',
    "on m'a kidnappé",
    'nous sommes perdus dans le désert sans eau',
    "j'ai été violée",
    'je veux mourir',
    'yo kidnape frè m',
    'nou pèdi nan dezè a san dlo',
    'yo vyole m',
    'm vle touye tèt mwen',
  ])('%s', (text) => {
    expect(match(text).outcome).toBe('danger');
  });

  test('also at the end of a long message', () => {
    const text = `${'Buenas tardes, le cuento que salimos de casa hace meses con mis hijos. '.repeat(20)}Me secuestraron`;

    expect(match(text).outcome).toBe('danger');
  });

  test.each([
    'hola buenas tardes, nos secuestraron',
    'Hola, me secuestraron',
    'good morning, they kidnapped my sister',
    'bom dia, sequestraram meu irmão',
    "bonjour, on m'a kidnappé",
    'bonjou, yo kidnape frè m',
  ])('also when it starts with a greeting: %s', (text) => {
    expect(match(text).outcome).toBe('danger');
  });

  test('also when a question about a fact comes with it', () => {
    expect(match('cuanto cuesta pedir asilo? me tienen secuestrada en una casa').outcome).toBe('danger');
  });
});

describe('a question about danger is a question', () => {
  test.each([
    '¿Es peligroso el desierto?',
    'es verdad que secuestran en tamaulipas',
    'tengo miedo de que me secuestren',
    'que hago si me secuestran',
    'numero de emergencia en mexico',
    'is the desert dangerous',
    'is it true they kidnap people in reynosa',
    'o deserto é perigoso?',
    'le désert est dangereux ?',
    'èske dezè a danjere',
  ])('%s', (text) => {
    expect(match(text).outcome).not.toBe('danger');
  });

  test('fear, arrest and reasons for asylum seldom raise an alarm; there it may be right', () => {
    const near = [
      'si regreso a mi pais me van a matar',
      'if I go back to my country they will kill me',
      'si je rentre dans mon pays ils vont me tuer',
      'si m tounen nan peyi m y ap touye m',
      'i am afraid of being kidnapped',
      'los de ice se llevaron a mi hermano',
      'ice took my brother',
      'estoy sola con mis hijos en tapachula',
    ];
    const alarming = near.filter((text) => match(text).outcome === 'danger');

    expect(alarming.length, alarming.join('\n')).toBeLessThanOrEqual(3);
  });
});

describe('small talk, menu words and commands', () => {
  test.each([
    'hola',
    'Hola buenas tardes!',
    'muchas gracias, dios le bendiga',
    'MENU',
    'hola tengo una pregunta',
    'thank you so much',
    'are you a robot?',
    'oi bom dia',
    'merci beaucoup',
    'mèsi anpil',
    'sak pase',
    '2',
  ])('%s', (text) => {
    expect(match(text).outcome).toBe('chat');
  });

  test.each([
    'hola, tarifa anual asilo donde pago',
    'hola buenas tardes me puede ayudar con el pago del asilo',
    'good morning sir, is the border opening soon',
  ])('a greeting before a question does not hide the question: %s', (text) => {
    expect(['answer', 'menu']).toContain(match(text).outcome);
  });
});

describe("a person's own case, or the wish for a human", () => {
  test.each([
    'quiero hablar con una persona',
    'Quiero hablar con una persona, mi situación es complicada',
    'me pueden decir como va mi caso',
    'voy a ganar mi asilo',
    'que le digo al juez',
    'por favor revisen mi expediente',
    'can you check my case status',
    'will I win my asylum case',
    'my case number',
    'quero falar com uma pessoa',
    'vou ganhar meu asilo?',
    "je veux parler à quelqu'un",
    'où en est mon dossier',
    'mwen vle pale ak yon moun',
    'èske m ap genyen ka m nan',
  ])('%s', (text) => {
    expect(match(text).outcome).toBe('handoff');
  });
});

test('candidates come best first, with confidences that add up to one at most', () => {
  for (const text of ['asilo', 'canada 14 dias', 'me van a deportar', 'parole', 'comar', 'corte']) {
    const confidences = match(text).candidates.map(({ confidence }) => confidence);
    expect(confidences).toEqual(confidences.toSorted((left, right) => right - left));
    expect(confidences.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(1 + 1e-9);
  }
});

test('accents, capitals and punctuation make no difference', () => {
  const bare = (text: string): string => text.normalize('NFD').replaceAll(/\p{M}/gu, '');
  for (const text of ['¿SIGUE EL TÍTULO 42?', ...knowledge.facts.flatMap((fact) => fact.text.es?.title ?? [])]) {
    for (const other of [text.toUpperCase(), bare(text), bare(text).toUpperCase(), `¡${text}!!`]) {
      expect(match(other), other).toEqual(match(text));
    }
  }
});

describe('how outcomes are weighed, with a reading made up for the purpose', () => {
  const twins = knowledge.facts.filter(({ topic }) => topic === 'us-tps-general').slice(0, 2);
  const stranger = knowledge.facts.find(({ topic }) => topic === 'ca-stca');
  const facts = [...twins, ...(stranger === undefined ? [] : [stranger])];
  const words = loadWords(CONTENT_DIR);

  const readingOf = (margins: readonly number[], intents: Partial<Record<Intent, number>>): Reading => ({
    facts: Float64Array.from(margins),
    intents: Float64Array.from(INTENTS, (intent) => intents[intent] ?? -1),
    knownShare: 1,
  });
  const width = weighEvidence(facts, words, readingOf([0, 0, 0], {}), [], false).measures.length;
  /** A judge that looks at one measure only, and says yes when it is above 0. */
  const lookAt = (measure: number) => ({ weights: Array.from({ length: width }, (_, at) => (at === measure ? 2 : 0)) });
  const measureOf = (intent: Intent): number => 1 + INTENTS.indexOf(intent);
  const bestMargin = 1 + INTENTS.length;
  const calibration: Calibration = {
    content: 'made up',
    scale: { means: Array.from({ length: width }, () => 0), deviations: Array.from({ length: width }, () => 1) },
    danger: lookAt(measureOf('danger')),
    personal: lookAt(measureOf('personal')),
    chat: lookAt(measureOf('chat')),
    answer: lookAt(bestMargin),
    thresholds: { danger: 0.5, personal: 0.5, chat: 0.5, answer: 0.7, withinTopic: 0.6, menu: 0.3 },
    seen: {},
    leftOut: loadCalibration(CONTENT_DIR).leftOut, // nothing is judged by it
  };
  const weigh = (
    margins: readonly number[],
    intents: Partial<Record<Intent, number>> = {},
    text = 'unas palabras cualesquiera',
  ): Match => createMatcher({ facts, words, calibration, read: () => readingOf(margins, intents) }).match(text);
  const [exact] = facts.flatMap(phrasingsOf);

  test('three facts are at hand, two of them on one topic', () => {
    expect(facts.map(({ topic }) => topic)).toEqual(['us-tps-general', 'us-tps-general', 'ca-stca']);
  });

  test('one fact far ahead is answered', () => {
    expect(weigh([1, -1, -1])).toMatchObject({ outcome: 'answer', candidates: [{ fact: facts[0] }] });
  });

  test('two facts of one topic too close to call are both offered', () => {
    const found = weigh([0.5, 0.5, -1]);

    expect(found.outcome).toBe('menu');
    expect(found.candidates.map(({ fact }) => fact)).toEqual(facts.slice(0, 2));
  });

  test('a best fact that is not sure enough is offered', () => {
    expect(weigh([-1, -1, 0])).toMatchObject({ outcome: 'menu', candidates: [{ fact: facts[2] }] });
  });

  test('nothing that speaks for any fact is unknown', () => {
    expect(weigh([-1, -1, -1]).outcome).toBe('unknown');
  });

  test('danger comes before small talk, a personal case and the best of facts', () => {
    expect(weigh([1, -1, -1], { danger: 1, chat: 1, personal: 1 }).outcome).toBe('danger');
    expect(weigh([1, -1, -1], { danger: 1 }, 'hola').outcome).toBe('danger');
    expect(weigh([1, -1, -1], { danger: 1 }, exact).outcome).toBe('danger');
  });

  test('a personal case comes before the best of facts', () => {
    expect(weigh([1, -1, -1], { personal: 1 }).outcome).toBe('handoff');
  });

  test('word for word is answered whatever the reading says, but for danger', () => {
    expect(weigh([-1, -1, 1], { personal: 1, chat: 1 }, exact)).toMatchObject({
      outcome: 'answer',
      candidates: [{ fact: facts[0] }, {}],
    });
  });
});

describe('4,096 characters of anything take little time', () => {
  /** 20 ms is the promise; a busy machine gets five times that before the test calls it broken. */
  const GENEROUS_MS = 100;

  test.each([
    ['a story', 'no sé qué hacer con mi solicitud de asilo en la frontera '.repeat(90)],
    ['unknown words', Array.from({ length: 900 }, (_, index) => `qz${index * 7919}`).join(' ')],
    ['misspelt words', Array.from({ length: 500 }, (_, index) => `frontexa${index}`).join(' ')],
    ['characters that unfold', '\u{FDFA}'.repeat(4_096)],
    ['one endless word', 'a'.repeat(4_096)],
    ['the word that starts most danger phrases', 'me '.repeat(1_365)],
    ['half a danger phrase', 'tienen a mi '.repeat(341)],
    ['emoji', '👍'.repeat(2_048)],
  ])('%s', (_, text) => {
    const spent = Array.from({ length: 3 }, () => {
      const started = performance.now();
      match(text.slice(0, 4_096));
      knowledge.identifyLanguage(text);
      return performance.now() - started;
    });

    expect(Math.min(...spent)).toBeLessThan(GENEROUS_MS);
  });
});
