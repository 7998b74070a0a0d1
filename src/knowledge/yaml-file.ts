/** A YAML file that still knows on which line each of its values stands. */
import { LineCounter, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import type { Node } from 'yaml';

export interface YamlFile {
  readonly value: unknown;
  /** The line of the value at this path, or of its nearest parent that is there. */
  lineOf(path: readonly PropertyKey[]): number;
  /** Null when the text is YAML. */
  readonly error: { readonly line: number; readonly message: string } | null;
}

interface Step {
  readonly node: unknown;
  readonly start: Node | null;
}

function stepInto(node: unknown, key: PropertyKey): Step | null {
  if (isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && item.key.value === key);
    return pair === undefined ? null : { node: pair.value, start: isScalar(pair.key) ? pair.key : null };
  }
  if (isSeq<Node>(node) && typeof key === 'number') {
    const item = node.items[key];
    return item === undefined ? null : { node: item, start: item };
  }
  return null;
}

export function parseYaml(text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  const lineAt = (offset: number): number => lines.linePos(offset).line;

  function lineOf(path: readonly PropertyKey[]): number {
    let node: unknown = document.contents;
    let line = 1;
    for (const key of path) {
      const step = stepInto(node, key);
      if (step === null) break;
      if (step.start?.range) line = lineAt(step.start.range[0]);
      node = step.node;
    }
    return line;
  }

  return {
    value: error === undefined ? document.toJS() : undefined,
    lineOf,
    error: error === undefined ? null : { line: lineAt(error.pos[0]), message: error.message },
  };
}
