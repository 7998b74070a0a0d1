/** Holds all answers against the one register of figures and programmes. */
import type { Problem } from '../problem.ts';
import { checkFigures } from './check-figures.ts';
import { checkProgrammes } from './check-programmes.ts';
import type { LoadedRegister } from './register-file.ts';
import type { Teller } from './teller.ts';

/** Every contradiction between answers, between languages, and with the register. */
export function checkRegister(loaded: LoadedRegister, tellers: readonly Teller[]): readonly Problem[] {
  return [...findStrangers(loaded, tellers), ...checkFigures(loaded, tellers), ...checkProgrammes(loaded, tellers)];
}

/** Names in the register that are no fact and no pathway. */
function findStrangers({ register, path, lineOf }: LoadedRegister, tellers: readonly Teller[]): readonly Problem[] {
  const known = new Set(tellers.map(({ kind, id }) => `${kind} ${id}`));
  return (['figures', 'programmes'] as const).flatMap((list) =>
    register[list].flatMap((entry, index) =>
      (['facts', 'pathways'] as const).flatMap((kind) =>
        entry[kind]
          .filter((id) => !known.has(`${kind} ${id}`))
          .map((id): Problem => {
            const message = `"${kind}" names ${id}, which is not there; correct it or remove it`;
            return { file: path, line: lineOf(list, index), code: 'unknown_related', message };
          }),
      ),
    ),
  );
}
