/** The page's line to the fakes: who is playing, what they send, what happens. */

const API = new URL('api/', import.meta.url);
const REMEMBERED = 'faro.practice-person';
const RETRY_MS = 1_500;

let person = null;
let stream = null;
let retry = null;

/** @returns the person this browser plays, from before if there was one */
export async function resumePerson() {
  const remembered = recall();
  const answer = await openPerson(remembered ?? { hidesNumber: false });
  // Somebody from another version of the page is not taken back.
  return answer ?? openPerson({ hidesNumber: false });
}

/** @param {boolean} hidesNumber - whether the service sees no number on WhatsApp */
export function newPerson(hidesNumber) {
  return openPerson({ hidesNumber });
}

async function openPerson(wish) {
  const response = await post('people', wish);
  if (response.status !== 201) return null;
  const opened = await response.json();
  person = opened.person;
  remember(person);
  return opened;
}

/** @returns {Promise<boolean>} whether it was taken */
export async function send(channel, content) {
  try {
    const response = await post('messages', { channel, person: person.id, content });
    if (response.status === 404 && (await resumePerson()) !== null) {
      return (await post('messages', { channel, person: person.id, content })).ok;
    }
    return response.ok;
  } catch {
    return false;
  }
}

function post(path, body) {
  return fetch(new URL(path, API), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/**
 * Follows what happens to the person; comes back by itself when the service was away.
 *
 * @param {(event: object) => void} onEvent
 * @param {(connected: boolean) => void} onConnection
 */
export function follow(onEvent, onConnection) {
  clearTimeout(retry);
  stream?.close();
  const address = new URL('events', API);
  address.searchParams.set('person', person.id);
  stream = new EventSource(address);
  stream.addEventListener('open', () => onConnection(true));
  stream.addEventListener('message', (message) => onEvent(JSON.parse(message.data)));
  stream.addEventListener('error', () => {
    onConnection(false);
    // A browser tries again by itself after a break, but not after a refusal: a service that was started anew does not
    // know this person yet.
    if (stream.readyState === EventSource.CLOSED) retry = setTimeout(() => comeBack(onEvent, onConnection), RETRY_MS);
  });
}

async function comeBack(onEvent, onConnection) {
  try {
    if ((await resumePerson()) !== null) return follow(onEvent, onConnection);
  } catch {
    // Still away.
  }
  retry = setTimeout(() => comeBack(onEvent, onConnection), RETRY_MS);
}

function recall() {
  try {
    return JSON.parse(localStorage.getItem(REMEMBERED));
  } catch {
    return null;
  }
}

function remember({ phone, userId, hidesNumber }) {
  try {
    localStorage.setItem(REMEMBERED, JSON.stringify({ phone, userId, hidesNumber }));
  } catch {
    // A browser that keeps nothing plays somebody new each time.
  }
}
