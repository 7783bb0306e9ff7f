import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Claim } from '../../../src/contract/postmortem.ts';
import { layoutCauseMap, NODE_HEIGHT, NODE_WIDTH, USERS } from '../../../src/view/postmortem/cause-map-layout.ts';

const claim = (id: string, role: Claim['role'], leadsTo: readonly string[] = []): Claim => ({
  id,
  role,
  component: 'x',
  condition: 'slow-query',
  leadsTo,
  state: 'confirmed',
});
const ROLES = ['trigger', 'mechanism', 'sustaining', 'contributing', 'ruled-out'] as const;

describe('layout of the cause map', () => {
  it('puts no two nodes on one another and none outside (law)', () => {
    const maps = fc.array(fc.record({ role: fc.constantFrom(...ROLES), to: fc.integer({ min: 0, max: 9 }) }), { maxLength: 10 });
    fc.assert(
      fc.property(maps, fc.integer({ min: 200, max: 1400 }), (rows, width) => {
        const claims = rows.map(({ role, to }, index) => claim(`c${index}`, role, [`c${to}`]));
        const { nodes, width: wide, height } = layoutCauseMap(claims, width);
        for (const [index, a] of nodes.entries()) {
          expect(a.x >= 0 && a.y >= 0 && a.x + NODE_WIDTH <= wide && a.y + NODE_HEIGHT <= height).toBe(true);
          for (const b of nodes.slice(index + 1)) expect(Math.abs(a.x - b.x) >= NODE_WIDTH || Math.abs(a.y - b.y) >= NODE_HEIGHT).toBe(true);
        }
      }),
    );
  });

  it('reads from contributing down to sustaining, the trigger before what it led to', () => {
    const { nodes } = layoutCauseMap(
      [
        claim('m2', 'mechanism'),
        claim('m1', 'mechanism', ['m2']),
        claim('t', 'trigger', ['m1']),
        claim('k', 'contributing', ['t']),
        claim('s', 'sustaining', ['m2']),
      ],
      900,
    );
    const at = (id: string) => nodes.find((node) => node.id === id)!;
    expect(at('k').y).toBeLessThan(at('t').y);
    expect(at('t').y).toBeLessThan(at('s').y);
    expect(at('t').x).toBeLessThan(at('m1').x);
    expect(at('m1').x).toBeLessThan(at('m2').x);
  });

  it('leads the end of the chain to what users felt, and dashes only what made it possible', () => {
    const { edges } = layoutCauseMap([claim('t', 'trigger', ['m']), claim('m', 'mechanism'), claim('k', 'contributing', ['t'])], 900);
    expect(edges.map((edge) => [edge.from, edge.to, edge.dashed])).toEqual([
      ['t', 'm', false],
      ['k', 't', true],
      ['m', USERS, false],
    ]);
  });

  it('leaves out what was ruled out or rejected, and edges to nothing', () => {
    const { nodes, edges } = layoutCauseMap(
      [claim('t', 'trigger', ['gone', 'r']), claim('r', 'ruled-out'), { ...claim('x', 'mechanism'), state: 'rejected' }],
      900,
    );
    expect(nodes.map((node) => node.id)).toEqual(['t', USERS]);
    expect(edges.map((edge) => edge.to)).toEqual([USERS]);
  });
});
