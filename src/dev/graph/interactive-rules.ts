/** The limits of buttons, lists, link buttons and requests. */
import { isObject, toList, toObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import {
  checkCount,
  checkEach,
  checkKeys,
  checkLength,
  checkUnique,
  checkWebAddress,
  invalid,
  missing,
} from './field-checks.ts';
import type { Wrong } from './field-checks.ts';

const BODY_MAX = 1_024;
const LIST_BODY_MAX = 4_096;
const HEADER_MAX = 60;
const FOOTER_MAX = 60;
const BUTTONS_MAX = 3;
const BUTTON_TITLE_MAX = 20;
const BUTTON_ID_MAX = 256;
const LIST_LABEL_MAX = 20;
const SECTIONS_MAX = 10;
const SECTION_TITLE_MAX = 24;
/** Over all sections together. */
const ROWS_MAX = 10;
const ROW_ID_MAX = 200;
const ROW_TITLE_MAX = 24;
const ROW_DESCRIPTION_MAX = 72;
const LINK_LABEL_MAX = 20;

/** What is wrong with the `interactive` object of a message, if anything. */
export function checkInteractive(interactive: unknown): Wrong {
  if (!isObject(interactive)) return missing('interactive');
  const action = interactive['action'];
  if (!isObject(action)) return missing('interactive.action');
  return (
    checkKeys(interactive, ['type', 'header', 'body', 'footer', 'action'], 'interactive') ??
    checkBody(interactive) ??
    checkFooter(interactive['footer']) ??
    checkHeader(interactive) ??
    checkAction(interactive['type'], action)
  );
}

function checkBody(interactive: JsonObject): Wrong {
  const body = interactive['body'];
  if (!isObject(body)) return missing('interactive.body');
  const max = interactive['type'] === 'list' ? LIST_BODY_MAX : BODY_MAX;
  return checkKeys(body, ['text'], 'interactive.body') ?? checkLength(body['text'], 'interactive.body.text', max);
}

function checkFooter(footer: unknown): Wrong {
  if (footer === undefined) return null;
  return checkLength(toObject(footer)['text'], 'interactive.footer.text', FOOTER_MAX);
}

function checkHeader(interactive: JsonObject): Wrong {
  if (interactive['header'] === undefined) return null;
  const { type, text } = toObject(interactive['header']);
  if (type === 'text') return checkLength(text, 'interactive.header.text', HEADER_MAX);
  const media = type === 'image' || type === 'video' || type === 'document';
  return media && interactive['type'] !== 'list'
    ? null
    : invalid('interactive.header.type', 'one that this kind may have');
}

function checkAction(type: unknown, action: JsonObject): Wrong {
  switch (type) {
    case 'button':
      return checkButtons(action);
    case 'list':
      return checkList(action);
    case 'cta_url':
      return checkLink(action);
    case 'location_request_message':
      return checkRequest(action, 'send_location');
    case 'request_contact_info':
      return checkRequest(action, 'request_contact_info');
    default:
      return invalid('interactive.type', 'one of Meta’s kinds');
  }
}

function checkButtons(action: JsonObject): Wrong {
  const buttons = toList(action['buttons']);
  const replies = buttons.map((button) => toObject(toObject(button)['reply']));
  return (
    checkKeys(action, ['buttons'], 'interactive.action') ??
    checkCount(action['buttons'], 'interactive.action.buttons', BUTTONS_MAX) ??
    checkEach(buttons, checkButton, 'interactive.action.buttons') ??
    checkUnique(
      replies.map((reply) => reply['title']),
      'button titles',
    ) ??
    checkUnique(
      replies.map((reply) => reply['id']),
      'button ids',
    )
  );
}

function checkButton(button: JsonObject): Wrong {
  const reply = toObject(button['reply']);
  if (button['type'] !== 'reply') return invalid('button.type', '`reply`');
  return (
    checkKeys(reply, ['id', 'title'], 'button.reply') ??
    checkLength(reply['title'], 'button.reply.title', BUTTON_TITLE_MAX) ??
    checkLength(reply['id'], 'button.reply.id', BUTTON_ID_MAX)
  );
}

function checkList(action: JsonObject): Wrong {
  const sections = toList(action['sections']);
  const rows = sections.flatMap((section) => toList(toObject(section)['rows']));
  return (
    checkKeys(action, ['button', 'sections'], 'interactive.action') ??
    checkLength(action['button'], 'interactive.action.button', LIST_LABEL_MAX) ??
    checkCount(action['sections'], 'interactive.action.sections', SECTIONS_MAX) ??
    checkEach(sections, (section) => checkSection(section, sections.length > 1), 'interactive.action.sections') ??
    checkCount(rows, 'the rows of all sections', ROWS_MAX) ??
    checkEach(rows, checkRow, 'section.rows') ??
    checkUnique(
      rows.map((row) => toObject(row)['id']),
      'row ids',
    )
  );
}

function checkSection(section: JsonObject, titleRequired: boolean): Wrong {
  const titled = titleRequired || section['title'] !== undefined;
  return (
    checkKeys(section, ['title', 'rows'], 'section') ??
    (titled ? checkLength(section['title'], 'section.title', SECTION_TITLE_MAX) : null) ??
    checkCount(section['rows'], 'section.rows', ROWS_MAX)
  );
}

function checkRow(row: JsonObject): Wrong {
  return (
    checkKeys(row, ['id', 'title', 'description'], 'row') ??
    checkLength(row['id'], 'row.id', ROW_ID_MAX) ??
    checkLength(row['title'], 'row.title', ROW_TITLE_MAX) ??
    (row['description'] === undefined ? null : checkLength(row['description'], 'row.description', ROW_DESCRIPTION_MAX))
  );
}

function checkLink(action: JsonObject): Wrong {
  const parameters = toObject(action['parameters']);
  if (action['name'] !== 'cta_url') return invalid('interactive.action.name', '`cta_url`');
  return (
    checkKeys(parameters, ['display_text', 'url'], 'interactive.action.parameters') ??
    checkLength(parameters['display_text'], 'interactive.action.parameters.display_text', LINK_LABEL_MAX) ??
    checkWebAddress(parameters['url'], 'interactive.action.parameters.url')
  );
}

function checkRequest(action: JsonObject, name: string): Wrong {
  if (action['name'] !== name) return invalid('interactive.action.name', `\`${name}\``);
  return checkKeys(action, ['name'], 'interactive.action');
}
