import { setEnv } from './set-env.ts';
import { setImage } from './set-image.ts';
import { setResources } from './set-resources.ts';
import type { Subcommand } from './subcommand.ts';

export const set: Subcommand = {
  name: 'set',
  summary: 'Set specific features on objects',
  usage: 'SUBCOMMAND [options]',
  examples: [],
  flags: [],
  children: [setEnv, setImage, setResources],
};
