/**
 * What is kept of a claim's own words. Who wrote it may have put their name, number or papers into it; a rumour is worth
 * knowing without them. An advert's telephone number goes the same way: nothing tells it from the person's own.
 */

const MAX_CHARACTERS = 1_000;

/** Digits with at most two signs in between, seven or more of them: telephone numbers, case numbers, accounts. */
const LONG_NUMBER = /\p{L}{0,3}\+?\p{Nd}(?:[\s().\-–/]{0,2}\p{Nd}){6,}/gu;
/** Papers: "A 123456", "AB-123456". */
const PAPER_NUMBER = /(?<![\p{L}\p{Nd}])\p{Lu}{1,3}[- ]?\p{Nd}{6,}/gu;
const GROUPED_AMOUNT = /^\p{Nd}{1,3}(?:[.,]\p{Nd}{3})+$/u;
const DATE = /^(?:\p{Nd}{4}[-/.]\p{Nd}{1,2}[-/.]\p{Nd}{1,2}|\p{Nd}{1,2}[-/.]\p{Nd}{1,2}[-/.]\p{Nd}{2,4})$/u;
/** Parts are bounded, so that a long text without an "@" costs no more than its length. */
const EMAIL = /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}.-]{1,100}/gu;

const INTRODUCED =
  "me llamo|mi nombre es|my name is|my name's|me chamo|meu nome é|meu nome e|je m'appelle|je m’appelle|mon nom est|mwen rele|m rele|non mwen se|non m se";
/** Up to three words after "my name is", and never over the "and" that begins what they want to tell. */
const NAME = new RegExp(
  String.raw`(?<![\p{L}])(${INTRODUCED})((?:\s+(?!(?:y|e|and|et|epi|i|but|pero|mas|mais|men)\s)[\p{L}'’.-]+){1,3})`,
  'giu',
);

/** @returns at most 1,000 characters, without long numbers, e-mail addresses and names that are introduced as such */
export function withoutTeller(text: string): string {
  return text
    .slice(0, 2 * MAX_CHARACTERS) // what is left out makes room, but not without end
    .replaceAll(EMAIL, '[@]')
    .replaceAll(NAME, '$1 [...]')
    .replaceAll(LONG_NUMBER, (number) => (isAmountOrDate(number) ? number : '[#]'))
    .replaceAll(PAPER_NUMBER, '[#]')
    .slice(0, MAX_CHARACTERS)
    .toWellFormed(); // half an emoji cannot be encrypted as UTF-8
}

function isAmountOrDate(number: string): boolean {
  return GROUPED_AMOUNT.test(number) || DATE.test(number);
}
