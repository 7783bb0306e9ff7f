import { describe, expect, it } from 'vitest';
import { describeObject } from '../../src/kube/describe/describe.ts';
import { fieldLabel } from '../../src/kube/describe/describe-custom.ts';
import type { Pod } from '../../src/kube/objects/pod.ts';
import { findResourceType, listObjects, RESOURCE_TYPES } from '../../src/kube/resource-types.ts';
import { STATES } from '../shell/kubectl/canary-fleet.ts';

const paused = STATES['paused']().cluster();

describe("Argo's kinds in the API", () => {
  it.each([
    ['ro', 'Rollout'],
    ['rollouts.argoproj.io', 'Rollout'],
    ['rollout.v1alpha1.argoproj.io', 'Rollout'],
    ['ar', 'AnalysisRun'],
    ['at', 'AnalysisTemplate'],
    ['rollouts.apps', undefined],
  ])('%s is %s', (name, kind) => expect(findResourceType(name)?.kind).toBe(kind));

  it('are not part of `get all`', () => expect(RESOURCE_TYPES.filter(({ inAll, apiVersion }) => inAll && apiVersion.startsWith('argoproj'))).toEqual([]));

  it('own their replica sets, whose pods bear another label than those of a deployment', () => {
    const [rollout] = listObjects(paused, type('rollouts'), null);
    const sets = listObjects(paused, type('replicasets'), null);
    const owners = sets.map((set) => set.metadata.ownerReferences?.[0]);
    expect(owners.filter((owner) => owner?.kind === 'Rollout')).toHaveLength(2);
    expect(owners.find((owner) => owner?.kind === 'Rollout')).toMatchObject({ apiVersion: 'argoproj.io/v1alpha1', uid: rollout.metadata.uid });
    for (const pod of listObjects(paused, type('pods'), null) as readonly Pod[]) {
      const key = pod.metadata.labels?.['app'] === 'entry' ? 'rollouts-pod-template-hash' : 'pod-template-hash';
      expect(Object.keys(pod.metadata.labels ?? {})).toEqual(['app', key]);
    }
  });

  it('are what events about them point at', () => {
    const events = listObjects(paused, type('events'), null) as unknown as readonly { involvedObject: { kind: string; uid: string; apiVersion: string } }[];
    const [rollout] = listObjects(paused, type('rollouts'), null);
    expect(events.find(({ involvedObject }) => involvedObject.kind === 'Rollout')?.involvedObject).toMatchObject({
      apiVersion: 'argoproj.io/v1alpha1',
      uid: rollout.metadata.uid,
    });
  });

  it.each(Object.keys(STATES))('%s: are described without a gap', (state) => {
    const cluster = STATES[state]().cluster();
    for (const name of ['rollouts', 'analysisruns', 'analysistemplates'])
      for (const object of listObjects(cluster, type(name), null)) expect(describeObject(object, cluster)).not.toMatch(/undefined|NaN|Infinity|\[object/);
  });
});

describe('names of fields as kubectl describes kinds it does not know', () => {
  it.each([
    ['observedGeneration', 'Observed Generation'],
    ['apiVersion', 'API Version'],
    ['uid', 'UID'],
    ['stableRS', 'Stable RS'],
    ['HPAReplicas', 'HPA Replicas'],
    ['rollouts-pod-template-hash', 'Rollouts - Pod - Template - Hash'],
    ['app.kubernetes.io/name', 'app.kubernetes.io/name'],
  ])('%s: %s', (field, label) => expect(fieldLabel(field)).toBe(label));
});

function type(name: string) {
  const found = findResourceType(name);
  if (!found) throw new Error(`no type ${name}`);
  return found;
}
