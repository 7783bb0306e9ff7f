import type { Located, Place } from '../document/located.ts';
import { child, textOf } from '../document/located.ts';
import { suggestion } from '../nearest.ts';
import type { ScenarioProblem } from '../problem.ts';

/** Collects what checks find. Checks read located values, not validated ones, so that a type error in one place doesn't hide a wrong name in another. */
export class Remarks {
  readonly problems: ScenarioProblem[] = [];

  error(at: Located | Place, message: string): void {
    this.problems.push({ ...placeOf(at), severity: 'error', message });
  }

  warn(at: Located | Place, message: string): void {
    this.problems.push({ ...placeOf(at), severity: 'warning', message });
  }

  /** The text under `key` must be one of `names`. Nothing is said where nothing is written. @returns whether it is one */
  known(node: Located | null, key: string, names: readonly string[], noun: string, plural: string, within = ''): boolean {
    const value = child(node, key);
    return value !== null && this.knownValue(value, names, noun, plural, within);
  }

  /** @param within where the names belong, for the message: `no route "/crat" in cart` */
  knownValue(value: Located, names: readonly string[], noun: string, plural: string, within = ''): boolean {
    const word = textOf(value);
    if (word === null) return false;
    if (names.includes(word)) return true;
    this.error(value, `no ${noun} "${word}"${within === '' ? '' : ` in ${within}`};${suggestion(word, names, plural)}`);
    return false;
  }

  /** Items of a list must differ in `key`. */
  distinct(items: readonly Located[], key: string, noun: string): void {
    const seen = new Map<string, Place>();
    for (const item of items) {
      const value = child(item, key);
      const word = textOf(value);
      if (value === null || word === null) continue;
      const first = seen.get(word);
      if (first === undefined) seen.set(word, value.place);
      else this.error(value, `${noun} "${word}" is there twice; first at ${first.file}:${first.line}:${first.column}`);
    }
  }
}

function placeOf(at: Located | Place): Place {
  const { file, line, column, path } = 'kind' in at ? at.place : at;
  return { file, line, column, path };
}
