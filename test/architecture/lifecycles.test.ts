import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAst } from 'vite';
import { describe, expect, it } from 'vitest';
import { SOURCE_ROOT, sourceFiles } from '../../scripts/boundaries/check.ts';

/** Invariant 4, "machines decide": nothing but the machines' own transition writes a lifecycle's state. What a run does is tested in lifecycle-edges. */

/** Files that may: the one place that fires machines. */
const WRITERS = ['engine/machines/lifecycle.ts'];

interface Node {
  readonly type: string;
  readonly start: number;
  readonly left?: Node;
  readonly argument?: Node;
  readonly object?: Node;
  readonly callee?: Node;
  readonly property?: Node & { readonly name?: string };
  readonly name?: string;
}

/** Names along `a.b.c[d].e`, outermost last. */
function chainOf(node: Node | undefined): string[] {
  if (node === undefined) return [];
  if (node.type === 'MemberExpression') return [...chainOf(node.object), node.property?.name ?? '[]'];
  return [node.name ?? ''];
}

/** Does the path lead into lifecycle state? `lifecycles.pod.state[row]`, or the column under another name. */
function isLifecycleState(chain: readonly string[]): boolean {
  return (
    chain.includes('lifecycles') ||
    chain.some((name, i) => ['pod', 'container', 'rollout', 'breaker', 'backend', 'node'].includes(name) && chain[i + 1] === 'state')
  );
}

const CHANGERS = new Set(['fill', 'set', 'copyWithin', 'sort', 'reverse']);

function lifecycleWrites(source: string): number[] {
  const lines: number[] = [];
  const lineOf = (node: Node): number => source.slice(0, node.start).split('\n').length;
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk);
    else if (typeof value === 'object' && value !== null) {
      const node = value as Node;
      if (node.type === 'AssignmentExpression' && isLifecycleState(chainOf(node.left))) lines.push(lineOf(node));
      if (node.type === 'UpdateExpression' && isLifecycleState(chainOf(node.argument))) lines.push(lineOf(node));
      const called = node.type === 'CallExpression' ? chainOf(node.callee) : [];
      if (CHANGERS.has(called.at(-1) ?? '') && isLifecycleState(called)) lines.push(lineOf(node));
      Object.values(value).forEach(walk);
    }
  };
  walk(parseAst(source, { lang: 'ts' }));
  return lines;
}

describe('lifecycle state', () => {
  it.each([
    's.lifecycles.pod.state[row] = 3;',
    'world.s.lifecycles.breaker.state[row]++;',
    'lifecycles.rollout.state = other;',
    'states.pod.state[0] = POD.ready;',
    'lifecycles.pod.state.fill(0);',
  ])('a write is caught: %s', (statement) => {
    expect(lifecycleWrites(statement)).toEqual([1]);
  });

  it.each(['const now = s.lifecycles.pod.state[row];', 'if (lifecycles.pod.state[row] === 3) go();', "fire(s.lifecycles, 'pod', row, 'DELETED');"])(
    'a read is not: %s',
    (statement) => {
      expect(lifecycleWrites(statement)).toEqual([]);
    },
  );

  it('is written by the machines alone', () => {
    for (const writer of WRITERS) expect(existsSync(join(SOURCE_ROOT, writer))).toBe(true);
    const writes = sourceFiles(SOURCE_ROOT)
      .filter((file) => /^(engine|session|alerting|incident)\//.test(file) && !WRITERS.includes(file))
      .flatMap((file) => lifecycleWrites(readFileSync(join(SOURCE_ROOT, file), 'utf8')).map((line) => `src/${file}:${line}`));
    expect(writes).toEqual([]);
  });
});
