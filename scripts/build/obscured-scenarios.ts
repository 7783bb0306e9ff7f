import type { Plugin } from 'vite';
import { turned } from '../../src/app/turned-text.ts';

const REVEAL = '/src/app/turned-text.ts';

/** Scenario files tell what is wrong with the fleet. In the built site their text is obscured, so that nobody reads it by accident; it is no secret. */
export function obscuredScenarios(): Plugin {
  return {
    name: 'obscured-scenarios',
    apply: 'build',
    enforce: 'pre',
    transform: {
      order: 'post',
      filter: { id: /\/scenarios\/.+\.yaml\?raw$/ },
      handler(code) {
        const text = /^export default (".*");?$/s.exec(code.trim())?.[1];
        if (text === undefined) return this.error('a scenario file did not arrive as text');
        return { code: `import { turned } from '${REVEAL}';\nexport default turned(${JSON.stringify(turned(JSON.parse(text) as string))});`, map: null };
      },
    },
  };
}
