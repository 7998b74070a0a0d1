/**
 * The version of the conversations in this folder.
 *
 * A person may be in the middle of one while we deploy another: the steps they have behind them may no longer be the
 * steps before ours. So a conversation that another version began is not continued but begun anew, with an apology.
 *
 * Raise the number when a conversation keeps its name and its number of steps, but a step now means something else. What
 * adds, removes or renames conversations and steps needs no hand: `src/bot` adds a hash of their names to this number.
 */
export const DIALOGS_VERSION = '1';
