/** The sheet that slides over the phone: a list to pick from. Keeps the keyboard inside while it is open. */
import { element, icon } from './dom.js';

const sheet = document.getElementById('sheet');
const title = document.getElementById('sheet-title');
const content = document.getElementById('sheet-content');
let cameFrom = null;

/**
 * @param {string} heading
 * @param {{ title: string, description?: string | null, icon?: string, pick: () => void }[]} rows
 * @param {string} [note]
 */
export function openSheet(heading, rows, note) {
  cameFrom = document.activeElement;
  title.textContent = heading;
  content.replaceChildren(...(note === undefined ? [] : [element('p', {}, note)]), ...rows.map(rowOf));
  sheet.hidden = false;
  setRestInert(true);
  content.querySelector('button')?.focus();
}

function rowOf(row) {
  const words = element('span', {}, element('span', { dir: 'auto' }, row.title));
  if (row.description) words.append(element('span', { class: 'second', dir: 'auto' }, row.description));
  const pick = () => {
    closeSheet();
    row.pick();
  };
  return element(
    'button',
    { type: 'button', class: 'row', onclick: pick },
    ...(row.icon ? [icon(row.icon)] : []),
    words,
  );
}

export function closeSheet() {
  if (sheet.hidden) return;
  sheet.hidden = true;
  setRestInert(false);
  cameFrom?.focus();
}

function setRestInert(inert) {
  for (const sibling of sheet.parentElement.children) if (sibling !== sheet) sibling.inert = inert;
}

document.getElementById('close-sheet').addEventListener('click', closeSheet);
sheet.addEventListener('click', (event) => {
  if (event.target === sheet) closeSheet();
});
sheet.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') closeSheet();
});
