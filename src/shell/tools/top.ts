import { fail, type Tool } from '../tool.ts';

export const top: Tool = {
  name: 'top',
  summary: 'not here: the fleet does not run on this host',
  help: () => 'The fleet does not run on this host. See kubectl top pods, kubectl top nodes.\n',
  run: async () => fail('top: the fleet does not run on this host; try: kubectl top pods, kubectl top nodes, watch kubectl top pods\n'),
};
