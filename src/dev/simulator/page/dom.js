/** Making elements without HTML strings: nobody's text is ever read as markup. */

const SVG = 'http://www.w3.org/2000/svg';

/**
 * @param {string} name
 * @param {Record<string, string | (() => void)>} attributes - `on…` are listeners, the others attributes
 * @param {(Node | string)[]} children
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/** @param {string} name - one of the symbols in icons.svg */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', new URL(`icons.svg#${name}`, import.meta.url).href);
  svg.append(use);
  return svg;
}

/** @param {string} text - only for screen readers */
export function unseen(text) {
  return element('span', { class: 'unseen' }, text);
}
