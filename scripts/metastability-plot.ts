import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../src/cli/project-root.ts';
import { CALLERS, loadUpAndDown } from './metastability/experiment.ts';
import { goodputPlot } from './metastability/plot.ts';

// `npm run metastability`: draws docs/metastability.svg from runs of the engine; about ten seconds.
const panels = CALLERS.map(({ name, retries }) => ({ name, steps: loadUpAndDown(retries, 1) }));
writeFileSync(join(PROJECT_ROOT, 'docs/metastability.svg'), goodputPlot(panels));
for (const { name, steps } of panels) {
  console.log(name);
  for (const { direction, offered, goodput } of steps)
    console.log(`  ${direction.padEnd(4)} ${String(offered).padStart(4)}/s offered  ${goodput.toFixed(1).padStart(6)}/s answered well`);
}
