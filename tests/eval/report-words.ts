/** The sentences between the tables of the report. */

export function opening(run: {
  readonly split: string;
  readonly asked: number;
  readonly leftOut: number;
  readonly facts: number;
  readonly phrasings: number;
  readonly readyMs: number;
  readonly day: string;
}): string {
  return `# Matching: how often the right fact is found

\`npm run eval\` on ${run.day}, half "${run.split}" of the question bank ([tests/questions](../tests/questions/README.md)).

- ${run.asked} messages; ${run.leftOut} more left out because a phrasing holds them word for word.
- ${run.facts} facts with ${run.phrasings.toLocaleString('en-US')} phrasings and titles, ready ${(run.readyMs / 1_000).toFixed(1)} s after the call.
- Figures are in hundred unless a unit stands beside them.

A fact is right when its topic is the one the row names, or one the row also accepts. The thresholds are computed from the
content; how safe they must be (\`GOALS\` in src/knowledge/calibrate.ts) was chosen by the development half. Nothing was
chosen by the test half, but its figures were seen several times while the matcher was built, and for a few topics the
authors of phrasings looked at what was missed: read the figures as slightly optimistic.`;
}

export const HEADLINE = '## In short';

export const IN_SCOPE = `## Questions that a fact answers

\`direct\`, \`menu with\` (the right one is on the menu), \`wrong at once\`, \`menu without\`, \`handed over\`, \`unknown\` and
\`danger or chat\` are all that can happen: they add up to 100. \`shown\` is \`direct\` and \`menu with\` together. \`top-1\` and
\`top-3\` look at the ranking alone, whatever was done with it.`;

export const OTHER_MESSAGES = `## Questions that no fact answers, and personal cases

\`wrong at once\` counts every message that got a fact that does not answer it, whatever it wanted. \`refused\` is "I do not
know", a human, or the greeting's menu; what is missing to 100 was taken for danger. Out of scope is near to our subject in
most rows (a visa for another country, a matter of the same offices). Personal: a human must be offered.`;

export const RECOGNISED = `## Danger, small talk, language

\`false alarms\` is of all messages that are not danger; \`near danger\` of those that only sound like it ("is the desert
dangerous?"). Language is measured on messages in one language; \`not said\` is part of what is not right.`;

export const KINDS = '## By the way of asking';

export const SPEED = `## Time for a message

Fact and language together, after warm-up, on a machine that others use too. The goal is a p99 of 2,000 µs.`;

export const HOSTILE = 'Messages made to be slow; the goal is 20 ms:';

export const NOISE = `## Noise

The same messages: accents left out; one typo for certain and one in each fourth other word; phone abbreviations of the
language; the first half in one language and the second half of a message of another language that wants the same; the first
three together. Seeded: each run sees the same.`;

export const PEERS = `## Beside what one could use instead

All learn from the same phrasings and titles. Only questions that a fact answers or that no fact answers are asked: the
others know no danger and no personal case. \`direct\` is what each answers at once and right when at most 1 in 100 of these
messages may get a wrong answer. The peers are given the threshold that is best on these very messages, which no service can
know beforehand: their figures are generous. Faro stands here twice, with its own thresholds and with the same gift. Slow
ones are asked a chance sample; the column says how many. The fewer they are, the more the figures move by chance. node-nlp
is told the true language.`;

export const NOISY_PEERS = 'The same with accents, typos and SMS together:';
