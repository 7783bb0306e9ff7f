import { spawnSync } from 'node:child_process';
import { hashText } from '../src/base/hash.ts';
import { PROJECT_ROOT } from '../src/cli/project-root.ts';

// `npm run fidelity:fresh`: the comparison with theory on three seeds nobody could choose, taken from the commit's hash, and on runs long enough that the 2%
// decide and not chance. `npm test` has it on one committed seed; three more take about twenty minutes.
const SEEDS = 3;
const LENGTH = 4;

const git = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: PROJECT_ROOT, encoding: 'utf8' });
if (git.status !== 0) {
  console.error(`fidelity:fresh takes its seeds from the commit's hash, and this folder is in no git repository: ${git.stderr.trim()}`);
  process.exit(2);
}
const commit = git.stdout.trim();
let failed = 0;
for (let i = 0; i < SEEDS; i++) {
  const seed = hashText(`${commit}/${i}`);
  console.log(`commit ${commit.slice(0, 12)}, seed ${seed} (${i + 1} of ${SEEDS})`);
  const run = spawnSync('npx', ['vitest', 'run', '--project', 'fidelity', 'test/fidelity/queues.test.ts', 'test/fidelity/keep-alive.test.ts'], {
    cwd: PROJECT_ROOT,
    stdio: 'inherit',
    env: { ...process.env, FIDELITY_SEED: String(seed), FIDELITY_LENGTH: String(LENGTH) },
  });
  if (run.status !== 0) failed++;
}
process.exitCode = failed === 0 ? 0 : 1;
