/** The practice phone: puts what happens on the screen, and what is tapped or typed on its way. */
import { bubbleOf, moveTick } from './bubbles.js';
import { follow, newPerson, resumePerson, send } from './service.js';
import { closeSheet, openSheet } from './sheet.js';

/** WhatsApp shows dots for at most 25 seconds. */
const TYPING_MS = 25_000;
const CHANNELS = ['whatsapp', 'sms'];
const PLACES = [
  { name: 'Tapachula', latitude: 14.9067, longitude: -92.263 },
  { name: 'Ciudad Juárez', latitude: 31.7386, longitude: -106.4849 },
  { name: 'Tijuana', latitude: 32.5332, longitude: -117.0187 },
];

const phone = document.getElementById('phone');
const threads = { whatsapp: document.getElementById('thread-whatsapp'), sms: document.getElementById('thread-sms') };
const composer = document.getElementById('composer');
const text = document.getElementById('text');
const typing = document.getElementById('typing');
const presence = document.getElementById('presence');
const connection = document.getElementById('connection');
const examples = document.getElementById('examples');
const looks = [...document.querySelectorAll('input[name="look"]')];

let person = null;
let channels = { whatsapp: true, sms: true };
let typingTimer = null;

const look = () => phone.dataset.look;

// What happens

function show(event) {
  if (event.type === 'typing') return setTyping(true);
  if (event.type === 'tick') return showTick(event);
  const thread = threads[event.channel];
  if (findMessage(thread, event.id) !== null) return;
  const article = bubbleOf(event, taps);
  thread.append(article);
  if (event.from === 'bot') setTyping(false);
  showExamples();
  // A long answer is read from its beginning.
  const isTall = article.offsetHeight > thread.clientHeight;
  thread.scrollTop = isTall ? article.offsetTop - 12 : thread.scrollHeight;
}

function showTick(event) {
  const article = findMessage(threads[event.channel], event.id);
  if (article === null) return;
  moveTick(article, event);
  if (event.tick !== 'read' || !article.classList.contains('mine')) return;
  // Who has read this has read what came before it.
  for (const earlier of threads[event.channel].querySelectorAll('.mine')) {
    moveTick(earlier, event);
    if (earlier === article) break;
  }
}

function findMessage(thread, id) {
  return [...thread.children].find((article) => article.dataset.id === id) ?? null;
}

function setTyping(on) {
  clearTimeout(typingTimer);
  typing.hidden = !on || look() !== 'whatsapp';
  presence.textContent = on ? 'typing…' : whoIAm();
  if (on) typingTimer = setTimeout(() => setTyping(false), TYPING_MS);
}

function setConnected(connected) {
  connection.hidden = connected;
  connection.textContent = connected ? '' : 'Reconnecting…';
}

function whoIAm() {
  if (person === null) return 'practice phone';
  return look() === 'whatsapp' && person.hidesNumber ? 'number hidden' : person.phone;
}

// What is tapped and typed

const taps = {
  choose: ({ id, title, description }, list, answers) =>
    deliver({ kind: 'choice', list, id, title, description, answers }),
  openList: (view, answers) =>
    openSheet(
      view.label,
      view.choices.map((choice) => ({ ...choice, pick: () => taps.choose(choice, true, answers) })),
    ),
  sendLocation: (answers) => openPlaces(answers),
};

async function deliver(content) {
  const taken = await send(look(), content);
  if (!taken) {
    connection.hidden = false;
    connection.textContent = 'Not sent. Try again.';
  }
  return taken;
}

function openPlaces(answers) {
  const rows = PLACES.map((place) => ({
    title: place.name,
    icon: 'pin',
    pick: () => void deliver({ kind: 'location', ...place, ...(answers === undefined ? {} : { answers }) }),
  }));
  openSheet('Send a location', rows);
}

function openAttachments() {
  openSheet('Attach', [
    { title: 'Location', icon: 'pin', pick: () => openPlaces() },
    { title: 'Photo', icon: 'photo', pick: () => void deliver({ kind: 'image' }) },
    { title: 'Voice note', icon: 'voice', pick: () => void deliver({ kind: 'voice' }) },
  ]);
}

function openMenu() {
  openSheet(
    'Practice phone',
    [
      { title: 'New person', icon: 'person', pick: () => void become(false) },
      {
        title: 'New person without a number',
        description: 'WhatsApp gives the service a user id only',
        icon: 'hidden-person',
        pick: () => void become(true),
      },
    ],
    'Nothing leaves this machine. The number is invented.',
  );
}

async function sendText() {
  const words = text.value.trim();
  if (words === '') return;
  text.value = '';
  // What could not be sent must not be lost.
  if (!(await deliver({ kind: 'text', text: words })) && text.value === '') text.value = words;
}

async function become(hidesNumber) {
  const opened = await newPerson(hidesNumber).catch(() => null);
  if (opened === null) return setConnected(false);
  for (const channel of CHANNELS) threads[channel].replaceChildren();
  start(opened);
  text.focus();
}

function setLook(channel) {
  phone.dataset.look = channel;
  for (const one of CHANNELS) threads[one].hidden = one !== channel;
  for (const input of looks) input.checked = input.value === channel;
  // A basic phone sends text only.
  document.getElementById('open-attach').hidden = channel === 'sms';
  text.maxLength = channel === 'sms' ? 1_600 : 4_096;
  setTyping(false);
  showExamples();
  threads[channel].scrollTop = threads[channel].scrollHeight;
}

function showExamples() {
  examples.hidden = threads[look()].childElementCount > 0;
}

function start(opened) {
  ({ person, channels } = opened);
  for (const input of looks) input.disabled = !channels[input.value];
  setLook(channels[look()] ? look() : CHANNELS.find((channel) => channels[channel]));
  follow(show, setConnected);
}

composer.addEventListener('submit', (event) => {
  event.preventDefault();
  void sendText();
});
text.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  void sendText();
});
examples.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (button !== null) void deliver({ kind: 'text', text: button.textContent.trim() });
});
for (const input of looks) {
  input.addEventListener('change', () => {
    closeSheet();
    setLook(input.value);
  });
}
document.getElementById('open-menu').addEventListener('click', openMenu);
document.getElementById('open-attach').addEventListener('click', openAttachments);

async function begin() {
  const opened = await resumePerson().catch(() => null);
  if (opened === null) {
    setConnected(false);
    setTimeout(begin, 1_500);
  } else {
    start(opened);
  }
}

void begin();
