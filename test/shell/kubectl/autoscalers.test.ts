import { describe, expect, it } from 'vitest';
import { cluster } from '../../kube/fleet-fixture.ts';
import { fleetPort, kubectl } from './fleet-port.ts';

const CPU = (percent: number): string => `[{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: ${percent}}}}]`;

describe('kubectl patch hpa', () => {
  it.each([
    [`patch hpa playlist -p '{"spec":{"maxReplicas":20}}'`, { maxReplicas: 20 }],
    [`patch hpa/playlist --type merge -p '{"spec":{"minReplicas":6,"maxReplicas":20}}'`, { minReplicas: 6, maxReplicas: 20 }],
    [`patch horizontalpodautoscalers.autoscaling playlist --type json -p '[{"op":"replace","path":"/spec/maxReplicas","value":16}]'`, { maxReplicas: 16 }],
    [`patch hpa playlist --type merge -p 'spec: {metrics: ${CPU(50)}}'`, { targetCpu: 50 }],
  ])('%s', async (rest, change) => {
    const port = fleetPort(cluster());
    const line = `kubectl ${rest}`;
    expect(await kubectl(line, port)).toEqual({ stdout: 'horizontalpodautoscaler.autoscaling/playlist patched\n', stderr: '', exitCode: 0 });
    expect(port.executed).toEqual([{ command: { kind: 'set-autoscaler', service: 'playlist', ...change }, intent: line }]);
  });

  it('changes nothing where nothing differs', async () => {
    const port = fleetPort(cluster());
    expect((await kubectl(`kubectl patch hpa playlist -p '{"spec":{"maxReplicas":10}}'`, port)).stdout).toBe(
      'horizontalpodautoscaler.autoscaling/playlist patched (no change)\n',
    );
    expect(port.executed).toEqual([]);
  });

  it('says what the server refuses', async () => {
    const message = 'The HorizontalPodAutoscaler "playlist" is invalid: spec.maxReplicas: Invalid value: 2: must be greater than or equal to `minReplicas`';
    const port = fleetPort(cluster(), { answer: () => ({ ok: false, refusal: { code: 'command/invalid_object', message } }) });
    expect(await kubectl(`kubectl patch hpa playlist -p '{"spec":{"maxReplicas":2}}'`, port)).toEqual({ stdout: '', stderr: `${message}\n`, exitCode: 1 });
  });

  it.each([
    [`-p '{"spec":{"maxReplicas":"20"}}'`, 'Error from server (BadRequest): unrecognized type: int32\n'],
    [
      `--type merge -p '{"spec":{"maxReplicas":"20"}}'`,
      'Error from server (BadRequest): json: cannot unmarshal string into Go struct field HorizontalPodAutoscalerSpec.spec.maxReplicas of type int32\n',
    ],
    [
      `-p '{"spec":{"behavior":{}, "scaleTargetRef": {"name": "x"}}}'`,
      'error: not simulated: patching "spec.scaleTargetRef.name" of an autoscaler; spec.minReplicas, spec.maxReplicas and the averageUtilization of its metric can be patched here\n',
    ],
  ])('%s', async (rest, stderr) => {
    expect(await kubectl(`kubectl patch hpa playlist ${rest}`, fleetPort(cluster()))).toEqual({ stdout: '', stderr, exitCode: 1 });
  });
});

describe('kubectl autoscale', () => {
  it('is refused where there is an autoscaler', async () => {
    expect((await kubectl('kubectl autoscale deployment/playlist --max=20', fleetPort(cluster()))).stderr).toBe(
      'Error from server (AlreadyExists): horizontalpodautoscalers.autoscaling "playlist" already exists\n',
    );
  });

  it('makes one where there is none', async () => {
    const port = fleetPort(cluster({ autoscalers: [] }));
    const line = 'kubectl autoscale deployment playlist --min=2 --max=6 --cpu-percent=60';
    expect((await kubectl(line, port)).stdout).toBe('horizontalpodautoscaler.autoscaling/playlist autoscaled\n');
    expect(port.executed).toEqual([{ command: { kind: 'set-autoscaler', service: 'playlist', minReplicas: 2, maxReplicas: 6, targetCpu: 60 }, intent: line }]);
  });

  /** As kubectl 1.32.4 said them here; its first is a log line of the client's. */
  it.each([
    ['deployment/playlist', 'error: required flag(s) "max" not set\n'],
    ['deployment/playlist --max=2 --min=3', 'error: --max=MAXPODS must be larger or equal to --min=MINPODS, max: 2, min: 3\n'],
    ['deployment/playlist --max=0', 'error: --max=MAXPODS is required and must be at least 1, max: 0\n'],
    ['deployment/nope --max=3', 'Error from server (NotFound): deployments.apps "nope" not found\n'],
  ])('%s', async (rest, stderr) => {
    expect((await kubectl(`kubectl autoscale ${rest}`, fleetPort(cluster()))).stderr).toBe(stderr);
  });
});
