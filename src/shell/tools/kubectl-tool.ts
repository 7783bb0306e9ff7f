import type { Tool } from '../tool.ts';
import { completeKubectl } from './kubectl/completion.ts';
import { runKubectl } from './kubectl/kubectl.ts';

export const kubectl: Tool = {
  name: 'kubectl',
  summary: 'Kubernetes: get, describe, logs, top, scale, rollout, set, patch configmap, delete pod',
  help: () => `Usage: kubectl COMMAND [TYPE [NAME]] [FLAGS]; kubectl --help lists the commands.

  kubectl get pods -o wide
  kubectl describe pod NAME
  kubectl logs deploy/NAME --since=5m | grep -i error
  kubectl top pods
  kubectl rollout history deploy/NAME
  kubectl rollout undo deploy/NAME
  kubectl argo rollouts get rollout NAME -w
  kubectl argo rollouts promote NAME; abort, retry, undo, pause, restart, set image: kubectl argo rollouts --help
`,
  run: (args, context) => runKubectl(args, context),
  complete: (words, port, readFile) => completeKubectl(words, port, readFile),
};
