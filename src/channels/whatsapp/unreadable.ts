/** Why one part of a webhook could not be read. Codes only: they are logged, so they hold nothing a person wrote. */
export type UnreadableReason =
  | 'not_an_object'
  | 'no_phone_number_id'
  | 'no_id'
  | 'no_type'
  | 'no_sender'
  | 'no_state'
  | 'bad_timestamp'
  | 'bad_content'
  | 'reader_failed';

/** Thrown by the readers of one item, caught by the loop around them: the other items go on. */
export class UnreadableItem extends Error {
  override readonly name = 'UnreadableItem';
  readonly reason: UnreadableReason;

  constructor(reason: UnreadableReason) {
    super(reason);
    this.reason = reason;
  }
}
