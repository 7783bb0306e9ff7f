import { Session as Inspector, type HeapProfiler } from 'node:inspector';
import { MeasuringRecorder } from '../src/cli/bench/measuring-recorder.ts';
import { stationScenario } from '../src/cli/bench/station-fleet.ts';
import { openScenario, scenarioIds } from '../src/cli/scenario-choice.ts';
import { createEngine } from '../src/engine/engine.ts';
import { createSession } from '../src/session/session.ts';

// `npm run allocations`: what the running engine puts on the heap, by function, garbage included, once its code is compiled. The request path is meant to put nothing there.
const SAMPLE_BYTES = 4_096;
const SHOWN = 12;

const TANDEM = { stations: 5, servers: 16, arrivals: 1_000, serviceTime: { kind: 'exponential', meanSeconds: 1 / 80 }, capacity: null } as const;

const tandem = stationScenario(TANDEM);
const engine = createEngine(tandem, 1, new MeasuringRecorder('users'), { onScrape: () => undefined, onTimeline: () => undefined });
measure('Tandem of 5 × M/M/16, the engine alone', 120, 300, (seconds) => {
  engine.advance(tandem.warmupUs + seconds * 1e6);
  return engine.world.s.events;
});
for (const id of scenarioIds()) {
  const scenario = openScenario(id);
  const session = createSession(scenario, scenario.defaultSeed);
  measure(`${id}, telemetry, alerts and harm on`, 0, 600, (seconds) => {
    session.advance(scenario.warmupUs + seconds * 1e6);
    return session.outcome().events;
  });
}

/** @param advance to so many seconds of play; tells how many events there have been */
function measure(title: string, fromSeconds: number, toSeconds: number, advance: (seconds: number) => number): void {
  const before = advance(fromSeconds);
  const inspector = new Inspector();
  inspector.connect();
  inspector.post('HeapProfiler.startSampling', {
    samplingInterval: SAMPLE_BYTES,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  } as HeapProfiler.StartSamplingParameterType);
  const events = advance(toSeconds) - before;
  const bytes = new Map<string, number>();
  inspector.post('HeapProfiler.stopSampling', (error, result) => {
    if (error !== null) throw error;
    collect(result.profile.head, bytes);
  });
  inspector.disconnect();
  const total = [...bytes.values()].reduce((sum, size) => sum + size, 0);
  console.log(`${title}: ${(total / events).toFixed(1)} bytes an event (${(total / 1e6).toFixed(1)} MB, ${events} events)`);
  for (const [name, size] of [...bytes].sort((a, b) => b[1] - a[1]).slice(0, SHOWN)) console.log(`  ${(size / events).toFixed(2).padStart(6)}  ${name}`);
}

function collect(node: HeapProfiler.SamplingHeapProfileNode, bytes: Map<string, number>): void {
  const name = node.callFrame.functionName || '(top)';
  if (node.selfSize > 0) bytes.set(name, (bytes.get(name) ?? 0) + node.selfSize);
  for (const child of node.children) collect(child, bytes);
}
