/** One message as the phone shows it. */
import { element, icon, unseen } from './dom.js';
import { richText } from './rich-text.js';

const TICK_ICONS = { sent: 'tick', delivered: 'ticks', read: 'ticks', failed: 'failed' };
const TICK_WORDS = { sent: 'Sent', delivered: 'Delivered', read: 'Read', failed: 'Not delivered' };
const TICK_ORDER = ['sent', 'delivered', 'read', 'failed'];

/**
 * @param {object} message - a `message` event
 * @param {object} taps - what the buttons do: `choose`, `openList`, `sendLocation`
 */
export function bubbleOf(message, taps) {
  const mine = message.from === 'person';
  const article = element('article', { class: mine ? 'message mine' : 'message' });
  article.dataset.id = message.id;
  const body = mine
    ? ownContent(message.view)
    : [element('p', { dir: 'auto' }, ...richText(message.view.text, message.channel === 'whatsapp'))];
  article.append(
    element('div', { class: 'bubble' }, unseen(mine ? 'You: ' : 'Faro: '), ...body, footer(message)),
    ...(mine ? [] : actions(message, taps)),
    ...notes(message),
  );
  return article;
}

function ownContent(view) {
  switch (view.kind) {
    case 'text':
      return [element('p', { dir: 'auto' }, view.text)];
    case 'choice':
      return [
        element('p', { class: 'picture' }, icon('reply'), element('span', {}, view.title)),
        ...(view.description === null ? [] : [element('p', { class: 'second' }, view.description)]),
      ];
    case 'location':
      return [
        element('p', { class: 'picture' }, icon('pin'), element('span', {}, view.name)),
        element('p', { class: 'second' }, `${view.latitude}, ${view.longitude}`),
      ];
    case 'voice':
      return [element('p', { class: 'picture' }, icon('voice'), element('span', {}, 'Voice note, 0:07'))];
    default:
      return [element('p', { class: 'picture' }, icon('photo'), element('span', {}, 'Photo'))];
  }
}

function footer(message) {
  const time = new Date(message.atMs);
  const shown = time.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  // A log is read aloud when something is added; a tick that moves is not worth that.
  const line = element('footer', { 'aria-live': 'off' }, element('time', { datetime: time.toISOString() }, shown));
  if (message.from !== 'carrier') line.append(tickOf('sent', message.from));
  return line;
}

function tickOf(tick, from) {
  // The ticks of Faro's own messages are what the service is told; a real phone does not show those.
  const words = from === 'bot' ? `The service was told: ${TICK_WORDS[tick].toLowerCase()}` : TICK_WORDS[tick];
  const mark = element('span', { class: `tick ${tick}`, title: words }, icon(TICK_ICONS[tick]), unseen(words));
  mark.dataset.tick = tick;
  mark.dataset.from = from;
  return mark;
}

/** Ticks only go forward: reports may come in any order. */
export function moveTick(article, { tick, status }) {
  const shown = article.querySelector('.tick');
  if (shown === null || TICK_ORDER.indexOf(tick) <= TICK_ORDER.indexOf(shown.dataset.tick)) return;
  shown.replaceWith(tickOf(tick, shown.dataset.from));
  if (tick !== 'failed' || shown.dataset.from !== 'person') return;
  const why = status === null ? 'the service did not answer' : `the service answered ${status}`;
  article.append(element('p', { class: 'trouble' }, `Not delivered: ${why}.`));
}

function actions(message, taps) {
  const { view, id } = message;
  switch (view.kind) {
    case 'buttons':
      return [
        element(
          'div',
          { class: 'actions' },
          ...view.choices.map((choice) =>
            element(
              'button',
              { type: 'button', class: 'action', onclick: () => taps.choose(choice, false, id) },
              icon('reply'),
              choice.title,
            ),
          ),
        ),
      ];
    case 'list':
      return [action('list', view.label, () => taps.openList(view, id), { 'aria-haspopup': 'dialog' })];
    case 'location_request':
      return [action('pin', 'Send location', () => taps.sendLocation(id), { 'aria-haspopup': 'dialog' })];
    case 'link': {
      const link = { class: 'action', href: view.url, target: '_blank', rel: 'noopener noreferrer' };
      return [element('div', { class: 'actions' }, element('a', link, icon('link'), view.label))];
    }
    default:
      return [];
  }
}

function action(iconName, label, onclick, more) {
  const button = element('button', { type: 'button', class: 'action', onclick, ...more }, icon(iconName), label);
  return element('div', { class: 'actions' }, button);
}

function notes({ from, cost, view }) {
  if (from === 'carrier') return [element('p', { class: 'carrier' }, 'Sent by the telephone company')];
  if (view.kind === 'other') return [element('p', { class: 'cost' }, `Not shown here: ${view.what}`)];
  return cost === undefined || cost === null ? [] : [element('p', { class: 'cost' }, costLine(cost))];
}

function costLine({ encoding, units, segments, costly }) {
  const line = `${encoding} · ${units} ${units === 1 ? 'character' : 'characters'} · ${segments} ${segments === 1 ? 'segment' : 'segments'}`;
  return costly.length === 0 ? line : `${line} · made longer by ${costly.join(' ')}`;
}
