import { describe, expect, it } from 'vitest';
import { proposeClaims } from '../../src/postmortem/propose-claims.ts';
import { GOOD } from './good-postmortem.ts';
import { playlistHangs } from './playlist-hangs.ts';

const { truth } = playlistHangs();

describe('claims read from prose', () => {
  it('carry component, condition, role and the sentence they were read from', () => {
    const claims = proposeClaims(GOOD, truth);
    expect(claims.length).toBeGreaterThan(5);
    for (const claim of claims) {
      expect(claim.state).toBe('proposed');
      expect(GOOD).toContain(claim.quote);
    }
    const roleOf = (condition: string) => claims.find((claim) => claim.condition === condition)?.role;
    expect(roleOf('bad-release')).toBe('trigger');
    expect(roleOf('pool-exhausted')).toBe('mechanism');
    expect(roleOf('timeout-missing')).toBe('contributing');
    expect(roleOf('vacuum-pressure')).toBe('ruled-out');
  });

  it('get their role from their own sentence: what was kept is not always a loop, and a unit ends a sentence', () => {
    const claims = proposeClaims(
      '## Root cause\n\nThe release 5.3.0 of playlist introduced an external call inside the transaction, which can take 250 ms. ' +
        'Sessions sat idle in transaction and kept their connection. The pool was exhausted. Retries kept the pool full.\n',
      truth,
    );
    expect(claims.map((claim) => [claim.condition, claim.role])).toEqual([
      ['bad-release', 'trigger'],
      ['sessions-idle-in-transaction', 'mechanism'],
      ['pool-exhausted', 'mechanism'],
      ['retry-amplification', 'sustaining'],
    ]);
  });

  it('point to each other by the causal words of the text', () => {
    const text = '## Root cause\n\nSessions sat idle in transaction, and as a result the pool was exhausted.\n';
    const claims = proposeClaims(text, truth);
    const idle = claims.find((claim) => claim.condition === 'sessions-idle-in-transaction'),
      pool = claims.find((claim) => claim.condition === 'pool-exhausted');
    expect(idle?.leadsTo).toEqual([pool?.id]);
  });

  it('hint at nothing: what is not so is proposed like what is, with ids of the same kind', () => {
    const claims = proposeClaims('## Root cause\n\nThe CPU was saturated. The pool was exhausted. The disk was full.\n', truth);
    expect(new Set(claims.map((claim) => claim.condition))).toEqual(new Set(['cpu-starvation', 'pool-exhausted', 'disk-full']));
    expect(claims.map((claim) => claim.id)).toEqual(['read-1', 'read-2', 'read-3']);
    const ids = [...truth.claims, ...truth.redHerrings].map((entry) => entry.id);
    expect(claims.filter((claim) => ids.includes(claim.id))).toEqual([]);
  });
});
