import { describe, expect, it } from 'vitest';
import { fleetPort, kubectl } from '../shell/kubectl/fleet-port.ts';
import { cluster } from './fleet-fixture.ts';

const [BASE] = cluster().fleet.autoscalers;
const METRICS = [
  { name: 's0-prometheus', targetMilli: 20_000, currentMilli: 12_000 },
  { name: 'lag', targetMilli: 500, currentMilli: null },
];
const FAILURE = {
  reason: 'FailedGetExternalMetric',
  message: 'the HPA was unable to compute the replica count: unable to get external metric wavelength/lag/nil: no metrics returned from external metrics API',
};
const shown = (count: number, targetCpuPercent: number | null, failure: typeof FAILURE | null = null) =>
  fleetPort(
    cluster({
      autoscalers: [{ ...BASE!, targetCpuPercent, external: { metrics: METRICS.slice(0, count), decidedBy: 'external metric s0-prometheus(nil)', failure } }],
    }),
  );
const targets = async (count: number, targetCpuPercent: number | null) =>
  (await kubectl('kubectl get hpa playlist --no-headers', shown(count, targetCpuPercent))).stdout.split(/ {3,}/)[2];

describe('an autoscaler with external metrics', () => {
  /** As Kubernetes' formatHPAMetrics prints them. */
  it('has them among its targets', async () => {
    expect(await targets(1, 70)).toBe('cpu: 37%/70%, 12/20 (avg)');
    expect(await targets(2, null)).toBe('12/20 (avg), <unknown>/500m (avg)');
    expect(await targets(2, 70)).toBe('cpu: 37%/70%, 12/20 (avg) + 1 more...');
  });

  it('describes them', async () => {
    const { stdout } = await kubectl('kubectl describe hpa playlist', shown(2, null, FAILURE));
    expect(stdout).toContain('  "s0-prometheus" (target average value):  12 / 20\n');
    expect(stdout).toContain('  "lag" (target average value):            <unknown> / 500m\n');
    expect(stdout).toMatch(/ScalingActive +False +FailedGetExternalMetric +the HPA was unable to compute the replica count: unable to get external metric/);
    expect((await kubectl('kubectl describe hpa playlist', shown(1, 70))).stdout).toMatch(
      /ValidMetricFound +the HPA was able to successfully calculate a replica count from external metric s0-prometheus\(nil\)/,
    );
  });

  it('has them in its spec and status', async () => {
    const { stdout } = await kubectl('kubectl get hpa playlist -o json', shown(2, 70));
    const { spec, status } = JSON.parse(stdout) as { spec: { metrics: unknown[] }; status: { currentMetrics: unknown[] } };
    expect(spec.metrics[1]).toEqual({
      type: 'External',
      external: { metric: { name: 's0-prometheus' }, target: { type: 'AverageValue', averageValue: '20' } },
    });
    expect(status.currentMetrics.slice(1)).toEqual([
      { type: 'External', external: { metric: { name: 's0-prometheus' }, current: { averageValue: '12' } } },
      { type: '' },
    ]);
  });

  it('has limits that can be patched, not metrics', async () => {
    const port = shown(1, null);
    expect((await kubectl(`kubectl patch hpa playlist -p '{"spec":{"maxReplicas":20}}'`, port)).exitCode).toBe(0);
    expect(port.executed[0]?.command).toEqual({ kind: 'set-autoscaler', service: 'playlist', maxReplicas: 20 });
    expect((await kubectl(`kubectl patch hpa playlist --type merge -p '{"spec":{"metrics":[{"type":"External"}]}}'`, port)).stderr).toBe(
      'error: not simulated: patching the metrics of an autoscaler that has external ones; spec.minReplicas and spec.maxReplicas can be patched here\n',
    );
  });
});
