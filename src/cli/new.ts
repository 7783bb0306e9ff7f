import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { casesPath } from '../scenario/load-cases.ts';
import { PROJECT_ROOT } from './project-root.ts';
import { casesText, scenarioText } from './scaffold/scenario-text.ts';
import { UsageError } from './usage-error.ts';

interface NewOptions {
  /** Folder of the scenario; its fleets are in `fleets/` there. */
  readonly in?: string;
}

/** Writes a scenario to begin with, and its cases. @throws UsageError when the name is no id or taken, or the files cannot be written */
export function newVerb(name: string, options: NewOptions): void {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
    throw new UsageError(
      `"${name}": a scenario's name is lower-case letters, digits and dashes, such as playlist-hangs; it shows, so it must not tell the cause`,
    );
  }
  const path = join(options.in ?? join(PROJECT_ROOT, 'scenarios'), `${name}.yaml`);
  const files = [
    { path, text: scenarioText(name) },
    { path: casesPath(path), text: casesText() },
  ];
  for (const file of files) if (existsSync(file.path)) throw new UsageError(`${shown(file.path)}: is there already; choose another name`);
  try {
    mkdirSync(join(path, '..'), { recursive: true });
    for (const file of files) writeFileSync(file.path, file.text, { flag: 'wx' });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
  for (const file of files) process.stdout.write(`${shown(file.path)}\n`);
  console.error(`Next: npx brownout lint ${shown(path)}, then npx brownout verify ${shown(path)} --seeds 3; docs/authoring.md explains every key.`);
}

function shown(path: string): string {
  const near = relative(process.cwd(), path);
  return near.startsWith('..') ? path : near;
}
