/** WhatsApp's marks (*bold*, _italic_, ~struck~, `code`) and addresses, as elements. */
import { element } from './dom.js';

const MARKS = { '*': 'strong', _: 'em', '~': 's', '`': 'code' };
/** A mark binds only at the edge of a word, so that snake_case and 2*3*4 stay as they are. */
const PIECE = /(https?:\/\/[^\s<>]*[^\s<>.,;:!?)\]'"])|(?<![\p{L}\p{N}])([*_~`])(?=\S)([^\n]*?\S)\2(?![\p{L}\p{N}])/gu;

/**
 * @param {string} text
 * @param {boolean} marked - false for SMS, where marks are only characters
 */
export function richText(text, marked) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(PIECE)) {
    const [whole, address, mark, inner] = match;
    if (mark !== undefined && !marked) continue;
    nodes.push(text.slice(from, match.index));
    if (address !== undefined) nodes.push(webLink(address));
    else nodes.push(element(MARKS[mark], {}, ...(mark === '`' ? [inner] : richText(inner, marked))));
    from = match.index + whole.length;
  }
  nodes.push(text.slice(from));
  return nodes.filter((node) => node !== '');
}

/** Opened by a tap, as on a phone; the site does not learn where it was tapped. */
function webLink(address) {
  return element('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, address);
}
