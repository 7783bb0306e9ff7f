/** The answers kept as `test/shell/kubectl/golden/kubectl-1.32.txt`: few enough to read, one at least of each thing kubectl computes itself. */
const POD = 'playlist-7c5ddbdf54-2xk9p';

export const GOLDEN: readonly (readonly [fleet: string, line: string])[] = [
  ['crashLoop', 'kubectl get pods'], ['crashLoop', `kubectl describe pod ${POD}`], ['crashLoop', `kubectl get pod ${POD} -o jsonpath='{.status.containerStatuses[0]}'`],
  ['rolling', 'kubectl get pods,deploy,rs'], ['rolling', 'kubectl describe deploy playlist'], ['rolling', 'kubectl describe rs'], ['rolling', 'kubectl describe svc playlist'], ['rolling', 'kubectl rollout status deploy/playlist -w=false'],
  ['rolling', 'kubectl top pods --containers'], ['rolling', "kubectl get pods -o custom-columns=NAME:.metadata.name,IP:.status.podIP,DEL:.metadata.deletionTimestamp,LIM:.spec.containers[*].resources.limits"],
  ['halfReady', 'kubectl describe hpa'], ['halfReady', 'kubectl get hpa -o yaml'], ['halfReady', 'kubectl get events -o yaml'], ['halfReady', 'kubectl describe nodes'], ['halfReady', 'kubectl top nodes'], ['halfReady', 'kubectl events'],
  ['halfReady', "kubectl get deploy playlist -o jsonpath='{range .status.conditions[*]}{.type}={.status}{\"\\n\"}{end}'"],
  ['healthy', 'kubectl rollout history deploy/playlist'], ['healthy', 'kubectl rollout history deploy/playlist --revision=13'], ['healthy', 'kubectl rollout undo deploy/playlist'], ['healthy', 'kubectl rollout undo deploy/playlist --to-revision=14'],
  ['healthy', 'kubectl rollout undo deploy/playlist --to-revision=99'], ['healthy', 'kubectl rollout resume deploy/playlist'], ['healthy', 'kubectl rollout restart deploy'], ['healthy', 'kubectl rollout undo svc/playlist'],
  ['healthy', 'kubectl scale deploy/playlist --replicas=6'], ['healthy', 'kubectl scale deploy playlist'], ['healthy', 'kubectl scale deploy nope --replicas=3'], ['healthy', 'kubectl scale deploy/playlist --replicas=abc'],
  ['healthy', 'kubectl set image deploy/playlist playlist=example/playlist:v1'], ['healthy', 'kubectl set image deploy/playlist nope=example/playlist:v1'], ['healthy', 'kubectl set env deploy/playlist A=b --list'], ['healthy', 'kubectl set env deploy/playlist 1A=b'],
  ['healthy', `kubectl delete pod ${POD} --wait=false`], ['healthy', 'kubectl delete pod'], ['healthy', 'kubectl logs'], ['healthy', 'kubectl logs nope'],
  ['healthy', 'kubectl get pods nope'], ['healthy', 'kubectl get foo'], ['healthy', 'kubectl get'], ['healthy', 'kubectl get pods --foo'], ['healthy', 'kubectl get pods -n'], ['healthy', 'kubectl get pods -n default'],
  ['healthy', "kubectl get pods -l 'a b'"], ['healthy', 'kubectl foo'], ['healthy', 'kubectl get pods -o nonsense'], ['healthy', 'kubectl get pod/a b'],
];
