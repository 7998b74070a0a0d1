/** What the desk does not do, and how it says so: one table from code to status and sentence. */
import type { DeskRefusal } from '../core/desk-refusal.ts';

const REFUSALS = {
  bad_input: { status: 400, message: 'The input cannot be used. Change the fields named here and send it again.' },
  sign_in_first: { status: 401, message: 'Nobody is signed in here, or not any more. Sign in and try again.' },
  wrong_credentials: { status: 401, message: 'E-mail address and password do not match an account that is in use.' },
  wrong_code: { status: 401, message: 'The code is wrong, over, or was used before. Wait for the next one.' },
  wrong_passkey: { status: 401, message: 'This passkey opens no account here. Use another one, or your password.' },
  wrong_password: { status: 403, message: 'The password is wrong. Type your present password.' },
  too_many_tries: { status: 429, message: 'Too many tries. Wait for as long as it says and try again.' },
  change_password_first: { status: 403, message: 'Choose a password of your own first.' },
  add_second_factor_first: { status: 403, message: 'Add a passkey or an authenticator app to your account first.' },
  role_may_not: { status: 403, message: 'Your role does not include this. Ask an administrator if it should.' },
  foreign_page: {
    status: 403,
    message: 'This did not come from the pages of the desk. Open the desk and do it there.',
  },
  not_found: { status: 404, message: 'There is nothing here for you.' },
  taken: { status: 409, message: 'A colleague has this case.' },
  wrong_state: { status: 409, message: 'The case is not in a state for that. Look at it again.' },
  window_closed: {
    status: 409,
    message: 'WhatsApp takes free text only for a day after the person wrote. Ask them by a template to write again.',
  },
  not_allowed: { status: 409, message: 'This person asked us not to write. Wait until they write again.' },
  not_on_this_channel: { status: 409, message: 'The channel of this person has nothing of the kind.' },
  file_refused: { status: 415, message: 'Files of this kind are not shown here. Ask the person to send a picture.' },
  file_too_large: { status: 413, message: 'The file is too large to be shown here. Ask the person for a smaller one.' },
  file_gone: {
    status: 410,
    message: 'The provider does not have this file any more. Ask the person to send it again.',
  },
  provider_unreachable: { status: 502, message: 'The provider did not answer. Try again in a minute.' },
  translation_off: { status: 409, message: 'No translation server is set: see TRANSLATE_URL.' },
  translation_failed: {
    status: 502,
    message: 'The translation server did not answer as it should. Read the original.',
  },
  email_taken: { status: 409, message: 'Another account has this e-mail address. Take another address.' },
  id_taken: { status: 409, message: 'Another team has this id. Take another id.' },
  unknown_team: { status: 409, message: 'There is no such team. Choose one of the list.' },
  last_administrator: { status: 409, message: 'This is the only administrator. Make somebody else one first.' },
  weak_password: { status: 400, message: 'This password is too easy to guess.' },
  passkeys_need_a_name: {
    status: 409,
    message: 'Browsers keep passkeys for names, not for bare addresses. Open the desk under its name, or localhost.',
  },
  passkey_not_added: {
    status: 409,
    message: 'The passkey was not added: it came too late, or is known already. Begin again.',
  },
  nothing_offered: { status: 409, message: 'No authenticator app is being added. Begin again.' },
  too_large: { status: 413, message: 'That is too much at once. Send less.' },
  busy: { status: 503, message: 'Too many people are signing in at this moment. Try again in a few seconds.' },
  not_stored: { status: 503, message: 'It could not be stored. Nothing was changed; try again.' },
  failed: { status: 500, message: 'Something went wrong on our side. Try again.' },
} as const satisfies Record<DeskRefusal, { readonly status: number; readonly message: string }>;

/** Thrown by handlers; the router makes the answer of it. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly code: DeskRefusal;
  /** What the page needs besides the code, for example who has the case. Never words of a person. */
  readonly more: Readonly<Record<string, unknown>>;

  constructor(code: DeskRefusal, more: Readonly<Record<string, unknown>> = {}) {
    super(REFUSALS[code].message);
    this.code = code;
    this.more = more;
  }

  get status(): number {
    return REFUSALS[this.code].status;
  }

  get body(): { readonly error: Readonly<Record<string, unknown>> } {
    return { error: { code: this.code, message: this.message, ...this.more } };
  }
}
