/**
 * Why the desk's server did not do what a page asked. The page says it in the agent's language by the code; the sentence
 * that comes with it is for whoever reads the answer by hand. Neither repeats what was sent.
 */
export const DESK_REFUSALS = [
  /** The answer lists which field, what was expected and what came. */
  'bad_input',
  /** Nobody is signed in, or no longer. Drafts stay where they are. */
  'sign_in_first',
  'wrong_credentials',
  'wrong_code',
  'wrong_passkey',
  /** The password of a signed-in agent, asked for once more. */
  'wrong_password',
  'too_many_tries',
  'change_password_first',
  'add_second_factor_first',
  'role_may_not',
  /** The request did not come from the desk's own pages. */
  'foreign_page',
  /** There is none, or it is not yours: one answer on purpose. */
  'not_found',
  /** Comes with `owner`. */
  'taken',
  /** The case is not in a state for that: comes with `state`. */
  'wrong_state',
  /** WhatsApp takes nothing but templates now. */
  'window_closed',
  /** The person asked us not to write, or not to be seen: comes with `why`, `opted_out` or `hidden`. */
  'not_allowed',
  'not_on_this_channel',
  /** Of a kind that is not shown here. */
  'file_refused',
  'file_too_large',
  /** The provider does not have it any more. */
  'file_gone',
  'provider_unreachable',
  'translation_off',
  'translation_failed',
  'email_taken',
  'id_taken',
  'unknown_team',
  'last_administrator',
  'weak_password',
  'passkeys_need_a_name',
  'passkey_not_added',
  'nothing_offered',
  'too_large',
  'busy',
  'not_stored',
  'failed',
] as const;
export type DeskRefusal = (typeof DESK_REFUSALS)[number];

export interface FieldProblem {
  /** For example `hours.mon.0`; empty for the whole. */
  readonly field: string;
  readonly expected: string;
  /** What kind of thing came, never the thing itself. */
  readonly got: string;
}

/** The body of every answer that is no success. */
export interface DeskRefusalBody {
  readonly error: {
    readonly code: DeskRefusal;
    readonly message: string;
    readonly fields?: readonly FieldProblem[];
    readonly retryAfterSeconds?: number;
  };
}
