import type { TransformPlugin } from 'just-bash';

/**
 * bash's own `help` is a builtin that no command can stand in front of; people who type it want to know what exists here. So the command is called by
 * its path wherever a parsed line, script or `bash -c` names it. `builtin help` is still bash's.
 */
export const OUR_HELP: TransformPlugin = {
  name: 'our-help',
  transform: ({ ast, metadata }) => {
    callByPath(ast);
    return { ast, metadata };
  },
};

function callByPath(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  if (Array.isArray(node)) {
    for (const one of node) callByPath(one);
    return;
  }
  const found = node as { type?: unknown; name?: { parts?: { type: string; value?: string }[] } | null };
  const parts = found.type === 'SimpleCommand' ? found.name?.parts : undefined;
  if (parts?.length === 1 && parts[0].type === 'Literal' && parts[0].value === 'help') parts[0].value = '/usr/bin/help';
  for (const value of Object.values(node)) callByPath(value);
}
