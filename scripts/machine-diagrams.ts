import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { machinesPage } from './diagrams/machines-page.ts';
import { ROOT } from './setup/install.mjs';

// `npm run diagrams`: draws every lifecycle into docs/machines.md; a test fails when that page is older than the machines.
writeFileSync(join(ROOT, 'docs/machines.md'), machinesPage());
