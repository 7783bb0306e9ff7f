import { describe, expect, it } from 'vitest';
import { listObjects, RESOURCE_TYPES } from '../../src/kube/resource-types.ts';
import { tableOf } from '../../src/kube/tables/tables.ts';
import { american, cluster, crashLoop, halfReady, rolling } from './fleet-fixture.ts';

const FLEETS = { healthy: cluster(), halfReady: halfReady(), rolling: rolling(), crashLoop: crashLoop(), american: american() };

describe.each(Object.entries(FLEETS))('objects of a fleet: %s', (_, fleet) => {
  const all = RESOURCE_TYPES.flatMap((type) => listObjects(fleet, type, null).map((object) => ({ type, object })));

  it('are named, dated and identified once', () => {
    for (const { type, object } of all) {
      expect(object.kind).toBe(type.kind);
      expect(object.apiVersion).toBe(type.apiVersion);
      expect(object.metadata.uid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-z]{12}$/);
      expect(object.metadata.creationTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      expect(Number(object.metadata.resourceVersion)).toBeGreaterThan(0);
      expect(object.metadata.namespace !== undefined).toBe(type.namespaced);
    }
    expect(new Set(all.map(({ object }) => object.metadata.uid)).size).toBe(all.length);
  });

  it('own each other: pods a replica set, replica sets a deployment', () => {
    const byUid = new Map(all.map(({ object }) => [object.metadata.uid, object]));
    for (const { type, object } of all.filter((entry) => ['Pod', 'ReplicaSet'].includes(entry.type.kind))) {
      const owner = byUid.get(object.metadata.ownerReferences?.[0].uid ?? '');
      expect(owner?.kind).toBe(type.kind === 'Pod' ? 'ReplicaSet' : 'Deployment');
      expect(object.metadata.name.startsWith(`${owner?.metadata.name}-`)).toBe(true);
    }
  });

  it('fill every column of their table', () => {
    for (const type of RESOURCE_TYPES) {
      const table = tableOf(type.kind, listObjects(fleet, type, null), fleet);
      for (const row of table.rows) expect(row.cells).toHaveLength(table.columns.length);
    }
  });

  it('survive JSON unchanged', () => {
    for (const { object } of all) expect(JSON.parse(JSON.stringify(object))).toEqual(object);
  });
});
